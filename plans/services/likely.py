"""What the rows of an intake may speak of already: projects of the register, and earlier rows of
the same document. Offers to a person, never a decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from directory.models import Region, region_prefix
from plans.models import Intake, IntakeRow
from plans.rules.likeness import Index, Known, Likeness
from projects.models import Project, ProjectRegion

SAME_DOCUMENT_FROM = 0.8
"""Lists of one document repeat their words: two rows of it must be more alike to be offered."""


def set_likely(intake: Intake, rows: Iterable[IntakeRow]) -> None:
    """Find anew what each of the rows may be the same as; the caller saves `likely`."""
    rows = list(rows)
    if not rows:
        return
    city = intake.region_id
    places = _places(city)
    register = Index(places).add_all(_projects(city))
    document = Index(places).add_all(
        Known(one.pk, [one.name], one.region_codes, one.sector_id or "")
        for one in IntakeRow.objects.filter(intake=intake).exclude(state=IntakeRow.State.GONE)
    )
    placed = dict(IntakeRow.objects.filter(intake=intake).values_list("pk", "start"))
    for row in rows:
        asked: dict[str, Any] = {"regions": row.region_codes, "sector": row.sector_id or ""}
        found = [_offer("project", one) for one in register.like(row.name, city=city, **asked)]
        earlier = [
            _offer("row", one)
            for one in document.like(row.name, city=city, **asked)
            if one.score >= SAME_DOCUMENT_FROM
            and (placed.get(one.id, 0), one.id) < (row.start, row.pk)
            and one.id != row.parent_id
        ]
        row.likely = found + earlier


def _offer(kind: str, found: Likeness) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": found.id,
        "score": found.score,
        "name": found.name,
        "same_place": found.same_place,
        "same_sector": found.same_sector,
    }


def _projects(city: str) -> list[Known]:
    """The projects of the document's city; a county's document also meets its city's."""
    prefix = region_prefix(city)[:4]
    projects = Project.objects.in_register().filter(region__code__startswith=prefix)
    touched: dict[int, list[str]] = {}
    named = ProjectRegion.objects.filter(project__in=projects)
    for project_id, code in named.values_list("project_id", "region_id"):
        touched.setdefault(project_id, []).append(code)
    rows = projects.order_by("id").values_list("id", "name", "aliases", "region_id", "sector_id")
    return [
        Known(pk, [name, *aliases], touched.get(pk) or [region], sector or "")
        for pk, name, aliases, region, sector in rows
    ]


def _places(city: str) -> Sequence[str]:
    """Short names that stand before a project's own: 运城, 盐湖; the longest first."""
    within = Region.objects.filter(code__startswith=region_prefix(city)[:4])
    names = {name for names in within.values_list("name", "short_name") for name in names}
    return sorted(names, key=lambda name: (-len(name), name))
