"""The money of the city's projects: what a year was to bring, month by month, and what it brought.

Amounts are in 万元. A year's plan follows the seasonal curve over the months in which the project
builds; what was done runs along it, a little behind or ahead, pushed at the end of each quarter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random

from planner.demonstration.blueprints import dice
from planner.demonstration.lives import Life
from planner.demonstration.times import Times
from projects.models import MilestoneKind
from projects.rules.periods import Period, period_of

TEN = Decimal(10)
ONE = Decimal(1)
BEHIND = 0.5
MAIN_WORKS = 0.58
"""The share of the works that is done when the main works are nearly finished."""
NO_CHANGE_MONTHS = (2, 3, 12)


def rounded(amount: Decimal | float, to: Decimal = ONE) -> Decimal:
    """An amount as offices write it: to the full 万元, or to ten."""
    return (Decimal(amount) / to).quantize(ONE, ROUND_HALF_UP) * to


def first_day_of(period: Period) -> date:
    """January and February are one period 「1–2月」."""
    return date(period.year, 1, 1) if period.month == 2 else period.first_day


@dataclass
class Figures:
    """Planned and completed investment of one project."""

    life: Life
    times: Times
    curve: Mapping[int, Decimal]
    completed: dict[Period, Decimal] = field(default_factory=dict)
    unchanged: set[Period] = field(default_factory=set)

    @cached_property
    def weights(self) -> Mapping[Period, Decimal]:
        """How much of the whole each month of building weighs."""
        schedule = self.life.schedule
        if schedule is None:
            return {}
        begin = period_of(schedule.start.actual_on or schedule.start.due_on)
        end = period_of(schedule.operation.actual_on or schedule.operation.due_on)
        period = max(begin, Period(self.times.first_period.year, 1))
        weights = {}
        while period <= end:
            weights[period] = self.curve[period.month] - self.curve.get(
                period.month - 1, Decimal(0)
            )
            period = period.after
        return weights

    def planned_share(self, period: Period) -> Decimal:
        """The share of the year's plan that is due by the end of a month."""
        of_year = {p: w for p, w in self.weights.items() if p.year == period.year}
        whole = sum(of_year.values(), Decimal(0))
        if not whole:
            return self.curve[period.month]
        return sum((w for p, w in of_year.items() if p <= period), Decimal(0)) / whole

    def year_plan(self, year: int) -> Decimal:
        whole = sum(self.weights.values(), Decimal(0))
        of_year = sum((w for p, w in self.weights.items() if p.year == year), Decimal(0))
        if not whole:
            return Decimal(0)
        return rounded(self.life.blueprint.investment * of_year / whole, TEN)

    def months_of(self, year: int) -> list[Decimal]:
        """The year's plan cumulated to the end of each month."""
        plan = self.year_plan(year)
        return [rounded(plan * self.planned_share(Period(year, month))) for month in range(1, 13)]

    def report(self) -> "Figures":
        """Let the works run: what each period completed since the beginning of its year."""
        chance = dice(self.life.blueprint.name, "figures")
        pace = chance.uniform(0.955, 1.07)
        current = [self.times.current] if self.times.current else []
        for period in [*self.times.periods, *current]:
            if self._builds_in(period):
                self.completed[period] = self._completed(period, pace, chance)
        return self

    def _builds_in(self, period: Period) -> bool:
        started, operating = self.life.started_on, self.life.operating_on
        if started is None or started > period.last_day:
            return False
        return operating is None or operating >= first_day_of(period)

    def _completed(self, period: Period, pace: float, chance: Random) -> Decimal:
        of_year = [amount for p, amount in self.completed.items() if p.year == period.year]
        before = max(of_year, default=Decimal(0))
        wobble = chance.uniform(-0.015, 0.015)
        rests = chance.random() < 0.25
        if rests and self._may_rest(period):
            self.unchanged.add(period)
            return before
        push = 0.02 if period.month in (3, 6, 9, 12) else 0.0
        factor = BEHIND if self._falls_behind(period) else pace + wobble + push
        share = float(self.planned_share(period)) * factor
        return max(before, rounded(self.year_plan(period.year) * Decimal(share)))

    def _may_rest(self, period: Period) -> bool:
        """Winter months in which a report without any change is believed."""
        first = period == self.times.periods[0]
        ends = self.life.operating_on is not None and self.life.operating_on <= period.last_day
        return period.month in NO_CHANGE_MONTHS and bool(self.completed) and not (first or ends)

    def _falls_behind(self, period: Period) -> bool:
        return self.life.blueprint.course == "behind" and period.year == self.times.today.year

    def completed_in(self, period: Period) -> Decimal:
        """The investment of the period alone."""
        earlier = [p for p in self.completed if p.year == period.year and p < period]
        return self.completed[period] - (self.completed[max(earlier)] if earlier else Decimal(0))

    def share_done(self, day: date) -> float:
        """How much of the works is done, 0 to 1, in step with the milestone of the main works:
        a site says nothing of roads and lawns before its structure stands."""
        operating = self.life.operating_on
        if self.life.schedule is None or self.life.started_on is None:
            return 0.0
        if operating and operating <= day:
            return 1.0
        main = [s for s in self.life.schedule.stops if s.step.kind == MilestoneKind.PROGRESS][-1]
        paid, at_main = self._share_paid(day), self._share_paid(main.actual_on or main.due_on)
        if main.actual_on is None or main.actual_on > day:
            return MAIN_WORKS * min(1.0, paid / at_main if at_main else 0.0)
        rest = (paid - at_main) / (1 - at_main) if at_main < 1 else 0.0
        return min(0.97, MAIN_WORKS + 0.02 + (0.98 - MAIN_WORKS) * max(0.0, rest))

    def _share_paid(self, day: date) -> float:
        whole = float(sum(self.weights.values(), Decimal(0)))
        past = sum((w for p, w in self.weights.items() if p.last_day <= day), Decimal(0))
        return float(past) / whole if whole else 0.0
