"""What is overdue, by whom, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min

from projects.querysets import MilestoneQuerySet

GROUPS = {
    "department": ("department__code", "department__name", "department"),
    "region": ("region", "region__name", "region"),
    "sector": ("project__sector", "project__sector__name", "project__sector"),
}


@dataclass(frozen=True)
class OverdueGroup:
    """How much one department (region, sector) owes past its dates."""

    key: str | int | None
    name: str
    milestones: int
    projects: int
    oldest_due_on: date
    days_late: int


def overdue_rows(milestones: MilestoneQuerySet, *, today: date) -> MilestoneQuerySet:
    """Overdue milestones with what a list shows of them, the longest overdue first."""
    return (
        milestones.overdue(today)
        .select_related("project", "project__sector", "department", "region")
        .order_by("due_on", "id")
    )


def overdue_groups(overdue: MilestoneQuerySet, *, today: date, by: str) -> Sequence[OverdueGroup]:
    """Overdue milestones (the caller has narrowed to them) grouped by department, region or
    sector, most first.

    `by` is a key of GROUPS.
    """
    order, name, key = GROUPS[by]
    rows = (
        overdue.order_by()
        .values(group_key=F(key))
        .annotate(
            group_name=Min(name),
            group_order=Min(order),
            count=Count("id"),
            projects=Count("project", distinct=True),
            oldest=Min("due_on"),
        )
        .order_by("-count", "group_order")
    )
    return [
        OverdueGroup(
            key=row["group_key"],
            name=row["group_name"] or "",
            milestones=row["count"],
            projects=row["projects"],
            oldest_due_on=row["oldest"],
            days_late=(today - row["oldest"]).days,
        )
        for row in rows
    ]
