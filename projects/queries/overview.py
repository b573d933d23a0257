"""The overview: how many projects stand where, what is overdue by whom, what comes next.

Every figure is counted over the same rows that the lists show for the same filters, so that a
figure and the list behind it agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from directory.models import User
from projects.models import Kind, Light, Milestone, Project, Status
from projects.querysets import (
    MilestoneQuerySet,
    ProjectQuerySet,
    awaiting_closing_q,
    late_q,
    unconfirmed_q,
    without_schedule_q,
)

AHEAD = timedelta(days=30)
FIRST = 10


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
    due_soon_first: Sequence[Milestone]

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
    return Project.objects.visible_to(user).in_region(region)


def milestones_in_scope(user: User, *, region: str | None = None) -> MilestoneQuerySet:
    if region is None:
        return Milestone.objects.in_scope_of(user)
    return Milestone.objects.visible_to(user).in_region(region)


def overview(user: User, *, today: date, region: str | None = None) -> Overview:
    """What stands on a person's first page, in a fixed number of queries."""
    projects = scope(user, region=region)
    milestones = milestones_in_scope(user, region=region)
    due_soon = milestones.due_between(today, today + AHEAD)
    overdue = overdue_matrix(milestones, today=today)
    return Overview(
        status_by_light=_status_by_light(projects.filter(kind=Kind.PROJECT)),
        **_tallies(projects, today=today),
        overdue=overdue,
        overdue_milestones=sum(cell.milestones for cell in overdue),
        due_soon=due_soon.count(),
        due_soon_first=list(_with_names(due_soon).order_by("due_on", "id")[:FIRST]),
    )


def _tallies(projects: ProjectQuerySet, *, today: date) -> Mapping[str, int]:
    """The single figures, counted in one pass over the rows."""
    only_projects = Q(kind=Kind.PROJECT)
    return projects.aggregate(
        programmes=Count("pk", filter=Q(kind=Kind.PROGRAMME)),
        tasks=Count("pk", filter=Q(kind=Kind.TASK)),
        late=Count("pk", filter=only_projects & late_q(today)),
        without_schedule=Count("pk", filter=only_projects & without_schedule_q()),
        awaiting_closing=Count("pk", filter=only_projects & awaiting_closing_q(today)),
        unconfirmed=Count("pk", filter=only_projects & unconfirmed_q()),
    )


def _with_names(milestones: MilestoneQuerySet) -> MilestoneQuerySet:
    """With what the overview shows of a milestone: its own columns and three names."""
    return milestones.select_related("project", "department").only(
        "name", "due_on", "critical", "project__name", "project__region", "department__short_name"
    )


def overdue_matrix(milestones: MilestoneQuerySet, *, today: date) -> list[OverdueCell]:
    """Overdue milestones by department × region; a project over several counties stands in the
    row of its city."""
    rows = (
        milestones.overdue(today)
        .order_by("department__code", "region")
        .values_list("department", "department__name", "region", "region__name")
        .annotate(Count("id"))
    )
    return [
        OverdueCell(department, name or "", code, region, count)
        for department, name, code, region, count in rows
    ]


def _status_by_light(projects: ProjectQuerySet) -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = {
        status: dict.fromkeys(Light.values, 0) for status in Status.values
    }
    rows = projects.order_by().values_list("status", "light").annotate(Count("id"))
    for status, light, count in rows:
        table[status][light] = count
    return table
