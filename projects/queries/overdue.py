"""What is overdue, by whom, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model

from directory.models import Department, Region
from projects.models import Sector
from projects.querysets import MilestoneQuerySet


@dataclass(frozen=True)
class Grouping:
    """By what milestones are grouped: the field, and the model that gives the groups' names."""

    field: str
    named_by: type[Model]


GROUPS = {
    "department": Grouping("department", Department),
    "region": Grouping("region", Region),
    "sector": Grouping("project__sector", Sector),
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

    `by` is a key of GROUPS. The ORM chooses the rows; they are grouped before the names join,
    which the ORM cannot say: it would join every milestone first.
    """
    grouping = GROUPS[by]
    chosen = overdue.order_by().values_list(grouping.field, "project_id", "due_on")
    try:
        sql, params = chosen.query.sql_with_params()
    except EmptyResultSet:
        return []
    table, column = grouping.named_by._meta.db_table, grouping.named_by._meta.pk.column
    with connection.cursor() as cursor:
        # Put together from the ORM's own SQL and names of our own models.
        cursor.execute(
            "WITH owed AS ("  # noqa: S608
            " SELECT key, count(*) AS milestones, count(DISTINCT project) AS projects,"
            f" min(due_on) AS oldest FROM ({sql}) AS rows (key, project, due_on) GROUP BY key"
            ") SELECT owed.key, coalesce(named.name, ''), milestones, projects, oldest"
            f" FROM owed LEFT JOIN {table} AS named ON named.{column} = owed.key"
            " ORDER BY milestones DESC, named.code",
            params,
        )
        return [
            OverdueGroup(key, name, milestones, projects, oldest, (today - oldest).days)
            for key, name, milestones, projects, oldest in cursor.fetchall()
        ]
