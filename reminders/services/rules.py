"""Changing the rules: the offsets are data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from directory.models import User
from directory.unit import locked, unit_of_work
from reminders.models import ReminderRule
from reminders.policy import require_operator


def change_rule(
    *,
    rule_id: int,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    version: int | None = None,
) -> ReminderRule:
    """Change a rule; what is planned already stays planned.

    Raises NotPermitted, or Conflict when the rule is not the version that the actor saw.
    """
    require_operator(actor)
    with unit_of_work("reminder_rule.change", actor=actor, now=now) as work:
        rule = locked(ReminderRule.objects.all(), rule_id, version=version)
        return work.change(rule, **values)


def add_rule(*, values: Mapping[str, Any], actor: User, now: datetime) -> ReminderRule:
    """Add a rule. Raises NotPermitted."""
    require_operator(actor)
    with unit_of_work("reminder_rule.add", actor=actor, now=now) as work:
        return work.create(ReminderRule(**values))
