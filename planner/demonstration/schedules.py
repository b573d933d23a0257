"""When the milestones of a fictitious project were due, are due now, and were done.

A schedule is laid backwards by the register's own rules, so that the milestone that is next stands
as far from today as the project's course says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from planner.demonstration.blueprints import Blueprint, words
from planner.demonstration.times import Times
from projects.models import MilestoneKind, TemplateStep
from projects.rules.scheduling import Step, backwards, in_order

AHEAD_FROM_FINISH = 60
WORKS_STRETCH = {200000: 2.4, 90000: 2.0, 40000: 1.6, 20000: 1.3}
"""From an investment (万元) on, by how much the works last longer."""
LATENESS = (-12, -6, -3, 0, 0, 2, 4, 7, 11, 18, 27)
Dates = Mapping[str, date]


@dataclass
class Request:
    """A wish to move a milestone's date, and what became of it."""

    old_due_on: date
    new_due_on: date
    filed_on: date
    state: str
    reason_code: str
    reason: str
    decided_on: date | None = None


@dataclass
class Stop:
    """A milestone of a fictitious project."""

    step: TemplateStep
    working_days: int
    first_due_on: date
    due_on: date
    actual_on: date | None = None
    requests: list[Request] = field(default_factory=list)

    def due_then(self, day: date) -> date:
        """The date in force on a day."""
        moved = [one for one in self.requests if one.decided_on and one.state == "approved"]
        return next(
            (r.new_due_on for r in moved if r.decided_on and r.decided_on <= day),
            (self.first_due_on if moved else self.due_on),
        )


class Schedule:
    """The milestones of one project in the order of their dates."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        self.stops = list(stops)

    def of_kind(self, kind: str) -> Stop:
        return next(stop for stop in self.stops if stop.step.kind == kind)

    @property
    def approval(self) -> Stop:
        return self.of_kind(MilestoneKind.APPROVAL)

    @property
    def start(self) -> Stop:
        return self.of_kind(MilestoneKind.START)

    @property
    def operation(self) -> Stop:
        return self.of_kind(MilestoneKind.OPERATION)

    def asked(self) -> list[tuple[Stop, Request]]:
        """All requests in the order in which they were filed."""
        pairs = [(stop, request) for stop in self.stops for request in stop.requests]
        return sorted(pairs, key=lambda pair: pair[1].filed_on)

    def revision_of(self, stop: Stop) -> int:
        """The baseline that last moved a milestone: the first, or one per approved request."""
        approved = [s for s, request in self.asked() if request.state == "approved"]
        return max((place for place, s in enumerate(approved, start=2) if s is stop), default=1)

    @property
    def next(self) -> Stop | None:
        return next((stop for stop in self.stops if stop.actual_on is None), None)


def draw_schedule(
    blueprint: Blueprint, steps: Sequence[TemplateStep], times: Times, chance: Random
) -> Schedule:
    """The milestones with the dates in force and the actual dates that fit the project's course."""
    plan = _plan(blueprint, steps)
    pattern = backwards(plan, finish_on=times.today, calendar=times.calendar)
    rank = {step.key: place for place, step in enumerate(in_order(plan))}
    ordered = sorted(steps, key=lambda s: (pattern[s.key], rank[s.key]))
    upcoming = _upcoming(blueprint, ordered, chance)
    target = times.today + timedelta(days=_days(blueprint, upcoming, times, chance))
    distance = times.calendar.between(pattern[upcoming.key], times.today)
    dates = dict(
        backwards(plan, finish_on=times.calendar.add(target, distance), calendar=times.calendar)
    )
    dates = _with_done_behind(blueprint, ordered, plan, dates, times, chance)
    if blueprint.course in ("overdue", "asked") and dates[upcoming.key] < times.today:
        # Due on this very day, also where the calendar rests: months end on Saturdays, too.
        dates[upcoming.key] = max(dates[upcoming.key], target)
    durations = {step.key: step.duration for step in plan}
    stops = [Stop(s, durations[s.key], dates[s.key], dates[s.key]) for s in ordered]
    _complete(stops, upcoming, times, chance, finished=_is_finished(blueprint))
    return Schedule(stops)


def _plan(blueprint: Blueprint, steps: Sequence[TemplateStep]) -> list[Step]:
    """The template's steps; works that cost more than usual take longer than its defaults."""
    sizes = [size for size in WORKS_STRETCH if blueprint.investment >= size]
    stretch = WORKS_STRETCH[sizes[0]] if sizes else 1.0
    kinds = (MilestoneKind.PROGRESS, MilestoneKind.COMPLETION)
    return [
        Step(
            s.key,
            round(s.duration_working_days * (stretch if s.kind in kinds else 1)),
            s.predecessors,
        )
        for s in steps
    ]


def _place(ordered: Sequence[TemplateStep], kind: str) -> int:
    return next(place for place, step in enumerate(ordered) if step.kind == kind)


def _is_finished(blueprint: Blueprint) -> bool:
    return blueprint.stage == "performing" and blueprint.course == "steady"


def _upcoming(
    blueprint: Blueprint, ordered: Sequence[TemplateStep], chance: Random
) -> TemplateStep:
    """The milestone that is next, or of a finished project the last that was reached."""
    start = _place(ordered, MilestoneKind.START)
    operation = _place(ordered, MilestoneKind.OPERATION)
    if blueprint.stage == "performing":
        return ordered[operation if _is_finished(blueprint) else len(ordered) - 1]
    if blueprint.stage == "conceived":
        return ordered[0]
    if blueprint.stage == "suspended":
        return ordered[start + 1]
    if blueprint.stage in ("reserve", "cancelled"):
        fitting = ordered[1 : start + 1]
    else:
        fitting = ordered[start + 1 : operation + 1]
    if blueprint.course in ("overdue", "asked"):
        fitting = [step for step in fitting if not step.critical] or fitting
    # Works take longer than what follows them.
    weights = [step.duration_working_days + 40 for step in fitting]
    return chance.choices(fitting, weights)[0]


def _days(blueprint: Blueprint, upcoming: TemplateStep, times: Times, chance: Random) -> int:
    """How far from today the next milestone stands; negative is overdue."""
    since_month_end = (times.today - times.last_month_end).days
    match blueprint.course:
        case "steady" if _is_finished(blueprint):
            return -chance.randint(35, 480)
        case "soon":
            return chance.randint(2, 29)
        case "overdue" | "asked":
            return -chance.randint(1, min(since_month_end, 7 if upcoming.critical else 28))
        case "long_overdue":
            return -chance.randint(34, 150)
        case "refused" | "stopped":
            return -chance.randint(35, 75)
        case _:
            if blueprint.stage == "suspended":
                return chance.randint(60, 150)
            # Long works may have begun only lately.
            return chance.randint(33, max(120, upcoming.duration_working_days * 4 // 3))


def _with_done_behind(
    blueprint: Blueprint,
    ordered: Sequence[TemplateStep],
    plan: Sequence[Step],
    dates: dict[str, date],
    times: Times,
    chance: Random,
) -> dict[str, date]:
    """The schedule moved earlier where what its stage presupposes would still lie ahead."""
    presupposed = {
        "construction": MilestoneKind.START,
        "suspended": MilestoneKind.START,
        "reserve": MilestoneKind.APPROVAL,
        "cancelled": MilestoneKind.APPROVAL,
    }.get(blueprint.stage)
    if presupposed is None:
        return dates
    key = ordered[_place(ordered, presupposed)].key
    excess = (dates[key] - times.today).days + 6
    if excess <= 0:
        return dates
    finish = max(dates.values()) - timedelta(days=excess + chance.randint(20, AHEAD_FROM_FINISH))
    return dict(backwards(plan, finish_on=finish, calendar=times.calendar))


def _complete(
    stops: Sequence[Stop],
    upcoming: TemplateStep,
    times: Times,
    chance: Random,
    *,
    finished: bool,
) -> None:
    """Give everything before the next milestone its actual date, predecessors first."""
    done: dict[str, date] = {}
    limit = next(stop.due_on for stop in stops if stop.step.key == upcoming.key)
    for stop in stops:
        before_next = stop.due_on < limit or (finished and stop.due_on <= limit)
        reached = stop.due_on <= times.today + timedelta(days=10)
        if not (before_next and reached and set(stop.step.predecessors) <= done.keys()):
            continue
        earliest = max((done[key] for key in stop.step.predecessors), default=date.min)
        wanted = stop.due_on + timedelta(days=chance.choice(LATENESS))
        day = times.worked(wanted)
        if day <= earliest:
            day = times.calendar.next_working_day(earliest + timedelta(days=1))
        if day < times.today:
            stop.actual_on = done[stop.step.key] = day


def file_requests(
    blueprint: Blueprint, schedule: Schedule, laid_on: date, times: Times, chance: Random
) -> None:
    """Let the people ask for other dates: approved ones move what was first laid."""
    upcoming = schedule.next
    if blueprint.course == "asked" and upcoming:
        _ask(upcoming, times, chance, state="filed", days_ago=chance.randint(1, 4))
    elif blueprint.course == "refused" and upcoming:
        _ask(upcoming, times, chance, state="returned", days_ago=chance.randint(12, 25))
    elif blueprint.course == "shifted" or chance.random() < 0.22:
        _shift(schedule, laid_on, times, chance, wanted=blueprint.course == "shifted")


def _ask(stop: Stop, times: Times, chance: Random, *, state: str, days_ago: int) -> None:
    code, reason = _delay_reason(chance)
    filed_on = times.worked(times.today - timedelta(days=days_ago))
    stop.requests.append(
        Request(
            old_due_on=stop.due_on,
            new_due_on=times.calendar.next_working_day(
                times.today + timedelta(days=chance.randint(30, 90))
            ),
            filed_on=filed_on,
            state=state,
            reason_code=code,
            reason=reason,
            decided_on=times.worked(filed_on + timedelta(days=6)) if state == "returned" else None,
        )
    )


def _shift(
    schedule: Schedule, laid_on: date, times: Times, chance: Random, *, wanted: bool
) -> None:
    """The dates in force of up to three milestones in a row were approved later than first laid."""
    stops = schedule.stops
    upcoming = schedule.next
    if wanted and upcoming:
        first = stops.index(upcoming)
    else:
        movable = [place for place, stop in enumerate(stops) if place and stop.actual_on]
        if not movable:
            return
        first = chance.choice(movable)
    room = (stops[first].due_on - stops[first - 1].due_on).days if first else 90
    days = min(chance.randint(25, 100), int(room * 0.7))
    if days < 10:
        return
    code, reason = _delay_reason(chance)
    for stop in stops[first : first + chance.randint(1, 3)]:
        earlier = times.calendar.previous_working_day(stop.due_on - timedelta(days=days))
        late = chance.random() < 0.2
        filed = earlier + timedelta(days=chance.randint(1, 9) if late else -chance.randint(4, 25))
        filed = times.worked(min(filed, times.today - timedelta(days=chance.randint(12, 40))))
        decided = times.worked(filed + timedelta(days=chance.randint(3, 9)))
        if filed <= laid_on or (stop.actual_on and stop.actual_on <= decided):
            return
        stop.first_due_on = earlier
        stop.requests.append(
            Request(earlier, stop.due_on, filed, "approved", code, reason, decided_on=decided)
        )


def _delay_reason(chance: Random) -> tuple[str, str]:
    code = chance.choice(sorted(words()["delay_reasons"]))
    return code, chance.choice(words()["delay_reasons"][code])
