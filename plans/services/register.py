"""The projects that rest on what the plans promise, proposed by rule for the plan office.

Run by setup at every start. A commitment that has a project, or had one that people took away,
is left alone: a second run touches nothing, and nothing that people changed is overwritten.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from directory.models import Department, Zone
from directory.models.region import region_prefix
from directory.services.fixture_files import Loaded
from directory.unit import UnitOfWork, unit_of_work
from plans.models import Commitment, CommitmentProject
from plans.rules import proposals
from plans.rules.places import cite, place
from plans.rules.proposals import KnownZone, PlanFacts, Promise, Proposal
from plans.services.library import PLANS, library_rows
from plans.services.undertakings import SAME_UNDERTAKING, Undertakings, read_undertakings
from projects.models import Project, ProjectDepartment, ProjectRegion
from projects.services.lights import settle_all
from projects.services.projects import next_code, sort_key


@dataclass(eq=False)
class Undertaking:
    """One thing to do, with all the commitments that name it; the first one leads."""

    name: str
    commitments: Sequence[Commitment]
    project: Project | None = None
    proposal: Proposal | None = None
    unlinked: list[Commitment] = field(default_factory=list)

    @property
    def leading(self) -> Commitment:
        return self.commitments[0]


def load_register(
    *,
    now: datetime,
    decisions: Path = SAME_UNDERTAKING,
    folder: Path = PLANS,
) -> Loaded:
    """Propose a project for each undertaking of the plans' files that has none.

    Raises `file_row` when the decisions on what is the same name a commitment that is none.
    """
    with unit_of_work("plans.load_register", actor=None, now=now) as work:
        keys = {row.text("id") for row in library_rows(folder)}
        decided = read_undertakings(decisions, keys)
        undertakings = _undertakings(_commitments(keys), decided)
        projects, links = put_into_register(work, undertakings)
        return Loaded({"projects": projects, "links": links})


def put_into_register(work: UnitOfWork, undertakings: Sequence[Undertaking]) -> tuple[int, int]:
    """Propose a project for each undertaking that has none, and link what is not linked yet.

    Returns how many projects and how many links were made.
    """
    new = [one for one in undertakings if len(one.unlinked) == len(one.commitments)]
    _propose(new)
    _create(work, new, undertakings)
    return len(new), _link(work, undertakings)


def _commitments(keys: Collection[str]) -> list[Commitment]:
    """The commitments of the files that nobody has set aside, in the order of their keys."""
    rows = Commitment.objects.real().filter(key__in=keys, set_aside_reason="")
    rows = rows.select_related("plan__region", "section", "sector", "parent").defer("plan__text")
    return sorted(rows.prefetch_related("regions"), key=_in_order)


def _in_order(commitment: Commitment) -> tuple[bool, str, int]:
    """The boxes of all plans, then what only their running text names."""
    return not commitment.box, commitment.key, commitment.pk


def _undertakings(commitments: Sequence[Commitment], decided: Undertakings) -> list[Undertaking]:
    """Group the commitments, and see what has become of each."""
    projects: dict[int, list[Project]] = {}
    for link in CommitmentProject.objects.select_related("project").order_by("id"):
        projects.setdefault(link.commitment_id, []).append(link.project)
    # A link that people took away stays away: the history knows that it was there.
    events = CommitmentProject.pgh_event_model.objects  # type: ignore[attr-defined]
    once_linked = set(events.order_by().values_list("commitment_id", flat=True).distinct())
    grouped: dict[str, list[Commitment]] = {}
    for commitment in commitments:
        grouped.setdefault(decided.leading(commitment.key), []).append(commitment)
    undertakings = []
    for key, members in grouped.items():
        members.sort(key=lambda one: (one.key != key, one.key))
        found = [project for one in members for project in projects.get(one.pk, [])]
        undertakings.append(
            Undertaking(
                name=decided.names.get(key, members[0].name),
                commitments=members,
                project=found[0] if found else None,
                unlinked=[one for one in members if one.pk not in once_linked],
            )
        )
    return undertakings


# --- Proposing ----------------------------------------------------------------------------------


def _propose(new: Iterable[Undertaking]) -> None:
    zones = [
        KnownZone(zone.code, zone.region_id, frozenset([zone.name, zone.short_name, *zone.aliases]))
        for zone in Zone.objects.all()
    ]
    for undertaking in new:
        undertaking.proposal = proposals.propose(_promise(undertaking), zones)


def _promise(undertaking: Undertaking) -> Promise:
    commitment = undertaking.leading
    plan = commitment.plan
    ends = [one.plan.period_end for one in undertaking.commitments if one.plan.period_end]
    return Promise(
        name=undertaking.name,
        level=commitment.level,
        regions=list(_regions(undertaking)),
        facts=_facts(undertaking),
        plan=PlanFacts(
            region=plan.region_id,
            region_level=plan.region.level,
            period_end=max(ends, default=None),
        ),
    )


def _regions(undertaking: Undertaking) -> dict[str, None]:
    """The regions that any of its quotes names."""
    named = (region.code for one in undertaking.commitments for region in one.regions.all())
    return dict.fromkeys(named)


def _facts(undertaking: Undertaking) -> dict[str, Any]:
    """What any of its quotes says; what the leading one says goes before."""
    said = [(key, value) for one in undertaking.commitments for key, value in one.facts.items()]
    return dict(reversed(said))


# --- Writing ------------------------------------------------------------------------------------


def _create(
    work: UnitOfWork, new: Sequence[Undertaking], all_of_them: Sequence[Undertaking]
) -> None:
    """Programmes before their members; codes in the order of the boxes."""
    codes = _codes(new)
    by_commitment = {member.pk: one for one in all_of_them for member in one.commitments}
    waiting = list(new)
    while waiting:
        open_yet = set(waiting)
        ready = [one for one in waiting if _above(one, by_commitment) not in open_yet]
        for one in ready:
            above = _above(one, by_commitment)
            one.project = _project(one, codes[one.leading.key], above.project if above else None)
        work.create_all([one.project for one in ready if one.project])
        waiting = [one for one in waiting if one.project is None]
    work.create_all(list(_touched(new)))
    work.create_all(list(_leads(new)))
    settle_all(work, [one.project for one in new if one.project])


def _codes(new: Sequence[Undertaking]) -> dict[str, str]:
    """`1408-0001` and on, by the city that promises, in a stable order."""
    numbers: dict[str, int] = {}
    codes = {}
    for one in sorted(new, key=lambda undertaking: _in_order(undertaking.leading)):
        city = one.leading.plan.region_id
        if city not in numbers:
            numbers[city] = int(next_code(city).rpartition("-")[2])
        codes[one.leading.key] = f"{region_prefix(city)[:4]}-{numbers[city]:04d}"
        numbers[city] += 1
    return codes


def _above(
    undertaking: Undertaking, by_commitment: Mapping[int, Undertaking]
) -> Undertaking | None:
    return by_commitment.get(undertaking.leading.parent_id or 0)


def _project(undertaking: Undertaking, code: str, parent: Project | None) -> Project:
    proposal = undertaking.proposal
    assert proposal is not None
    names = [one.name for one in undertaking.commitments if one.name != proposal.name]
    return Project(
        code=code,
        name=proposal.name,
        aliases=list(dict.fromkeys(names)),
        name_sort=sort_key(proposal.name),
        kind=proposal.kind,
        parent=parent,
        sector=undertaking.leading.sector,
        nature=proposal.nature,
        level=proposal.level,
        content=proposal.content,
        total_investment=proposal.total_investment,
        region_id=proposal.region,
        zone_id=proposal.zone,
        place=proposal.place,
        status=proposal.status,
        status_basis=proposal.status_basis,
        plan_period_end=proposal.plan_period_end,
        # A plan is a public document, and so is what stands in it.
        disclosed=True,
    )


def _touched(new: Iterable[Undertaking]) -> Iterable[ProjectRegion]:
    for one in new:
        assert one.proposal is not None
        for code in one.proposal.touched:
            yield ProjectRegion(project=one.project, region_id=code)


def _leads(new: Iterable[Undertaking]) -> Iterable[ProjectDepartment]:
    """The department that the text names, or that the sector proposes, in the plan's region."""
    departments = list(Department.objects.filter(active=True).order_by("code"))
    by_function = {(one.region_id, one.function): one for one in departments}
    by_name = {(one.region_id, name): one for one in departments for name in _names(one)}
    for one in new:
        commitment = one.leading
        region, sector = commitment.plan.region_id, commitment.sector
        words = str(commitment.facts.get("lead", ""))
        department = by_name.get((region, words))
        basis = proposals.named_lead_basis(words)
        if department is None and sector is not None:
            department = by_function.get((region, sector.lead_function))
            basis = proposals.lead_basis(sector.name, department.name) if department else ""
        if department is not None:
            yield ProjectDepartment(
                project=one.project,
                department=department,
                part=ProjectDepartment.Part.LEAD,
                basis=basis,
            )


def _names(department: Department) -> tuple[str, str]:
    return department.name, department.short_name


def _link(work: UnitOfWork, undertakings: Iterable[Undertaking]) -> int:
    links = [
        CommitmentProject(
            commitment=commitment,
            project=one.project,
            basis=proposals.link_basis(_place(commitment)),
        )
        for one in undertakings
        if one.project is not None
        for commitment in one.unlinked
    ]
    work.create_all(links)
    return len(links)


def _place(commitment: Commitment) -> str:
    plan = commitment.plan
    return place(
        cite(plan.number, plan.title),
        box=commitment.box,
        group=commitment.group,
        section=commitment.section.title if commitment.section else "",
        name=commitment.name,
    )
