"""The gap list by plan, box, region and sector, and which projects a commitment may speak of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr

from directory.models import Region
from directory.models.region import region_prefix
from plans.models import Commitment
from plans.querysets import CommitmentQuerySet
from plans.rules.likeness import Index, Known
from projects.models import Project, ProjectRegion, Sector
from projects.querysets import Person

NO_BOX = "-"
"""How the running text is asked for, where a box is named otherwise."""


@dataclass(frozen=True)
class Group:
    """So many commitments of a list have something in common; `query` finds just these."""

    label: str
    query: str
    count: int


@dataclass(frozen=True)
class Likely:
    """A project that a commitment may speak of, with how like its name is, from 0 to 1."""

    project: Project
    score: float


def by_plan(rows: CommitmentQuerySet) -> list[Group]:
    """The plans that promise them."""
    found = rows.order_by("plan__region_id", "plan__doc").values_list("plan_id", "plan__title")
    return [
        Group(title, f"plan={pk}", count) for pk, title, count in found.annotate(number=Count("pk"))
    ]


def by_box(rows: CommitmentQuerySet) -> list[Group]:
    """The boxes of the plans; what stands in the running text is one group a plan."""
    firsts = rows.order_by("plan__region_id", "plan__doc", "box", "box_title")
    found = firsts.values_list(
        "plan_id", "plan__region__short_name", "plan__number", "box", "box_title"
    ).annotate(number=Count("pk"))
    groups: dict[tuple[int, str], Group] = {}
    for plan, city, number, box, title, count in found:
        before = groups.get((plan, box))
        name = " ".join(filter(None, [number or city, box, title]))
        groups[plan, box] = Group(
            before.label if before else name,
            f"plan={plan}&box={box or NO_BOX}",
            count + (before.count if before else 0),
        )
    return sorted(groups.values(), key=lambda one: -one.count)


def by_region(rows: CommitmentQuerySet) -> list[Group]:
    """The regions that they name; a city's figure holds those of its counties."""
    named: dict[str, set[int]] = defaultdict(set)
    links = Commitment.regions.through.objects.filter(commitment__in=rows)
    pairs = list(links.values_list("commitment_id", "region_id"))
    codes = {code for _pk, code in pairs}
    for pk, code in pairs:
        for above in codes:
            if code.startswith(region_prefix(above)):
                named[above].add(pk)
    regions = Region.objects.filter(code__in=codes).order_by("code")
    return [Group(one.name, f"region={one.code}", len(named[one.code])) for one in regions]


def by_sector(rows: CommitmentQuerySet) -> list[Group]:
    """The sectors of the upper level, what stands below them included."""
    found = rows.exclude(sector=None).order_by().values_list(Substr("sector_id", 1, 2))
    counts = dict(found.annotate(number=Count("pk")))
    sectors = Sector.objects.filter(code__in=counts).order_by("code")
    return [Group(one.name, f"sector={one.code}", counts[one.code]) for one in sectors]


GROUPINGS = {"plan": by_plan, "box": by_box, "region": by_region, "sector": by_sector}


def likely_projects(user: Person, commitment: Commitment) -> list[Likely]:
    """The projects of the commitment's city with a like name that are not linked to it yet, the
    likest first; offers to a person, never a decision."""
    city = commitment.plan.region_id
    projects = Project.objects.visible_to(user).in_register()
    rows = projects.filter(region__code__startswith=region_prefix(city)[:4])
    rows = rows.exclude(commitment_links__commitment=commitment)
    touched: dict[int, list[str]] = defaultdict(list)
    for pk, code in ProjectRegion.objects.filter(project__in=rows).values_list(
        "project_id", "region_id"
    ):
        touched[pk].append(code)
    index = Index(_places(city)).add_all(
        Known(pk, [name, *aliases], touched.get(pk) or [region], sector or "")
        for pk, name, aliases, region, sector in rows.order_by("id").values_list(
            "id", "name", "aliases", "region_id", "sector_id"
        )
    )
    found = index.like(
        commitment.name,
        regions=[region.code for region in commitment.regions.all()],
        sector=commitment.sector_id or "",
        city=city,
    )
    shown = rows.select_related("region").in_bulk([one.id for one in found])
    return [Likely(shown[one.id], one.score) for one in found]


def _places(city: str) -> Sequence[str]:
    """Short names that stand before a project's own: 运城, 盐湖; the longest first."""
    within = Region.objects.filter(code__startswith=region_prefix(city)[:4])
    names = {name for names in within.values_list("name", "short_name") for name in names}
    return sorted(names, key=lambda name: (-len(name), name))
