"""Writes the city's lines of money, its fund batches and what performing projects yield."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from directory.unit import UnitOfWork
from planner.demonstration.blueprints import CITY, dice
from planner.demonstration.figures import TEN, Figures, rounded
from planner.demonstration.lives import Life
from planner.demonstration.times import Times
from projects.models import (
    FundBatch,
    FundBatchEntry,
    FundSource,
    MoneyLine,
    PerformanceQuarter,
    Project,
)
from projects.rules.periods import Period

Line = MoneyLine.Line
SHARES = {
    "approval": (
        (FundSource.SPECIAL_BOND, "0.45"),
        (FundSource.MUNICIPAL, "0.35"),
        (FundSource.PROVINCIAL, "0.20"),
    ),
    "verification": ((FundSource.COMPANY, "0.40"), (FundSource.BANK, "0.60")),
    "filing": ((FundSource.COMPANY, "0.55"), (FundSource.BANK, "0.45")),
}
BATCHES = (
    (FundSource.CENTRAL_BUDGET, "示发改投资〔{year}〕31号中央预算内（模拟）", 260),
    (FundSource.ULTRA_LONG_BOND, "示发改投资〔{year}〕58号超长期特别国债（模拟）", 205),
    (FundSource.SPECIAL_BOND, "示财债〔{year}〕12号专项债（模拟）", 150),
)


class Money:
    """The lines are kept apart: approved, planned, received, completed, paid, statistics."""

    def __init__(self, work: UnitOfWork, times: Times, projects: Mapping[int, Project]) -> None:
        self.work, self.times, self.projects = work, times, projects

    def write(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        self.work.create_all(
            [line for life in lives for line in self._lines(life, figures[life.blueprint.number])]
        )
        self._write_batches(lives, figures)
        self._write_performance(lives)

    # --- Lines ----------------------------------------------------------------------------

    def _lines(self, life: Life, money: Figures) -> list[MoneyLine]:
        if life.schedule is None or life.schedule.approval.actual_on is None:
            return []
        lines = self._approved(life)
        lines += [
            self._line(life, Line.YEAR_PLAN, plan, year=year)
            for year in self.times.years
            if (plan := money.year_plan(year))
        ]
        chance = dice(life.blueprint.name, "money")
        registered = life.blueprint.course != "unregistered"
        strays = chance.random() < 0.08
        for period in money.completed:
            amount = money.completed_in(period)
            if not amount or period == self.times.current:
                continue
            lines.append(self._line(life, Line.COMPLETED, amount, period=period))
            paid = rounded(amount * Decimal(chance.uniform(0.68, 0.94)))
            lines.append(self._line(life, Line.PAID, paid, period=period))
            if registered:
                off = chance.uniform(0.55, 0.7) if strays else chance.uniform(0.93, 1.03)
                counted = rounded(amount * Decimal(off))
                lines.append(self._line(life, Line.STATISTICS, counted, period=period))
            if period.month % 3 == 0:
                quarter = sum(
                    money.completed_in(p)
                    for p in money.completed
                    if p.year == period.year and period.month - 3 < p.month <= period.month
                )
                received = rounded(quarter * Decimal(chance.uniform(0.85, 1.15)))
                lines.append(self._line(life, Line.RECEIVED, received, period=period))
        return lines

    def _approved(self, life: Life) -> list[MoneyLine]:
        """The approved total by source; the last source takes the rest."""
        total = rest = life.blueprint.investment
        lines = []
        sources = SHARES[life.blueprint.road]
        for source, share in sources[:-1]:
            amount = rounded(total * Decimal(share), TEN)
            rest -= amount
            lines.append(self._line(life, Line.APPROVED, amount, source=source))
        return [*lines, self._line(life, Line.APPROVED, rest, source=sources[-1][0])]

    def _line(
        self,
        life: Life,
        line: str,
        amount: Decimal,
        *,
        source: str = "",
        year: int | None = None,
        period: Period | None = None,
    ) -> MoneyLine:
        day = life.laid_on
        if period is not None:
            day = max(day, min(period.last_day, self.times.today))
        at = self.times.at(day, dice(life.blueprint.name, line, period, year, source))
        return MoneyLine(
            project=self.projects[life.blueprint.number],
            line=line,
            source=source,
            year=period.year if period else year,
            month=period.month if period else None,
            amount=amount,
            created_at=at,
            updated_at=at,
        )

    # --- Fund batches ---------------------------------------------------------------------

    def _write_batches(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        """Three batches, passed on and split within the clocks of order 10, among projects that
        have begun; only one of them pays too little."""
        begun = [
            life
            for life in lives
            if life.blueprint.road == "approval"
            and life.started_on
            and life.status_on(self.times.today) == "construction"
        ]
        short = [life for life in begun if life.blueprint.course == "unpaid"]
        others = [life for life in begun if life.blueprint.course != "unpaid"]
        for place, (source, number, days) in enumerate(BATCHES):
            members = others[place : 12 + place : 3] + (short if place == 0 else [])
            self._write_batch(source, number, days, members)

    def _write_batch(
        self, source: str, number: str, days_ago: int, members: Sequence[Life]
    ) -> None:
        calendar, chance = self.times.calendar, dice("batch", source)
        received = self.times.worked(self.times.today - timedelta(days=days_ago))
        at = self.times.at(received, chance)
        shares = [rounded(life.blueprint.investment * Decimal("0.12"), TEN) for life in members]
        batch = self.work.create(
            FundBatch(
                source=source,
                number=number.format(year=received.year),
                received_on=received,
                amount=sum(shares, Decimal(0)),
                direct=False,
                region_id=CITY,
                passed_on_on=calendar.add(received, chance.randint(4, 9)),
                split_on=calendar.add(received, chance.randint(11, 19)),
                created_at=at,
                updated_at=at,
            )
        )
        due = min(days_ago / 365, 1.0)
        entries = []
        for life, share in zip(members, shares, strict=True):
            paid = due * 0.6 if life.blueprint.course == "unpaid" else min(due + 0.12, 1.0)
            entries.append(
                FundBatchEntry(
                    batch=batch,
                    project=self.projects[life.blueprint.number],
                    amount=share,
                    paid=rounded(share * Decimal(paid)),
                    start_due_on=calendar.add(received, 60),
                    created_at=at,
                    updated_at=at,
                )
            )
        self.work.create_all(entries)

    # --- What performing projects yield ----------------------------------------------------

    def _write_performance(self, lives: Sequence[Life]) -> None:
        rows = []
        for life in lives:
            if life.operating_on is None or life.blueprint.sector[:2] not in (
                "02",
                "05",
                "06",
                "07",
            ):
                continue
            chance = dice(life.blueprint.name, "performance")
            output = life.blueprint.investment * Decimal(chance.uniform(0.12, 0.3))
            for year in self.times.years:
                for quarter in (1, 2, 3, 4):
                    last = Period(year, quarter * 3).last_day
                    if (
                        life.operating_on < Period(year, quarter * 3 - 2).first_day
                        and last < self.times.today
                    ):
                        output *= Decimal(chance.uniform(1.0, 1.18))
                        rows.append(
                            self._quarter(life, year, quarter, output, chance.randint(0, 40))
                        )
        self.work.create_all(rows)

    def _quarter(
        self, life: Life, year: int, quarter: int, output: Decimal, more: int
    ) -> PerformanceQuarter:
        return PerformanceQuarter(
            project=self.projects[life.blueprint.number],
            year=year,
            quarter=quarter,
            output=rounded(output),
            revenue=rounded(output * Decimal("0.93")),
            tax=rounded(output * Decimal("0.045")),
            jobs=int(life.blueprint.investment / 400) + 20 + more,
        )
