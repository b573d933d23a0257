"""Keeping reference data by hand: an administrator adds, corrects and takes out rows.

Rows of the register are never written here; they have services of their own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.errors import NotPermitted
from directory.models import Role, User
from directory.unit import locked, unit_of_work

M = TypeVar("M", bound=models.Model)


def may_keep(user: User) -> bool:
    """Reference data belongs to everybody: only an administrator above all regions keeps it."""
    return user.is_active and user.role == Role.ADMINISTRATOR and user.region_id is None


def add(row: M, *, actor: User, now: datetime) -> M:
    """Put a row of reference data in. Raises NotPermitted."""
    _require(actor)
    with unit_of_work("reference.add", actor=actor, now=now) as work:
        return work.create(row)


def change(row: M, *, fields: Sequence[str], actor: User, now: datetime) -> M:
    """Take the named fields of an edited row over into the stored one, which is locked first; its
    version rises where it has one. Raises NotPermitted, or the model's DoesNotExist."""
    _require(actor)
    if not fields:
        return row
    with unit_of_work("reference.change", actor=actor, now=now) as work:
        stored = locked(type(row)._default_manager.all(), row.pk)
        return work.change(stored, **{name: getattr(row, name) for name in fields})


def remove(row: models.Model, *, actor: User, now: datetime) -> None:
    """Take out a row that nothing refers to, as a day of the calendar. Raises NotPermitted."""
    _require(actor)
    with unit_of_work("reference.remove", actor=actor, now=now):
        row.delete()


def _require(actor: User) -> None:
    if not may_keep(actor):
        raise NotPermitted(_("keep reference data"))
