"""People's own keys. Their office is reference data, kept by `upkeep`."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from directory.errors import NotPermitted, RuleViolation
from directory.models import User
from directory.services.upkeep import may_keep
from directory.unit import locked, unit_of_work


def set_password(
    *, user_id: int, password: str | None, actor: User, now: datetime, reason: str = ""
) -> User:
    """Give a person a new password (None: no login by password any more); history keeps when, by
    whom and why, and never the password.

    One's own needs no reason. Another's is an administrator's to set: raises NotPermitted, or
    `reason_required` where none is given.
    """
    if actor.pk != user_id:
        if not may_keep(actor):
            raise NotPermitted(_("set another person's password"))
        if not reason.strip():
            raise RuleViolation("reason_required", field="reason")
    with unit_of_work("user.set_password", actor=actor, now=now, reason=reason.strip()) as work:
        user = locked(User.objects.all(), user_id)
        return work.change(user, password=make_password(password), password_set_at=now)
