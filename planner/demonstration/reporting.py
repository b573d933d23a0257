"""Writes the monthly rounds and the reports that went along their chain, in time or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from directory.models import Role, User
from directory.unit import UnitOfWork
from planner.demonstration.blueprints import CITY, dice, words
from planner.demonstration.cast import CLERK, DIRECTOR, SECTION_CHIEF, Cast
from planner.demonstration.figures import Figures
from planner.demonstration.lives import Life
from planner.demonstration.times import Times
from projects.models import Project, Report, ReportDecision, ReportRound, Status
from projects.rules.periods import Period

CHAIN = ("county", "head", "office")
State, Kind = Report.State, ReportDecision.Kind
QUARTERLY = (Status.CONCEIVED, Status.PERFORMING)
MONTHLY = (Status.RESERVE, Status.CONSTRUCTION)
FILLS_IN = (Role.PLAN_OFFICE, Role.COUNTY_OFFICE)


@dataclass(frozen=True)
class Told:
    """A report and the steps of its way so far."""

    report: Report
    decisions: Sequence[ReportDecision]


class Reporting:
    """The rounds and reports of two years; `told` keeps them for whoever needs the figures."""

    def __init__(
        self, work: UnitOfWork, cast: Cast, times: Times, projects: Mapping[int, Project]
    ) -> None:
        self.work, self.cast, self.times, self.projects = work, cast, times, projects
        self.rounds: dict[Period, ReportRound] = {}
        self.told: dict[int, list[Report]] = {}

    def write(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        periods = [*self.times.periods, *([self.times.current] if self.times.current else [])]
        self.rounds = {period: self._round(period) for period in periods}
        self.work.create_all(list(self.rounds.values()))
        told = [
            one
            for life in lives
            for period in periods
            if (one := self._tell(life, period, figures[life.blueprint.number])) is not None
        ]
        self.work.create_all([one.report for one in told])
        self.work.create_all([decision for one in told for decision in one.decisions])
        for one in told:
            self.told.setdefault(one.report.project_id, []).append(one.report)
        self._write_to_projects()

    def _round(self, period: Period) -> ReportRound:
        chance = dice("round", period)
        closes_on = self.times.closes_on(period)
        closed = closes_on < self.times.today
        opens_on = period.first_day.replace(day=11)
        at = self.times.at(opens_on, chance)
        return ReportRound(
            region_id=CITY,
            year=period.year,
            first_month=1 if period.month == 2 else period.month,
            month=period.month,
            opens_on=opens_on,
            due_on=self.times.due_on(period),
            chain=list(CHAIN),
            state=ReportRound.State.CLOSED if closed else ReportRound.State.OPEN,
            closed_at=self.times.at(closes_on, chance) if closed else None,
            closed_by=self.cast.people[SECTION_CHIEF] if closed else None,
            created_at=at,
            updated_at=at,
        )

    # --- One report -----------------------------------------------------------------------

    def _tell(self, life: Life, period: Period, figures: Figures) -> Told | None:
        chance = dice(life.blueprint.name, "report", period)
        if period == self.times.current and chance.random() < 0.8:
            return self._begin(life, period, figures, chance)
        handed_in = self._handed_in(life, period, chance)
        if handed_in is None or handed_in > self.times.now:
            return None
        report = self._draft(life, period, figures, handed_in)
        if report is None:
            return None
        return Told(report, self._pass_along(life, report, period, handed_in, chance))

    def _begin(self, life: Life, period: Period, figures: Figures, chance: Random) -> Told | None:
        """Few begin before the month is over with a draft."""
        if chance.random() > 0.15 or self.times.today.day < 15:
            return None
        if life.status_on(self.times.today) not in MONTHLY:
            return None
        at = self.times.at(self.times.worked(self.times.today), chance)
        report = self._draft(life, period, figures, at)
        return Told(report, []) if report else None

    def _handed_in(self, life: Life, period: Period, chance: Random) -> datetime | None:
        """When the report came: in time, late, or never."""
        due_on = self.times.due_on(period)
        day = period.last_day - timedelta(days=5) + timedelta(days=chance.randint(0, 8))
        day = min(self.times.calendar.next_working_day(day), due_on)
        fate, judged = chance.random(), self.times.last_due_period(self.times.today)
        if period == self.times.current:
            return self._early(life)
        if life.blueprint.course == "unreported" and period == judged:
            fate = 0.0 if life.blueprint.number % 2 else 0.05
        elif judged is None or period >= judged.before.before or self._closes(life, period):
            # What the light looks at today is told by the course, not by chance.
            fate = 1.0
        if fate < 0.035:
            return None
        if fate < 0.07:
            late = self.times.calendar.add(due_on, chance.randint(1, 3))
            day = min(late, self.times.closes_on(period) - timedelta(days=1))
        return self.times.at(day, chance) if day <= self.times.today else None

    def _early(self, life: Life) -> datetime | None:
        """The month's report before the month is over: some are quick, and it waits for review."""
        if self.times.today.day < 18 or life.status_on(self.times.today) not in MONTHLY:
            return None
        return self.times.at(self.times.worked(self.times.today), life.chance)

    def _closes(self, life: Life, period: Period) -> bool:
        """The last report of a year or of the works, without which its figures would be lost."""
        operating = life.operating_on
        return period.month == 12 or (operating is not None and operating <= period.last_day)

    def _draft(self, life: Life, period: Period, figures: Figures, at: datetime) -> Report | None:
        pool = life.status_on(period.last_day)
        due = pool in MONTHLY or (pool in QUARTERLY and period.month in (3, 6, 9, 12))
        due = due or (period in figures.completed and pool == Status.PERFORMING)
        if not due or period.last_day < life.laid_on:
            return None
        if pool == Status.CONCEIVED and not life.blueprint.scheduled:
            return None
        completed = figures.completed.get(period)
        reporter = self.cast.reporter_of(life.blueprint)
        fills_in = reporter.role in FILLS_IN
        share = figures.share_done(period.last_day)
        phrases = phrases_of(life, pool)
        place = self._place(life, pool, period, share, len(phrases))
        return Report(
            project=self.projects[life.blueprint.number],
            report_round=self.rounds[period],
            year=period.year,
            month=period.month,
            pool=pool,
            investment=figures.completed_in(period) if completed is not None else None,
            cumulative_investment=completed,
            progress_words=phrases[place],
            progress_percent=round(share * 100, 1) if pool == Status.CONSTRUCTION else None,
            next_step=phrases[place + 1] if place + 1 < len(phrases) else "",
            problems=self._problems(life, period),
            no_change=period in figures.unchanged,
            reported_by=reporter,
            on_behalf_of=self.cast.lead_of(life.blueprint) if fills_in else None,
            created_at=at,
            updated_at=at,
        )

    def _place(self, life: Life, pool: str, period: Period, share: float, count: int) -> int:
        if pool == Status.CONSTRUCTION:
            return min(int(share * count), count - 1)
        if pool == Status.RESERVE and life.schedule:
            ended = [
                stop
                for stop in life.schedule.stops
                if stop.actual_on and stop.actual_on <= period.last_day
            ]
            return min(len(ended) * 2 - 1, count - 1) if ended else 0
        return (period.year * 12 + period.month) // 3 % count

    def _problems(self, life: Life, period: Period) -> str:
        """Said while a milestone is overdue at the end of the month."""
        if life.schedule is None:
            return ""
        for stop in life.schedule.stops:
            past = stop.due_then(period.last_day) < period.last_day
            if past and (stop.actual_on is None or stop.actual_on > period.last_day):
                chance = dice(life.blueprint.name, "problem", stop.step.key)
                reasons = words()["delay_reasons"]
                return str(chance.choice(reasons[chance.choice(sorted(reasons))]))
        return ""

    # --- Its way along the chain ----------------------------------------------------------

    def _pass_along(
        self, life: Life, report: Report, period: Period, handed_in: datetime, chance: Random
    ) -> list[ReportDecision]:
        report.state, report.step, report.submitted_at = State.SUBMITTED, 1, handed_in
        decisions = [self._decision(report, 0, Kind.SUBMIT, self._reporter(report), handed_in)]
        at, lock = handed_in, self._lock_of(period)
        returns = chance.random() < 0.05
        for step, office in enumerate(CHAIN, start=1):
            at = self._later(at, chance, lock)
            if at >= self.times.now:
                return decisions
            person = self._decider(life, office, report)
            if office == "office" and returns:
                decisions.append(self._returned(report, step, person, at, chance))
                again = self._later(at, chance, lock)
                if again >= self.times.now or self._stays_returned(life, period):
                    report.state, report.step, report.updated_at = State.RETURNED, 0, at
                    return decisions
                decisions.append(
                    self._decision(report, 0, Kind.SUBMIT, self._reporter(report), again)
                )
                at = self._later(again, chance, lock)
                if at >= self.times.now:
                    return decisions
            last = step == len(CHAIN)
            kind = Kind.APPROVE if last else Kind.PASS
            decisions.append(self._decision(report, step, kind, person, at))
            report.step, report.updated_at = min(step + 1, len(CHAIN)), at
        report.state, report.approved_at = State.APPROVED, at
        if self.rounds[period].closed_at is not None:
            report.locked_at = self.rounds[period].closed_at
        return decisions

    def _lock_of(self, period: Period) -> datetime:
        return self.rounds[period].closed_at or self.times.now + timedelta(days=30)

    def _later(self, at: datetime, chance: Random, lock: datetime) -> datetime:
        """Half a day to two days later, in any case before the round is closed."""
        later = at + timedelta(hours=chance.randint(14, 40))
        return later if later < lock else at + (lock - at) / 3

    def _stays_returned(self, life: Life, period: Period) -> bool:
        return period == self.times.periods[-1] and life.blueprint.number % 3 == 0

    def _returned(
        self, report: Report, step: int, person: User, at: datetime, chance: Random
    ) -> ReportDecision:
        note = chance.choice(words()["return_notes"])
        return self._decision(report, step, Kind.RETURN, person, at, note)

    def _decider(self, life: Life, office: str, report: Report) -> User:
        """Who decides at a step; the plan office stands in where nobody else is, and nobody
        decides on a report of their own."""
        region = self.cast.region_of(life.blueprint).code
        wanted = {
            "county": self.cast.county_office(region),
            "head": self.cast.of_department(
                self.cast.lead_of(life.blueprint), Role.DEPARTMENT_HEAD
            ),
        }.get(office)
        stand_in = DIRECTOR if office == "office" else SECTION_CHIEF
        free = wanted is not None and wanted.pk != report.reported_by_id
        return wanted if wanted is not None and free else self.cast.people[stand_in]

    def _reporter(self, report: Report) -> User:
        return report.reported_by or self.cast.people[CLERK]

    def _decision(
        self, report: Report, step: int, kind: str, person: User, at: datetime, note: str = ""
    ) -> ReportDecision:
        return ReportDecision(
            report=report, step=step, kind=kind, note=note, decided_by=person, decided_at=at
        )

    # --- What the projects know by it -----------------------------------------------------

    def _write_to_projects(self) -> None:
        """The figures of the latest approved report are the project's."""
        projects = {project.pk: project for project in self.projects.values()}
        changed = []
        for pk, reports in self.told.items():
            approved = [report for report in reports if report.state == State.APPROVED]
            if not approved:
                continue
            project, latest = projects[pk], approved[-1]
            of_year = {
                report.year: report.cumulative_investment
                for report in approved
                if report.cumulative_investment is not None
            }
            project.completed_investment = sum(of_year.values()) if of_year else None
            project.progress_words = latest.progress_words
            project.progress_percent = latest.progress_percent
            project.reported_until = Period(latest.year, latest.month).last_day
            changed.append(project)
        fields = ["completed_investment", "progress_words", "progress_percent", "reported_until"]
        self.work.change_all(changed, fields)


def phrases_of(life: Life, pool: str) -> list[str]:
    """The words in which a pool reports, for a building site those of its trade."""
    said = words()
    if pool != Status.CONSTRUCTION:
        key = {Status.RESERVE: "preparation", Status.PERFORMING: "performing"}.get(Status(pool))
        phrases: list[str] = said[key or "conceived"]
        return phrases
    sector = life.blueprint.sector
    trade = said["kinds"].get(sector) or said["kinds"].get(sector[:2], "building")
    building: list[str] = said[trade]
    return building
