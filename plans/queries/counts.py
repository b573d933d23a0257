"""What the numbers that plans promise have come to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.models import Region, region_prefix
from plans.models import CountPromise, Plan
from plans.rules.counts import Counted, Outcome, Tallied, judge, years_owed
from projects.models import Kind, Project, ProjectRegion, Sector, Status
from projects.querysets import Person


@dataclass(frozen=True)
class CheckedRow:
    """One county of a promise, with its projects."""

    tallied: Tallied
    county: Region | None
    projects: Sequence[Project]


@dataclass(frozen=True)
class CheckedPromise:
    """A promise with what it has come to. `over` when its last year is past."""

    promise: CountPromise
    sectors: Sequence[Sector]
    outcome: Outcome
    rows: Sequence[CheckedRow]
    over: bool


def checked_promises(user: Person, plan: Plan, *, today: date) -> list[CheckedPromise]:
    """The promises of a plan counted against the projects that a person may see, in the order
    of the text. Five queries where there is a promise, else one."""
    promises = list(CountPromise.objects.filter(plan=plan).order_by("start", "id"))
    if not promises:
        return []
    counties = _counties(plan)
    sectors = {one.code: one for one in Sector.objects.order_by("code")}
    projects = {one.pk: one for one in _projects(user, plan)}
    touched = _touched(projects)
    return [_checked(one, plan, counties, sectors, projects, touched, today) for one in promises]


def _checked(
    promise: CountPromise,
    plan: Plan,
    counties: Mapping[str, Region],
    sectors: Mapping[str, Sector],
    projects: Mapping[int, Project],
    touched: Mapping[int, frozenset[str]],
    today: date,
) -> CheckedPromise:
    meant = tuple(promise.sectors)
    counted = [
        Counted(one.pk, touched[one.pk], one.started_on.year if one.started_on else None)
        for one in projects.values()
        if one.sector_id.startswith(meant)
    ]
    each = promise.scope == CountPromise.Scope.COUNTY
    outcome = judge(
        promise.number,
        counted,
        counties=list(counties) if each else None,
        years=years_owed(
            first=plan.period_start, last=promise.by_year, today=today.year, yearly=promise.yearly
        ),
    )
    return CheckedPromise(
        promise=promise,
        sectors=[sectors[code] for code in promise.sectors if code in sectors],
        outcome=outcome,
        rows=[
            CheckedRow(row, counties.get(row.county), [projects[pk] for pk in row.projects])
            for row in outcome.rows
        ],
        over=promise.by_year < today.year,
    )


def _counties(plan: Plan) -> dict[str, Region]:
    """The counties of the plan's region; of a county's plan itself."""
    within = Region.objects.filter(code__startswith=region_prefix(plan.region_id))
    rows = within.filter(level=Region.Level.COUNTY).order_by("code")
    return {one.code: one for one in rows}


def _projects(user: Person, plan: Plan) -> Sequence[Project]:
    """Projects of the plan's region that are works and have not been taken out."""
    rows = Project.objects.visible_to(user).in_register().touching(plan.region_id)
    rows = rows.filter(kind=Kind.PROJECT).exclude(status=Status.CANCELLED)
    return list(
        rows.only("id", "code", "name", "sector_id", "region_id", "started_on", "status").order_by(
            "code", "id"
        )
    )


def _touched(projects: Mapping[int, Project]) -> Mapping[int, frozenset[str]]:
    """The counties that each project touches, its own one included."""
    found: dict[int, set[str]] = defaultdict(set)
    for pk, code in ProjectRegion.objects.filter(project__in=list(projects)).values_list(
        "project_id", "region_id"
    ):
        found[pk].add(code)
    return {pk: frozenset(found[pk] | {project.region_id}) for pk, project in projects.items()}
