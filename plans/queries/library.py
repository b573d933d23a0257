"""The library of plans with their figures, and rows of commitments with what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from plans.models import Commitment, Plan
from plans.queries.standing import Standing, Tally, standings
from plans.querysets import CommitmentQuerySet
from projects.models import Project, ProjectDepartment
from projects.querysets import Person


@dataclass(frozen=True)
class PlanRow:
    """A plan in the library, with its figures."""

    plan: Plan
    tally: Tally


@dataclass(frozen=True)
class ProjectStanding:
    """A project that rests on a commitment: who owes it, by how many days it is late, and the
    link between the two."""

    project: Project
    lead: ProjectDepartment | None
    days_late: int
    link_id: int


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment with what became of it."""

    commitment: Commitment
    standing: Standing
    projects: Sequence[ProjectStanding]


def library(user: Person, *, today: date) -> list[PlanRow]:
    """The plans that a person may read, by region and document, with the figures of each."""
    plans = list(
        Plan.objects.visible_to(user)
        .without_text()
        .select_related("region")
        .order_by("region_id", "doc", "id")
    )
    commitments = Commitment.objects.filter(plan__in=plans)
    standing = standings(user, commitments, today=today)
    tallies = {plan.pk: Tally() for plan in plans}
    for pk, plan_id in commitments.order_by().values_list("id", "plan_id"):
        tallies[plan_id].add(standing[pk])
    return [PlanRow(plan, tallies[plan.pk]) for plan in plans]


def commitment_rows(
    user: Person, commitments: CommitmentQuerySet, *, today: date
) -> list[CommitmentRow]:
    """The commitments in the order of the text, each with its projects as they stand today."""
    leads = ProjectDepartment.objects.filter(part=ProjectDepartment.Part.LEAD)
    projects = (
        Project.objects.visible_to(user)
        .order_by("code", "id")
        .prefetch_related(Prefetch("parties", leads.select_related("department"), "leads"))
    )
    rows = (
        commitments.select_related("plan__region", "section", "sector", "parent", "verdict")
        .defer("plan__text")
        .prefetch_related(Prefetch("projects", projects, "shown_projects"), "links", "regions")
        .order_by("plan_id", "start", "end", "id")
    )
    standing = standings(user, commitments, today=today)
    return [
        CommitmentRow(
            commitment=row,
            standing=standing[row.pk],
            projects=[
                _project_standing(row, project, today=today)
                for project in row.shown_projects  # type: ignore[attr-defined]
            ],
        )
        for row in rows
    ]


def _project_standing(row: Commitment, project: Project, *, today: date) -> ProjectStanding:
    leads: list[ProjectDepartment] = project.leads  # type: ignore[attr-defined]
    late = (today - project.next_due_on).days if project.next_due_on else 0
    link = next(one for one in row.links.all() if one.project_id == project.pk)
    return ProjectStanding(project, leads[0] if leads else None, max(late, 0), link.pk)
