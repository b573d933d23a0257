"""The indicators of the plans: as they leave the system, a plan's tables, and one with its
years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from directory.models import User
from plans import policy
from plans.models import Indicator, IndicatorYear, Plan
from plans.querysets import IndicatorQuerySet
from plans.rules.course import Aim, Course, Judgement, Way, aim_of, judge, latest
from projects.querysets import Person

KEYS = (
    *("plan", "doc", "table", "box", "section", "category", "number", "group", "order", "name"),
    *("unit", "base_year", "base_text", "base_value", "target_year", "target_text"),
    *("target_value", "growth_text", "cumulative", "further", "nature", "start", "end", "note"),
)


@dataclass(frozen=True)
class JudgedYear:
    """What an indicator reached in a year, and how that compares."""

    year: IndicatorYear
    judgement: Judgement


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with the years known of it, and how it stands by the last of them."""

    indicator: Indicator
    years: Sequence[JudgedYear]
    standing: Judgement

    @property
    def last(self) -> JudgedYear | None:
        """The last year known."""
        return self.years[-1] if self.years else None


@dataclass
class Category:
    """The rows that a table gathers under one heading."""

    name: str
    rows: list[IndicatorRow] = field(default_factory=list)


@dataclass
class IndicatorTable:
    """An indicator table of a plan, as printed."""

    title: str
    box: str
    base_year: int | None
    target_year: int | None
    heads: Sequence[str]
    has_growth: bool
    categories: list[Category] = field(default_factory=list)

    @property
    def rows(self) -> list[IndicatorRow]:
        """All its rows, in order."""
        return [row for category in self.categories for row in category.rows]

    def count(self, course: Course) -> int:
        """How many of its indicators stand so."""
        return sum(row.standing.course is course for row in self.rows)


@dataclass(frozen=True)
class PlanIndicators:
    """A plan with its indicator tables; `may_record` when the person enters what was reached."""

    plan: Plan
    tables: Sequence[IndicatorTable]
    may_record: bool


@dataclass(frozen=True)
class Point:
    """A year of the chart: what the plan asks for, and what was reached."""

    year: int
    asked: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True)
class IndicatorPage:
    """An indicator with its years, what it is held against, and the points of its chart."""

    row: IndicatorRow
    plan: Plan
    aim: Aim
    points: Sequence[Point]
    may_record: bool


def exported_indicators() -> Iterator[dict[str, Any]]:
    """A row per indicator of the real plans, cell for cell, in the order of the texts."""
    rows = Indicator.objects.real().as_printed().select_related("plan", "section")
    for row in rows.defer("plan__text"):
        cells = {key: getattr(row, key) for key in KEYS if key not in ("plan", "doc", "section")}
        cells["base_value"] = _figure(row.base_value)
        cells["target_value"] = _figure(row.target_value)
        named = {
            "plan": row.plan.number,
            "doc": row.plan.doc,
            "section": row.section.key if row.section else "",
        }
        yield {key: {**cells, **named}[key] for key in KEYS}


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def plan_indicators(user: Person, plan_id: int) -> PlanIndicators:
    """A plan's indicator tables. Raises Plan.DoesNotExist when it does not exist for this
    person."""
    plan = Plan.objects.visible_to(user).without_text().select_related("region").get(pk=plan_id)
    tables: dict[tuple[str, str], IndicatorTable] = {}
    for row in _rows(Indicator.objects.filter(plan=plan)):
        one = row.indicator
        table = tables.setdefault((one.box, one.table), _table_of(one))
        table.has_growth = table.has_growth or bool(one.growth_text)
        if not table.categories or table.categories[-1].name != one.category:
            table.categories.append(Category(one.category))
        table.categories[-1].rows.append(row)
    return PlanIndicators(plan, list(tables.values()), _may_record(user, plan))


def _table_of(first: Indicator) -> IndicatorTable:
    heads = [head for head, _ in first.further]
    return IndicatorTable(
        first.table, first.box, first.base_year, first.target_year, heads, has_growth=False
    )


def indicator_page(user: Person, indicator_id: int) -> IndicatorPage:
    """One indicator. Raises Indicator.DoesNotExist when it does not exist for this person."""
    found = Indicator.objects.visible_to(user).filter(pk=indicator_id)
    rows = found.select_related("plan__region", "section").defer("plan__text")
    row = next(iter(_rows(rows)), None)
    if row is None:
        raise Indicator.DoesNotExist
    plan = row.indicator.plan
    aim = aim_of(row.indicator.facts())
    return IndicatorPage(row, plan, aim, _points(row, aim), _may_record(user, plan))


def _rows(indicators: IndicatorQuerySet) -> list[IndicatorRow]:
    years = IndicatorYear.objects.order_by("year", "id")
    rows = indicators.as_printed().prefetch_related(Prefetch("years", queryset=years))
    return [_row(indicator) for indicator in rows]


def _row(indicator: Indicator) -> IndicatorRow:
    facts, years = indicator.facts(), list(indicator.years.all())
    judged = [JudgedYear(one, judge(facts, one.year, one.text)) for one in years]
    return IndicatorRow(indicator, judged, latest(facts, {one.year: one.text for one in years}))


def _points(row: IndicatorRow, aim: Aim) -> list[Point]:
    """Every year from the base, or the first known, to the target, or the last known."""
    one = row.indicator
    reached: Mapping[int, Decimal | None] = {
        known.year.year: known.year.value for known in row.years
    }
    named = [year for year in (one.base_year, one.target_year) if year is not None]
    all_years = [*named, *reached]
    if not all_years:
        return []
    span = range(min(all_years), max(all_years) + 1)
    return [Point(year, _asked(one, aim, year), _reached(one, aim, reached, year)) for year in span]


def _asked(indicator: Indicator, aim: Aim, year: int) -> Decimal | None:
    if year == aim.base_year and aim.base is not None:
        return aim.base
    begun = aim.base_year is None or year > aim.base_year
    return aim.asked_in(year) if begun else None


def _reached(
    indicator: Indicator, aim: Aim, known: Mapping[int, Decimal | None], year: int
) -> Decimal | None:
    if year in known:
        return known[year]
    if aim.way is Way.YEARLY:
        return None  # what is held against a growth is a growth; the base is an amount
    return indicator.base_value if year == indicator.base_year else None


def _may_record(user: Person, plan: Plan) -> bool:
    return isinstance(user, User) and policy.may_record(user, plan.region)
