"""Writes what surrounds the city's projects: permits, blockers, site checks, statistics."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from directory.models import Department
from directory.unit import UnitOfWork
from planner.demonstration.blueprints import CITY, dice, words
from planner.demonstration.cast import DIRECTOR, SECTION_CHIEF, Cast
from planner.demonstration.figures import Figures
from planner.demonstration.lives import Life
from planner.demonstration.reporting import phrases_of
from planner.demonstration.times import Times
from projects.models import (
    Blocker,
    BlockerStep,
    Permit,
    PermitMatter,
    Project,
    SiteCheck,
    StatisticsRegistration,
    Status,
)

State = Permit.State
GATES = ("feasibility", "verification", "filing", "proposal")
SELDOM = ("forest_grass", "mineral_overlay", "heritage", "water_abstraction", "civil_defence")
NUMBERS = {
    "land": "示自然资",
    "assessment": "示审批环",
    "design": "示审批建",
    "construction": "示审批施",
}
OPEN_LATE = ("long_overdue", "refused", "behind", "stopped", "asked", "overdue")


class Matters:
    """Everything beside dates and money."""

    def __init__(
        self, work: UnitOfWork, cast: Cast, times: Times, projects: Mapping[int, Project]
    ) -> None:
        self.work, self.cast, self.times, self.projects = work, cast, times, projects

    def write(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        matters = list(PermitMatter.objects.order_by("order", "code"))
        self.work.create_all([one for life in lives for one in self._permits(life, matters)])
        self._write_blockers(lives)
        self._write_site_checks(lives, figures)
        self._write_statistics(lives)

    # --- Permits 「前期手续」 ----------------------------------------------------------------

    def _permits(self, life: Life, matters: Sequence[PermitMatter]) -> list[Permit]:
        blueprint = life.blueprint
        if life.schedule is None and blueprint.stage == "conceived":
            return []
        fitting = [
            matter
            for matter in matters
            if blueprint.road in matter.approval_roads
            and (not matter.sectors or blueprint.sector[:2] in matter.sectors)
        ]
        return [
            self._permit(life, matter, place / len(fitting)) for place, matter in enumerate(fitting)
        ]

    def _permit(self, life: Life, matter: PermitMatter, depth: float) -> Permit:
        """Matters are settled in the order of the catalogue, all of them before the real start."""
        chance = dice(life.blueprint.name, "permit", matter.code)
        created = self.times.at(life.laid_on, chance)
        permit = Permit(
            project=self.projects[life.blueprint.number],
            matter=matter,
            issuer=self._issuer(life, matter),
            created_at=created,
            updated_at=created,
        )
        begin, end = self._span(life)
        day = begin + (end - begin) * depth + timedelta(days=chance.randint(-9, 9))
        day = self.times.calendar.previous_working_day(min(max(day, begin), end))
        if matter.code in SELDOM and chance.random() < 0.6:
            permit.state = State.NOT_NEEDED
        elif matter.code in GATES:
            self._settle_gate(permit, life, chance)
        elif day < self.times.today and (life.started_on or day < end):
            self._settle(permit, matter, day, chance)
        elif day < self.times.today + timedelta(days=60):
            self._begin(permit, life, day, chance)
        else:
            permit.planned_on = self.times.calendar.next_working_day(day)
        return permit

    def _issuer(self, life: Life, matter: PermitMatter) -> Department | None:
        return self.cast.departments.get(matter.default_issuer_function)

    def _span(self, life: Life) -> tuple[date, date]:
        if life.schedule is None:
            return life.laid_on, self.times.today + timedelta(days=200)
        approved = life.schedule.approval.actual_on or life.schedule.approval.due_on
        start = life.started_on or max(life.schedule.start.due_on, self.times.today)
        return approved, max(start, approved + timedelta(days=20))

    def _settle_gate(self, permit: Permit, life: Life, chance: Random) -> None:
        """The approval that opens the reserve carries the date of its milestone."""
        approved = life.schedule.approval if life.schedule else None
        on = approved.actual_on if approved else life.laid_on
        if on is None:
            permit.state = State.NOT_STARTED
            permit.planned_on = approved.due_on if approved else None
            return
        permit.state = State.DONE
        permit.issued_on = on
        permit.accepted_on = on - timedelta(days=chance.randint(7, 25))
        permit.number = f"示审批投资〔{on.year}〕{chance.randint(11, 480)}号（模拟）"

    def _settle(self, permit: Permit, matter: PermitMatter, on: date, chance: Random) -> None:
        fate = chance.random()
        permit.accepted_on = on - timedelta(days=chance.randint(5, 30))
        if matter.category == "assessment" and fate < 0.18:
            permit.state = State.AREA_ASSESSMENT
        elif fate > 0.93:
            permit.state = State.COMMITMENT
        else:
            permit.state = State.DONE
            permit.issued_on = on
            sign = NUMBERS.get(matter.category, "示审批")
            permit.number = f"{sign}〔{on.year}〕{chance.randint(11, 480)}号（模拟）"
        if matter.code in ("land_siting", "works_planning", "construction_permit"):
            permit.valid_until = on.replace(year=on.year + 3, day=min(on.day, 28))

    def _begin(self, permit: Permit, life: Life, day: date, chance: Random) -> None:
        permit.state = State.IN_PROGRESS
        permit.accepted_on = self.times.worked(
            self.times.today - timedelta(days=chance.randint(6, 50))
        )
        permit.planned_on = self.times.calendar.next_working_day(
            max(day, self.times.today + timedelta(days=chance.randint(8, 50)))
        )
        if life.blueprint.course in OPEN_LATE:
            permit.stuck_on = "补正材料未齐，待企业（单位）重新提交"
            permit.stuck_since = permit.accepted_on

    # --- Blockers 「堵点」 -------------------------------------------------------------------

    def _write_blockers(self, lives: Sequence[Life]) -> None:
        blocked = [
            life
            for life in lives
            if life.status_on(self.times.today) in (Status.CONSTRUCTION, Status.RESERVE)
            and life.schedule
            and (life.blueprint.course in OPEN_LATE or life.blueprint.number % 5 == 0)
        ]
        told = [self._blocker(life, number) for number, life in enumerate(blocked, start=1)]
        self.work.create_all([blocker for blocker, _steps in told])
        self.work.create_all([step for _blocker, steps in told for step in steps])

    def _blocker(self, life: Life, number: int) -> tuple[Blocker, list[BlockerStep]]:
        chance = dice(life.blueprint.name, "blocker")
        kind, function, ask = chance.choice(words()["blockers"])
        late = life.blueprint.course in OPEN_LATE
        age = chance.randint(12, 70) if late else chance.randint(14, 220)
        raised_on = max(
            self.times.worked(self.times.today - timedelta(days=age)),
            self.times.calendar.next_working_day(life.laid_on),
        )
        raised_by = self.cast.reporter_of(life.blueprint)
        level = Blocker.Level.CITY if chance.random() < 0.55 else Blocker.Level.COUNTY
        at = self.times.at(raised_on, chance)
        blocker = Blocker(
            project=self.projects[life.blueprint.number],
            number=f"示堵〔{raised_on.year}〕{number:03d}号",
            source=chance.choice(("report", "report", "visit", "meeting", "company")),
            kind=kind,
            ask=ask,
            level=level,
            raised_on=raised_on,
            raised_by=raised_by,
            department=self._solver(life, function),
            due_on=self.times.calendar.add(raised_on, chance.randint(10, 30)),
            created_at=at,
            updated_at=at,
        )
        return blocker, self._steps(blocker, chance, late=late)

    def _solver(self, life: Life, function: str) -> Department:
        if function != "gov":
            return self.cast.departments[function]
        region = self.cast.region_of(life.blueprint).code
        return self.cast.departments["zfb" if region == CITY else f"{region}-gov"]

    def _steps(self, blocker: Blocker, chance: Random, *, late: bool) -> list[BlockerStep]:
        """Raised, worked upon, solved, confirmed by who raised it, struck off."""
        office = self.cast.people[SECTION_CHIEF]
        kinds = Blocker.State
        day = blocker.raised_on
        story = [(kinds.OPEN, blocker.ask, blocker.raised_by)]
        story.append((kinds.OPEN, chance.choice(words()["blocker_progress"]), office))
        if not late:
            solution = chance.choice(words()["blocker_solutions"])
            story.append((kinds.SOLVED, solution, office))
            story.append((kinds.CONFIRMED, "经核实问题已解决", blocker.raised_by))
            story.append((kinds.STRUCK_OFF, "予以销号", self.cast.people[DIRECTOR]))
        steps = []
        for state, text, by in story:
            if day > self.times.today:
                break
            steps.append(
                BlockerStep(
                    blocker=blocker, on=day, level=blocker.level, state=state, text=text, by=by
                )
            )
            blocker.state = state
            if state == kinds.SOLVED:
                blocker.solution = text
            if state == kinds.STRUCK_OFF:
                blocker.closed_on = day
            day = self.times.calendar.add(day, chance.randint(3, 9))
        return steps

    # --- Site checks and statistics --------------------------------------------------------

    def _write_site_checks(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        checked = [
            life
            for life in lives
            if life.status_on(self.times.today) == Status.CONSTRUCTION
            and (life.blueprint.number % 4 == 1 or life.blueprint.course == "behind")
        ]
        self.work.create_all(
            [self._site_check(life, figures[life.blueprint.number]) for life in checked]
        )

    def _site_check(self, life: Life, money: Figures) -> SiteCheck:
        chance = dice(life.blueprint.name, "check")
        assert life.started_on is not None
        on = self.times.worked(self.times.today - timedelta(days=chance.randint(5, 120)))
        on = max(on, self.times.worked(life.started_on + timedelta(days=1)))
        phrases = phrases_of(life, Status.CONSTRUCTION)
        share = money.share_done(on)
        fate = chance.random()
        conclusion = "true" if fate < 0.72 else "partly" if fate < 0.95 else "untrue"
        if life.blueprint.course == "behind":
            conclusion = "partly"
        at = self.times.at(on, chance)
        return SiteCheck(
            project=self.projects[life.blueprint.number],
            checked_on=on,
            persons="温书屿、严正昀",
            reported=phrases[min(int(share * len(phrases)), len(phrases) - 1)],
            seen=words()["check_seen"][conclusion],
            conclusion=conclusion,
            checked_by=self.cast.people[SECTION_CHIEF],
            created_at=at,
            updated_at=at,
        )

    def _write_statistics(self, lives: Sequence[Life]) -> None:
        self.work.create_all([self._registration(life) for life in lives if life.schedule])

    def _registration(self, life: Life) -> StatisticsRegistration:
        """Due when it has started; registered the month after, unless papers are missing."""
        states = StatisticsRegistration.State
        chance = dice(life.blueprint.name, "statistics")
        at = self.times.at(life.laid_on, chance)
        row = StatisticsRegistration(
            project=self.projects[life.blueprint.number],
            state=states.NOT_DUE,
            created_at=at,
            updated_at=at,
        )
        if life.started_on is None:
            return row
        company = self.cast.company_of(life.blueprint)
        row.unit = company.name if company else self.cast.lead_of(life.blueprint).name
        month = (life.started_on.replace(day=28) + timedelta(days=4)).replace(day=1)
        if life.blueprint.course == "unregistered":
            row.state, row.missing_papers = states.DUE, "施工许可证、现场照片（含坐标）"
        elif month <= self.times.today:
            row.state, row.registered_month = states.REGISTERED, month
        else:
            row.state = states.FILED
        return row
