"""The library of plans and a plan's page: outline, boxes, and what became of each promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.db.models.functions import Length, Substr

from plans.models import Commitment, Plan, PlanSection
from plans.queries.standing import Standing, Tally, standings
from plans.querysets import CommitmentQuerySet
from plans.rules.marking import Piece, Span, marked
from projects.models import Project, ProjectDepartment
from projects.querysets import Person


@dataclass(frozen=True)
class PlanRow:
    """A plan in the library, with its figures."""

    plan: Plan
    tally: Tally


@dataclass
class OutlineEntry:
    """A part of a plan with what hangs on it; its figures hold those of its parts."""

    section: PlanSection
    tally: Tally = field(default_factory=Tally)
    parts: list["OutlineEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class PlanPage:
    """A plan's outline; `boxes` are those of its parts that are boxes 「专栏」, in order."""

    plan: Plan
    length: int
    period_over: bool
    tally: Tally
    outline: Sequence[OutlineEntry]
    boxes: Sequence[OutlineEntry]


@dataclass(frozen=True)
class ProjectStanding:
    """A project that rests on a commitment: who owes it, and by how many days it is late."""

    project: Project
    lead: ProjectDepartment | None
    days_late: int


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment with what became of it."""

    commitment: Commitment
    standing: Standing
    projects: Sequence[ProjectStanding]


@dataclass(frozen=True)
class SectionPage:
    """A part of a plan: its words, cut at the quotes (`owner` is a commitment's id), and what
    became of each."""

    plan: Plan
    section: PlanSection
    tally: Tally
    pieces: Sequence[Piece]
    rows: Sequence[CommitmentRow]


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


def plan_page(user: Person, plan_id: int, *, today: date) -> PlanPage:
    """A plan's outline with figures. Raises Plan.DoesNotExist when it does not exist for this
    person."""
    plan = _plan(user, plan_id)
    commitments = Commitment.objects.filter(plan=plan)
    standing = standings(user, commitments, today=today)
    entries = {
        section.pk: OutlineEntry(section)
        for section in PlanSection.objects.filter(plan=plan).order_by("order", "id")
    }
    whole = Tally()
    for pk, section_id in commitments.order_by().values_list("id", "section_id"):
        whole.add(standing[pk])
        for entry in _upwards(entries, section_id):
            entry.tally.add(standing[pk])
    for entry in entries.values():
        above = entries.get(entry.section.parent_id or 0)
        if above is not None:
            above.parts.append(entry)
    kinds = PlanSection.Kind
    return PlanPage(
        plan=plan,
        length=plan.length,  # type: ignore[attr-defined]
        period_over=plan.period_end is not None and plan.period_end < today.year,
        tally=whole,
        outline=[entry for entry in entries.values() if entry.section.parent_id is None],
        boxes=[entry for entry in entries.values() if entry.section.kind == kinds.BOX],
    )


def section_page(user: Person, plan_id: int, section_id: int, *, today: date) -> SectionPage:
    """A box, group or section: its text with the quotes marked, and what became of each.

    Raises Plan.DoesNotExist or PlanSection.DoesNotExist.
    """
    plan = _plan(user, plan_id)
    section = PlanSection.objects.select_related("parent").get(plan=plan, pk=section_id)
    within = Commitment.objects.filter(plan=plan).within(section.start, section.end)
    rows = commitment_rows(user, within, today=today)
    tally = Tally()
    for row in rows:
        tally.add(row.standing)
    spans = [Span(row.commitment.start, row.commitment.end, row.commitment.pk) for row in rows]
    text = text_slice(user, plan_id, start=section.start, end=section.end)
    return SectionPage(
        plan=plan,
        section=section,
        tally=tally,
        pieces=marked(text, start=section.start, spans=spans),
        rows=rows,
    )


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
        commitments.select_related("plan", "section", "sector", "parent", "verdict")
        .defer("plan__text")
        .prefetch_related(Prefetch("projects", projects, "shown_projects"), "regions")
        .order_by("plan_id", "start", "end", "id")
    )
    standing = standings(user, commitments, today=today)
    return [
        CommitmentRow(
            commitment=row,
            standing=standing[row.pk],
            projects=[
                _project_standing(project, today=today)
                for project in row.shown_projects  # type: ignore[attr-defined]
            ],
        )
        for row in rows
    ]


def text_slice(user: Person, plan_id: int, *, start: int, end: int) -> str:
    """A stretch of a plan's text by offsets in code points, cut in the database: a page shows a
    box and not the book. Raises Plan.DoesNotExist."""
    cut = Substr("text", max(start, 0) + 1, max(end - max(start, 0), 0))
    text: str = Plan.objects.visible_to(user).values_list(cut, flat=True).get(pk=plan_id)
    return text


def _plan(user: Person, plan_id: int) -> Plan:
    plans = Plan.objects.visible_to(user).without_text().select_related("region")
    return plans.annotate(length=Length("text")).get(pk=plan_id)


def _upwards(entries: Mapping[int, OutlineEntry], section_id: int | None) -> list[OutlineEntry]:
    """A part of the outline and all that it stands in."""
    found = []
    while section_id is not None:
        found.append(entries[section_id])
        section_id = entries[section_id].section.parent_id
    return found


def _project_standing(project: Project, *, today: date) -> ProjectStanding:
    leads: list[ProjectDepartment] = project.leads  # type: ignore[attr-defined]
    late = (today - project.next_due_on).days if project.next_due_on else 0
    return ProjectStanding(project, leads[0] if leads else None, max(late, 0))
