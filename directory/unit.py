"""The unit of work: one thing a person does, in one transaction.

The row, its history (who, why, which action) and its outbox entry commit together. Services
open a unit and change rows only through it::

    with unit_of_work("milestone.complete", actor=actor, now=now) as work:
        work.change(milestone, actual_on=on, state=Milestone.State.DONE)
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import pghistory
from django.db import models, transaction

from directory.errors import Conflict
from directory.models.outbox import OutboxEntry
from directory.models.user import User

M = TypeVar("M", bound=models.Model)
WORTH_A_STATEMENT = 20


class UnitOfWork:
    """Writes rows, keeps their versions and collects what the change feed will tell."""

    def __init__(self, action: str, *, actor: User | None, now: datetime, reason: str) -> None:
        self.action = action
        self.actor = actor
        self.now = now
        self.reason = reason
        self._outbox: dict[tuple[str, str], OutboxEntry] = {}

    def create(self, row: M) -> M:
        """Insert a row."""
        self._stamp(row)
        row.save(force_insert=True)
        self._tell(row, OutboxEntry.Change.CREATED)
        return row

    def create_all(self, rows: Sequence[M]) -> list[M]:
        """Insert rows of one model in as few statements as possible."""
        if not rows:
            return []
        for row in rows:
            self._stamp(row)
        created = type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)
        for row in created:
            self._tell(row, OutboxEntry.Change.CREATED)
        return created

    def change(self, row: M, **values: Any) -> M:
        """Set fields of a row that the caller has locked; its version rises."""
        for field, value in values.items():
            setattr(row, field, value)
        row.save(update_fields=[*values, *self._touch(row)])
        self._tell(row, OutboxEntry.Change.UPDATED)
        return row

    def change_all(self, rows: Iterable[M], fields: Sequence[str]) -> None:
        """Save the named fields of rows of one model, already set and locked by the caller."""
        rows = list(rows)
        if not rows:
            return
        touched: list[str] = []
        for row in rows:
            touched = self._touch(row)
        _save_all(rows, [*fields, *touched])
        for row in rows:
            self._tell(row, OutboxEntry.Change.UPDATED)

    def flush(self) -> None:
        OutboxEntry.objects.bulk_create(self._outbox.values(), batch_size=2000)
        self._outbox.clear()

    def _stamp(self, row: models.Model) -> None:
        for field in ("created_at", "updated_at"):
            if hasattr(row, field) and getattr(row, field) is None:
                setattr(row, field, self.now)

    def _touch(self, row: models.Model) -> list[str]:
        if not hasattr(row, "version"):
            return []
        row.version += 1
        row.updated_at = self.now  # type: ignore[attr-defined]
        return ["version", "updated_at"]

    def _tell(self, row: models.Model, change: str) -> None:
        """Note the change for the feed, once an object and unit, with its last version."""
        resource = getattr(row, "feed_resource", None)
        if resource is None:
            return
        key = (resource, str(row.pk))
        noted = self._outbox.get(key)
        if noted is not None:
            noted.object_version = row.version  # type: ignore[attr-defined]
            return
        self._outbox[key] = OutboxEntry(
            resource=resource,
            object_id=str(row.pk),
            object_version=row.version,  # type: ignore[attr-defined]
            change=change,
            action=self.action,
            project_id=row.pk if resource == "projects" else getattr(row, "project_id", None),
            region_code=getattr(row, "region_id", None) or "",
        )


def _save_all(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """One statement for each large group of rows that get the same values, and batches for the
    rest: a thousand rows of their own values make a statement that takes long to write."""
    alike: dict[str, list[models.Model]] = {}
    for row in rows:
        alike.setdefault(repr([getattr(row, field) for field in fields]), []).append(row)
    table = type(rows[0])._default_manager
    single = []
    for group in alike.values():
        if len(group) < WORTH_A_STATEMENT:
            single += group
        else:
            values = {field: getattr(group[0], field) for field in fields}
            table.filter(pk__in=[row.pk for row in group]).update(**values)
    if single:
        table.bulk_update(single, fields, batch_size=1000)


@contextmanager
def unit_of_work(
    action: str, *, actor: User | None, now: datetime, reason: str = ""
) -> Iterator[UnitOfWork]:
    """Open the one transaction of a service. `actor` None is the system itself (setup, tick).

    Units do not nest: a service hands its unit to the functions it calls.
    """
    work = UnitOfWork(action, actor=actor, now=now, reason=reason)
    context = pghistory.context(
        action=action,
        actor=actor.pk if actor else None,
        actor_name=str(actor) if actor else "",
        reason=reason,
    )
    with transaction.atomic(), context:
        yield work
        work.flush()


def locked(rows: models.QuerySet[M], pk: Any, *, version: int | None = None) -> M:
    """Lock one row until the end of the transaction and hand it over as it is now.

    Raises the model's DoesNotExist, or Conflict when `version` is not the row's own.
    """
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and version != row.version:  # type: ignore[attr-defined]
        raise Conflict(seen=version, current=row.version)  # type: ignore[attr-defined]
    return row
