"""From what a plan promises to the project that is proposed for the register, by visible rules.

Nothing is invented: what the text does not say stays empty, and what a rule proposes says so in
its basis until the plan office confirms it. `docs/data.md` tells these rules to the users; the
bases are written in Chinese, because they are data that stands on the project's page.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from directory.models.region import region_prefix
from projects.models import Kind, Level, Nature, Status

NATURES = MappingProxyType(
    {
        Nature.NEW: ("新建",),
        Nature.EXTENSION: ("扩建", "改扩建", "东扩"),
        Nature.RENOVATION: (
            *("改建", "改造", "提升改造", "改造提升", "改造升级", "升级改造"),
            *("续建配套与现代化改造", "续建配套与节水改造", "现代化升级改造", "技术改造", "技改"),
            *("提质改造", "提标改造", "技术提升改造"),
        ),
        Nature.RELOCATION: ("迁建",),
        Nature.RESTORATION: ("恢复", "恢复重建"),
        Nature.PURCHASE: ("单纯购置",),
    }
)
"""「建设性质」 by the text's own words. What stands here under no nature (拆建, 改线, 建设改造)
could be more than one and is left to the plan office."""

BUILDING_NOW = frozenset({"续建", "在建", "加快建设"})
"""Words that say that works go on. 「加快推进」 「积极推进」 say what is wanted, not what is."""

LEVELS = MappingProxyType(
    {"province": Level.PROVINCIAL, "city": Level.MUNICIPAL, "county": Level.COUNTY}
)
SCALE = MappingProxyType(
    {
        "length": "全长",
        "capacity": "产能",
        "land_area": "占地面积",
        "floor_area": "建筑面积",
        "count": "数量",
        "grade": "等级",
    }
)
UNIT = MappingProxyType({"亿": Decimal(10_000), "万": Decimal(1)})
INVESTMENT = re.compile(r"约?(\d+(?:\.\d+)?)(亿|万)元")


@dataclass(frozen=True)
class PlanFacts:
    """What a proposal takes from the plan as a whole."""

    region: str
    region_level: str
    period_end: int | None


@dataclass(frozen=True)
class Promise:
    """What one commitment says."""

    name: str
    level: str
    regions: Sequence[str]
    facts: Mapping[str, Any]
    plan: PlanFacts


@dataclass(frozen=True)
class KnownZone:
    """A development zone by all the names it goes by."""

    code: str
    region: str
    names: frozenset[str]


@dataclass(frozen=True)
class Proposal:
    """A project as the rules propose it; amounts in 万元."""

    name: str
    kind: str
    level: str
    nature: str
    status: str
    status_basis: str
    region: str
    touched: Sequence[str]
    zone: str | None
    place: str
    content: str
    total_investment: Decimal | None
    plan_period_end: date | None


def propose(promise: Promise, zones: Iterable[KnownZone] = ()) -> Proposal:
    """The project that a commitment leads to."""
    zone = zone_named(promise, zones)
    status, basis = status_of(promise)
    touched = list(promise.regions) or ([zone.region] if zone else [])
    return Proposal(
        name=promise.name,
        kind=Kind(promise.level),
        level=LEVELS[promise.plan.region_level],
        nature=nature_of(promise),
        status=status,
        status_basis=basis,
        region=home_of(touched, promise.plan.region),
        touched=touched,
        zone=zone.code if zone else None,
        place=place_of(promise, zone),
        content=content_of(promise.facts),
        total_investment=investment_of(promise.facts),
        plan_period_end=period_end_of(promise.plan),
    )


def home_of(named: Sequence[str], plan_region: str) -> str:
    """The smallest region within the plan's own that holds all places named; the plan's own
    where none is named, or where one lies outside: who promises a line over the border answers
    for it, and the other side is a region that it touches."""
    own = region_prefix(plan_region)
    if not named or not all(code.startswith(own) for code in named):
        return plan_region
    prefixes = [region_prefix(code) for code in named]
    shortest = min(len(prefix) for prefix in prefixes)
    for length in (6, 4, 2):
        if length <= shortest and len({prefix[:length] for prefix in prefixes}) == 1:
            return prefixes[0][:length].ljust(6, "0")
    return plan_region


def nature_of(promise: Promise) -> str:
    """「建设性质」 where the text says it of the whole work, otherwise empty."""
    words = str(promise.facts.get("nature", ""))
    if words and f"{words}及" in promise.name:
        # The name goes on to a second work, of which these words say nothing.
        return ""
    return next((nature for nature, known in NATURES.items() if words in known), "")


def status_of(promise: Promise) -> tuple[str, str]:
    """The status in 「四库」 that is proposed, and on what it rests."""
    stage = str(promise.facts.get("stage", ""))
    if stage in BUILDING_NOW:
        return Status.CONSTRUCTION, f"按规则提出：规划原文写明“{stage}”，拟列建设库，待核实"
    words = f"规划列入（原文“{stage}”）" if stage else "规划列入"
    return Status.CONCEIVED, f"按规则提出：{words}，未见审批、核准或备案，拟列谋划库，待核实"


def lead_basis(sector: str, department: str) -> str:
    """On what a lead department rests that the sector proposes."""
    return f"按规则提出（行业→牵头部门）：行业“{sector}”，拟由{department}牵头，待确认"


def named_lead_basis(words: str) -> str:
    """On what a lead department rests that the text itself names."""
    return f"规划原文写明“{words}”，待确认"


def link_basis(place: str) -> str:
    """On what it rests that a project belongs to a commitment."""
    return f"由{place}条目生成，待确认"


def zone_named(promise: Promise, zones: Iterable[KnownZone]) -> KnownZone | None:
    """The development zone that the text names, of those in the plan's region; a name that two
    go by names none."""
    words = str(promise.facts.get("zone", ""))
    own = region_prefix(promise.plan.region)
    found = [zone for zone in zones if words in zone.names and zone.region.startswith(own)]
    return found[0] if len(found) == 1 else None


def place_of(promise: Promise, zone: KnownZone | None) -> str:
    """The place in the text's words, with the name of a zone that no row stands for."""
    words = "" if zone else str(promise.facts.get("zone", ""))
    return " ".join(filter(None, [words, str(promise.facts.get("place", ""))]))


def content_of(facts: Mapping[str, Any]) -> str:
    """「建设内容及规模」 in the text's words: the description, then the figures of the scale that
    it does not hold itself."""
    content = str(facts.get("content", ""))
    figures = [
        f"{label}：{facts[key]}"
        for key, label in SCALE.items()
        if key in facts and str(facts[key]) not in content
    ]
    return "\n".join(filter(None, [content, "；".join(figures)]))


def investment_of(facts: Mapping[str, Any]) -> Decimal | None:
    """The total investment in 万元 where the text states one amount, 「约」 included."""
    stated = INVESTMENT.fullmatch(str(facts.get("investment", "")))
    return Decimal(stated[1]) * UNIT[stated[2]] if stated else None


def period_end_of(plan: PlanFacts) -> date | None:
    """The last day of the plan's period. It is no due date: after it a project counts as
    「规划期满待核实」."""
    return date(plan.period_end, 12, 31) if plan.period_end else None
