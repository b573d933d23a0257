"""The indicator tables of a document under review, into the register row by row as chosen."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import unit_of_work
from plans.models import PlanSection
from plans.services.indicators import indicator_of, put_indicators
from plans.services.intake import locked_intake

LONGEST = {
    "table": 200,
    "box": 12,
    "category": 80,
    "group": 120,
    "number": 12,
    "name": 200,
    "unit": 60,
    "base_text": 120,
    "target_text": 120,
    "growth_text": 120,
}


def register_indicators(
    *, intake_id: int, chosen: Collection[int], actor: User, now: datetime
) -> int:
    """Put the chosen rows of the indicator tables, by their place in the reading, into the
    register beside the plan's commitments. Returns how many are new there.

    Raises Intake.DoesNotExist, NotPermitted, `intake_plan_first` before the plan itself stands in
    the register, or `intake_no_row` when nothing was chosen.
    """
    with unit_of_work("intake.register_indicators", actor=actor, now=now) as work:
        intake = locked_intake(intake_id, actor=actor)
        plan = intake.plan
        if plan is None:
            raise RuleViolation("intake_plan_first")
        rows = [row for place, row in enumerate(intake.indicators) if place in set(chosen)]
        if not rows:
            raise RuleViolation("intake_no_row", field="row")
        sections = {one.key: one for one in PlanSection.objects.filter(plan=plan)}
        given = [
            indicator_of(plan, section=sections.get(row["section"]), cells=_fitting(row))
            for row in rows
        ]
        created, _others = put_indicators(work, given, plans=[plan])
        return created


def _fitting(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells as the columns hold them."""
    return {
        name: value[: LONGEST[name]] if name in LONGEST else value for name, value in row.items()
    }
