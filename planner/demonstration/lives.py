"""The life of each fictitious project: when it was registered, laid, moved, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from planner.demonstration.blueprints import Blueprint, dice, words
from planner.demonstration.schedules import Schedule, draw_schedule, file_requests
from planner.demonstration.times import Times
from projects.models import Status, TemplateStep, WorkState

WATER = ("0301", "0302", "0303", "0304", "0305")
TEMPLATES = (
    ("approval", ("0101",), "airport_approval"),
    ("approval", ("0102", "0103", "0104", "0105"), "road_approval"),
    ("approval", WATER, "water_approval"),
    ("verification", ("0203", "0204"), "pipeline_verification"),
    ("filing", ("0509", "0510"), "park_filing"),
)
HURRIED = ("long_overdue", "refused", "behind", "unpaid", "stopped")
OUTDOORS = ("01", "03", "06", "0401", "0402", "0403")


@dataclass(frozen=True)
class Move:
    """A recorded move of the status, or of the work state alone."""

    on: date
    before: str
    after: str
    work_before: str = ""
    work_after: str = ""
    reason: str = ""
    next_step: str = ""
    expected_on: date | None = None


@dataclass
class Life:
    """All that happened to a project, before it is written down."""

    blueprint: Blueprint
    registered_on: date
    confirmed_on: date
    laid_on: date
    schedule: Schedule | None
    moves: list[Move] = field(default_factory=list)
    first_status: str = Status.CONCEIVED

    @property
    def started_on(self) -> date | None:
        return self.schedule.start.actual_on if self.schedule else None

    @property
    def operating_on(self) -> date | None:
        return self.schedule.operation.actual_on if self.schedule else None

    @property
    def chance(self) -> Random:
        """Chance for whoever tells another part of this life."""
        return dice(self.blueprint.name, "life")

    def status_on(self, day: date) -> str:
        past = [move for move in self.moves if move.on <= day]
        return past[-1].after if past else self.first_status

    def work_state_on(self, day: date) -> str:
        past = [move for move in self.moves if move.on <= day]
        if past:
            return past[-1].work_after
        return WorkState.WORKING if self.first_status == Status.CONSTRUCTION else ""


def template_for(blueprint: Blueprint) -> str:
    """The template of the trade and road, else the general one of the road."""
    trades = {road: code for road, sectors, code in TEMPLATES if blueprint.sector in sectors}
    return trades.get(blueprint.road, f"general_{blueprint.road}")


def live(blueprint: Blueprint, steps: Sequence[TemplateStep], times: Times) -> Life:
    """Tell a project's life up to today."""
    chance = dice(blueprint.name)
    schedule = draw_schedule(blueprint, steps, times, chance) if blueprint.scheduled else None
    registered = _registered_on(blueprint, schedule, times, chance)
    confirmed = times.worked(registered + timedelta(days=chance.randint(2, 4)))
    laid = times.worked(confirmed + timedelta(days=chance.randint(2, 9)))
    life = Life(blueprint, registered, confirmed, laid, schedule)
    if schedule:
        file_requests(blueprint, schedule, laid, times, chance)
    _along_the_pools(life, times, chance)
    _out_of_the_pools(life, times, chance)
    _through_the_seasons(life, times, chance)
    return life


def _registered_on(
    blueprint: Blueprint, schedule: Schedule | None, times: Times, chance: Random
) -> date:
    """With the first load of the register, or some weeks before the project was approved."""
    opened = times.worked(times.opened_on + timedelta(days=chance.randint(0, 14)))
    if schedule is None or schedule.approval.actual_on is None:
        return times.worked(times.today - timedelta(days=chance.randint(45, 240)))
    before = schedule.approval.actual_on - timedelta(days=chance.randint(25, 90))
    return max(opened, times.worked(before))


def _along_the_pools(life: Life, times: Times, chance: Random) -> None:
    """Conceived → reserve → construction → performing, as the milestones opened the gates.

    What had happened before the register knew the project is its first status, and no move.
    """
    if life.schedule is None:
        if life.blueprint.stage == "reserve":
            life.first_status = Status.RESERVE
        return
    gates = (
        (life.schedule.approval.actual_on, Status.CONCEIVED, Status.RESERVE),
        (life.started_on, Status.RESERVE, Status.CONSTRUCTION),
        (life.operating_on, Status.CONSTRUCTION, Status.PERFORMING),
    )
    for opened, before, after in gates:
        if opened is None:
            return
        if opened <= life.laid_on:
            life.first_status = after
            continue
        on = times.worked(opened + timedelta(days=chance.randint(1, 5)))
        on = max(on, opened, life.moves[-1].on if life.moves else on)
        work = WorkState.WORKING if after == Status.CONSTRUCTION else ""
        work_before = WorkState.WORKING if before == Status.CONSTRUCTION else ""
        life.moves.append(Move(on, before, after, work_before, work))


def _out_of_the_pools(life: Life, times: Times, chance: Random) -> None:
    if life.blueprint.stage not in (Status.SUSPENDED, Status.CANCELLED):
        return
    on = times.worked(times.today - timedelta(days=chance.randint(25, 85)))
    before = life.status_on(on)
    work = life.work_state_on(on)
    life.moves = [move for move in life.moves if move.on < on]
    if life.blueprint.stage == Status.SUSPENDED:
        reason, next_step = chance.choice(words()["suspend"])
        expected = times.calendar.next_working_day(on + timedelta(days=chance.randint(150, 300)))
        life.moves.append(Move(on, before, Status.SUSPENDED, work, "", reason, next_step, expected))
    else:
        reason = chance.choice(words()["cancel"])
        life.moves.append(Move(on, before, Status.CANCELLED, work, "", reason))


def _through_the_seasons(life: Life, times: Times, chance: Random) -> None:
    """Works outdoors rest from late November to March; one site has reasons of its own."""
    stops: list[tuple[date, date | None, str, str]] = []
    hurried = life.blueprint.course in HURRIED
    if life.blueprint.sector.startswith(OUTDOORS) and not hurried and chance.random() < 0.7:
        for year in range(times.opened_on.year, times.today.year + 1):
            begins = times.worked(date(year, 11, 18) + timedelta(days=chance.randint(0, 24)))
            ends = times.calendar.next_working_day(
                date(year + 1, 3, 1) + timedelta(days=chance.randint(0, 11))
            )
            if times.today > date(year, 11, 18):
                reason = "冬季低温，室外混凝土和土方作业停工"
                stops.append((begins, ends, WorkState.SEASONAL_STOP, reason))
    if life.blueprint.course == "stopped":
        begins = times.worked(times.today - timedelta(days=26))
        stops.append((begins, None, WorkState.STOPPED, "主要设备订货款未落实，总包单位暂停施工"))
    for begun, ended, state, reason in stops:
        _stand_still(life, times, begun, ended, state, reason)
    life.moves.sort(key=lambda move: move.on)


def _stand_still(
    life: Life, times: Times, begins: date, ends: date | None, state: str, reason: str
) -> None:
    """A stop of works that lies wholly within construction, with its resumption if that is past."""
    building = Status.CONSTRUCTION
    if begins <= life.laid_on or life.work_state_on(begins) != WorkState.WORKING:
        return
    if any(begins < move.on <= (ends or times.today) for move in life.moves):
        return
    expected = ends or times.calendar.next_working_day(times.today + timedelta(days=45))
    life.moves.append(
        Move(begins, building, building, WorkState.WORKING, state, reason, "", expected)
    )
    if ends and ends < times.today:
        life.moves.append(Move(ends, building, building, state, WorkState.WORKING, "复工"))
    life.moves.sort(key=lambda move: move.on)
