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
from projects.querysets import MilestoneQuerySet, ProjectQuerySet

AHEAD = timedelta(days=30)


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
    rows = scope(user, region=region)
    projects = rows.filter(kind=Kind.PROJECT)
    milestones = milestones_in_scope(user, region=region)
    due_soon = milestones.due_between(today, today + AHEAD)
    tallies = rows.aggregate(
        programmes=Count("id", filter=Q(kind=Kind.PROGRAMME)),
        tasks=Count("id", filter=Q(kind=Kind.TASK)),
    )
    overdue = overdue_matrix(milestones, today=today)
    return Overview(
        status_by_light=_status_by_light(projects),
        programmes=tallies["programmes"],
        tasks=tallies["tasks"],
        late=projects.late(today).count(),
        without_schedule=projects.without_schedule().count(),
        awaiting_closing=projects.awaiting_closing(today).count(),
        unconfirmed=projects.unconfirmed().count(),
        overdue=overdue,
        overdue_milestones=sum(cell.milestones for cell in overdue),
        due_soon=due_soon.count(),
        due_soon_first=list(
            due_soon.select_related("project", "department").order_by("due_on", "id")[:10]
        ),
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
