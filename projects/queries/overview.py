"""The overview: how many projects stand where, what is overdue by whom, what comes next.

Every figure is counted over the same rows that the lists show for the same filters, so that a
figure and the list behind it agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from directory.models import User
from projects.models import Kind, Light, Milestone, Project, ProjectDepartment, Status
from projects.querysets import (
    MilestoneQuerySet,
    ProjectQuerySet,
    awaiting_closing_q,
    late_q,
    owns_region,
    without_schedule_q,
)

AHEAD = timedelta(days=30)
Part = ProjectDepartment.Part


@dataclass(frozen=True)
class OverdueCell:
    """Overdue milestones of one department in one region."""

    department_id: int | None
    department: str
    region_code: str
    region: str
    milestones: int


@dataclass(frozen=True)
class Overview:
    """Counts of projects (programmes and tasks apart, so that nothing counts twice)."""

    status_by_light: Mapping[str, Mapping[str, int]]
    programmes: int
    tasks: int
    late: int
    without_schedule: int
    awaiting_closing: int
    unconfirmed: int
    overdue: Sequence[OverdueCell]
    overdue_milestones: int
    due_soon: int

    @property
    def total(self) -> int:
        return sum(sum(row.values()) for row in self.status_by_light.values())

    def of_status(self, status: str) -> int:
        return sum(self.status_by_light[status].values())

    def of_light(self, light: str) -> int:
        return sum(row[light] for row in self.status_by_light.values())


def scope(user: User, *, region: str | None = None) -> ProjectQuerySet:
    """The projects that a person's overview counts: their own, or those of a region that they
    ask for and may see."""
    if region is None:
        return Project.objects.in_scope_of(user)
    if owns_region(user, region):
        return Project.objects.in_register().in_region(region)
    return Project.objects.visible_to(user).in_region(region)


def milestones_in_scope(user: User, *, region: str | None = None) -> MilestoneQuerySet:
    if region is None:
        return Milestone.objects.in_scope_of(user)
    if owns_region(user, region):
        return Milestone.objects.in_register().in_region(region)
    return Milestone.objects.visible_to(user).in_region(region)


def overview(user: User, *, today: date, region: str | None = None) -> Overview:
    """What stands on a person's first page, in two statements: one pass over the projects, one
    over the milestones that are due."""
    groups = _groups(scope(user, region=region), today=today)
    cells, due_soon = _due(milestones_in_scope(user, region=region), today=today)
    return Overview(
        status_by_light=_status_by_light(groups),
        programmes=sum(row["count"] for row in groups if row["kind"] == Kind.PROGRAMME),
        tasks=sum(row["count"] for row in groups if row["kind"] == Kind.TASK),
        **{
            name: sum(row[name] for row in groups if row["kind"] == Kind.PROJECT)
            for name in ("late", "without_schedule", "awaiting_closing", "unconfirmed")
        },
        overdue=cells,
        overdue_milestones=sum(cell.milestones for cell in cells),
        due_soon=due_soon,
    )


def first_due_soon(
    user: User, *, today: date, region: str | None = None, limit: int = 10
) -> list[Milestone]:
    """The milestones that are due next, with the three names that are shown of each."""
    rows = milestones_in_scope(user, region=region).due_between(today, today + AHEAD)
    return list(
        rows.select_related("project", "department")
        .only(
            "name",
            "due_on",
            "critical",
            "project__name",
            "project__region",
            "department__short_name",
        )
        .order_by("due_on", "id")[:limit]
    )


def _groups(projects: ProjectQuerySet, *, today: date) -> Sequence[Mapping[str, Any]]:
    """Projects counted by kind, status and light, with the single figures of each group.

    Confirmed leads are asked for as a set: PostgreSQL hashes it once, where `unconfirmed_q`,
    made for a page of rows, would be looked up for every project.
    """
    confirmed = ProjectDepartment.objects.filter(part=Part.LEAD, confirmed=True)
    return list(
        projects.order_by()
        .values("kind", "status", "light")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=late_q(today)),
            without_schedule=Count("pk", filter=without_schedule_q()),
            awaiting_closing=Count("pk", filter=awaiting_closing_q(today)),
            unconfirmed=Count("pk", filter=~Q(pk__in=confirmed.values("project"))),
        )
    )


def _due(milestones: MilestoneQuerySet, *, today: date) -> tuple[list[OverdueCell], int]:
    """Overdue milestones by department × region, and how many are due in the next days; a
    project over several counties stands in the row of its city."""
    rows = (
        milestones.open()
        .filter(due_on__lte=today + AHEAD)
        .order_by()
        # Grouped by the keys alone: with the names among them PostgreSQL sorts every milestone.
        .values_list("department", "region")
        .annotate(
            department_code=Min("department__code"),
            department_name=Min("department__name"),
            region_name=Min("region__name"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            soon=Count("pk", filter=Q(due_on__gte=today)),
        )
    )
    owed, due_soon = [], 0
    for department, region, code, name, region_name, overdue, soon in rows:
        due_soon += soon
        if overdue:
            # Whoever owes nothing by name comes last.
            place = (code is None, code, region)
            owed.append((place, OverdueCell(department, name or "", region, region_name, overdue)))
    return [cell for _, cell in sorted(owed, key=lambda one: one[0])], due_soon


def _status_by_light(groups: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = {
        status: dict.fromkeys(Light.values, 0) for status in Status.values
    }
    for row in groups:
        if row["kind"] == Kind.PROJECT:
            table[row["status"]][row["light"]] = row["count"]
    return table
