"""From the review into the register: what was accepted, and nothing else.

An office may register in several goes: the first one makes the plan with its outline, later ones
add what has been accepted since. Projects are proposed by the same rules as those of the files.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from directory.errors import RuleViolation
from directory.models import Region, User
from directory.models.region import region_prefix
from directory.unit import UnitOfWork, unit_of_work
from plans.models import Commitment, CommitmentProject, Intake, IntakeRow, Plan, PlanSection
from plans.rules.places import cite
from plans.services.intake import locked_intake
from plans.services.likely import set_likely
from plans.services.register import Undertaking, put_into_register
from projects.models import Project
from projects.policy import Action
from projects.services.access import locked_project

State = IntakeRow.State
Choice = IntakeRow.Choice
Naming = Commitment.regions.through


@dataclass(frozen=True)
class Registered:
    """What came into the register: commitments, those of them set aside, new projects, and links
    to projects that were there."""

    plan: Plan
    commitments: int
    set_aside: int
    projects: int
    linked: int


def register(*, intake_id: int, actor: User, now: datetime) -> Registered:
    """Put the accepted rows into the register, with the commitments that are not to be tracked.

    Raises `intake_state`, `intake_head_open`, `intake_nothing_accepted`, `intake_parent_open`
    when an accepted row hangs on one that nobody has decided upon, `intake_sector_open` when its
    sector is not known, `intake_likely_open` when nobody has said whether it is a project that is
    there already, or NotPermitted when a project
    it was linked to is not the actor's to confirm.
    """
    with unit_of_work("intake.register", actor=actor, now=now) as work:
        intake = _ready(intake_id, actor)
        rows = _rows(intake)
        _check(intake, rows)
        plan = intake.plan or _make_plan(work, intake)
        made = _commit(work, plan, rows)
        linked = _link_to_present(work, plan, made, actor)
        projects, _links = put_into_register(work, _undertakings(intake, made))
        return Registered(
            plan=plan,
            commitments=len(made),
            set_aside=sum(row.state == State.SET_ASIDE for row in made),
            projects=projects,
            linked=linked,
        )


def _ready(intake_id: int, actor: User) -> Intake:
    intake = locked_intake(intake_id, actor=actor)
    if intake.state != Intake.State.REVIEW:
        raise RuleViolation("intake_state", params={"state": intake.get_state_display()})
    if intake.head_confirmed_by_id is None:
        raise RuleViolation("intake_head_open")
    return intake


def _rows(intake: Intake) -> list[IntakeRow]:
    """What is to be registered, in the order of the text."""
    enters = Q(state=State.ACCEPTED) | Q(
        state=State.SET_ASIDE, set_aside_kind=IntakeRow.SetAside.NOT_TRACKED
    )
    rows = IntakeRow.objects.select_for_update(of=("self",)).filter(enters, intake=intake)
    return list(
        rows.filter(commitment=None)
        .select_related("parent", "same_as", "sector", "project")
        .order_by("start", "end", "id")
    )


def _check(intake: Intake, rows: Sequence[IntakeRow]) -> None:
    if not rows:
        raise RuleViolation("intake_nothing_accepted")
    for row in rows:
        if row.parent and row.parent.state == State.OPEN:
            params = {"name": row.name, "parent": row.parent.name}
            raise RuleViolation("intake_parent_open", params=params)
        other = row.same_as
        if row.choice == Choice.ROW and (other is None or other.state != State.ACCEPTED):
            params = {"name": row.name, "parent": other.name if other else ""}
            raise RuleViolation("intake_parent_open", params=params)
    unsorted = [row for row in rows if row.state == State.ACCEPTED and row.sector_id is None]
    if unsorted:
        raise RuleViolation(
            "intake_sector_open", params={"count": len(unsorted), "name": unsorted[0].name}
        )
    undecided = [row for row in rows if row.state == State.ACCEPTED and not row.choice]
    # The register has gone on since the document was read.
    set_likely(intake, undecided)
    likely = [row for row in undecided if row.likely]
    if likely:
        raise RuleViolation(
            "intake_likely_open", params={"count": len(likely), "name": likely[0].name}
        )


# --- The plan -----------------------------------------------------------------------------------


def _make_plan(work: UnitOfWork, intake: Intake) -> Plan:
    plan = work.create(
        Plan(
            doc=f"{region_prefix(intake.region_id)}-{intake.pk}",
            number=intake.number,
            title=intake.title,
            issuer=intake.issuer,
            issued_on=intake.issued_on,
            region=intake.region,
            period_start=intake.period_start,
            period_end=intake.period_end,
            outlook_year=intake.outlook_year,
            revises=intake.revises,
            text=intake.text,
            sha256=hashlib.sha256(intake.text.encode("utf-8")).hexdigest(),
        )
    )
    work.change(intake, plan=plan)
    _make_outline(work, plan, intake)
    return plan


def _make_outline(work: UnitOfWork, plan: Plan, intake: Intake) -> None:
    """The sections as they were read, each after the one around it."""
    made: dict[str, PlanSection] = {}
    waiting = list(enumerate(intake.sections))
    while waiting:
        ready = [one for one in waiting if not one[1]["parent"] or one[1]["parent"] in made]
        ready = ready or waiting
        sections = [
            PlanSection(
                plan=plan,
                key=one["key"][:40],
                kind=one["kind"],
                number=one["number"][:20],
                title=one["title"][:200],
                start=one["start"],
                end=one["end"],
                order=order,
                parent=made.get(one["parent"]),
            )
            for order, one in ready
        ]
        work.create_all(sections)
        made |= {one["key"]: section for (_, one), section in zip(ready, sections, strict=True)}
        waiting = [one for one in waiting if one[1]["key"] not in made]


# --- Commitments --------------------------------------------------------------------------------


def _commit(work: UnitOfWork, plan: Plan, rows: Sequence[IntakeRow]) -> list[IntakeRow]:
    """A commitment for each row, programmes before their members."""
    outline = list(PlanSection.objects.filter(plan=plan))
    above = {row.pk: _parent(row) for row in rows}
    waiting, done = list(rows), []
    by_id = {row.pk: row for row in rows}
    while waiting:
        ready = [row for row in waiting if _stands(above[row.pk], by_id)]
        for row in ready:
            row.commitment = _commitment(plan, row, _standing_for(above[row.pk], by_id), outline)
        work.create_all([row.commitment for row in ready if row.commitment])
        done += ready
        waiting = [row for row in waiting if row not in ready]
    _name_regions(done)
    work.change_all(done, ["commitment"])
    return sorted(done, key=lambda row: (row.start, row.end, row.pk))


def _parent(row: IntakeRow) -> IntakeRow | None:
    """The programme above that enters the register; one that was set aside lets its own through."""
    step = row.parent
    while step is not None and step.commitment_id is None and step.state != State.ACCEPTED:
        step = step.parent
    return step


def _stands(parent: IntakeRow | None, by_id: Mapping[int, IntakeRow]) -> bool:
    return parent is None or _standing_for(parent, by_id) is not None


def _standing_for(parent: IntakeRow | None, by_id: Mapping[int, IntakeRow]) -> Commitment | None:
    if parent is None:
        return None
    return by_id.get(parent.pk, parent).commitment


def _commitment(
    plan: Plan, row: IntakeRow, parent: Commitment | None, outline: Sequence[PlanSection]
) -> Commitment:
    around = [one for one in outline if one.start <= row.start and row.end <= one.end]
    aside = row.state == State.SET_ASIDE
    return Commitment(
        plan=plan,
        key=f"{plan.doc}-{row.pk}",
        section=min(around, key=lambda one: (one.end - one.start, -one.order), default=None),
        box=row.box,
        box_title=row.box_title,
        group=row.group,
        name=row.name,
        quote=row.quote,
        start=row.start,
        end=row.end,
        level=row.level,
        parent=parent,
        sector=row.sector,
        facts=row.facts,
        note=row.note,
        set_aside_reason=row.set_aside_reason if aside else "",
    )


def _name_regions(rows: Iterable[IntakeRow]) -> None:
    """The regions that the register knows, in the order in which the text names them."""
    known = set(Region.objects.values_list("code", flat=True))
    Naming.objects.bulk_create(
        Naming(commitment=row.commitment, region_id=code)
        for row in rows
        for code in dict.fromkeys(row.region_codes)
        if code in known
    )


# --- Projects -----------------------------------------------------------------------------------


def _link_to_present(work: UnitOfWork, plan: Plan, rows: Sequence[IntakeRow], actor: User) -> int:
    """Rest the projects that people have named on their new commitments, confirmed by them."""
    chosen = [row for row in rows if row.state == State.ACCEPTED and row.project_id]
    for project_id in sorted({row.project_id for row in chosen if row.project_id}):
        project = locked_project(project_id, actor=actor, action=Action.CONFIRM)
        # The project's history and feed tell of it: a link has neither of its own.
        work.change(project)
    work.create_all(
        [
            CommitmentProject(
                commitment=row.commitment,
                project=row.project,
                basis=f"由{actor}核对{cite(plan.number, plan.title)}后关联"[:200],
                confirmed=True,
            )
            for row in chosen
        ]
    )
    return len(chosen)


def _undertakings(intake: Intake, rows: Sequence[IntakeRow]) -> list[Undertaking]:
    """What the document's rows come to: one undertaking for a row and those that repeat it."""
    new = {row.pk for row in rows}
    everything = (
        IntakeRow.objects.filter(intake=intake, state=State.ACCEPTED)
        .exclude(commitment=None)
        .select_related(
            "commitment__plan__region",
            "commitment__sector",
            "commitment__section",
            "commitment__parent",
        )
        .prefetch_related("commitment__regions", "commitment__projects")
        .order_by("start", "end", "id")
    )
    grouped: dict[int, list[IntakeRow]] = {}
    for row in everything:
        grouped.setdefault(row.same_as_id or row.pk, []).append(row)
    undertakings = []
    for leading, members in grouped.items():
        members.sort(key=lambda row: (row.pk != leading, row.start, row.pk))
        commitments = [row.commitment for row in members if row.commitment]
        found = [project for one in commitments for project in _projects_of(one)]
        undertakings.append(
            Undertaking(
                name=commitments[0].name,
                commitments=commitments,
                project=found[0] if found else None,
                unlinked=[
                    row.commitment
                    for row in members
                    if row.commitment and row.pk in new and not _projects_of(row.commitment)
                ],
            )
        )
    return undertakings


def _projects_of(commitment: Commitment) -> list[Project]:
    return list(commitment.projects.all())
