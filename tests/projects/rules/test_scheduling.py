"""Laying a schedule backwards 「倒排工期」 over the working calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.rules.working_days import WorkingCalendar
from projects.rules.scheduling import Step, backwards, in_order
from tests.refusals import refused

WEEK = WorkingCalendar()
FINISHES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def networks(draw: st.DrawFn) -> list[Step]:
    """Steps that may follow any of those before them."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 8))):
        before = [step.key for step in steps]
        chosen = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        steps.append(Step(f"s{number}", draw(st.integers(0, 40)), tuple(chosen)))
    return draw(st.permutations(steps))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    off = draw(st.frozensets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=60))
    return WorkingCalendar(holidays=frozenset(day for day in off if day.weekday() < 5))


@given(networks(), FINISHES, calendars())
def test_every_step_ends_on_a_worked_day_and_none_after_the_finish(
    steps: list[Step], finish_on: date, calendar: WorkingCalendar
) -> None:
    ends = backwards(steps, finish_on=finish_on, calendar=calendar)

    assert set(ends) == {step.key for step in steps}
    assert all(calendar.is_working_day(end) for end in ends.values())
    assert max(ends.values()) == calendar.previous_working_day(finish_on)


@given(networks(), FINISHES, calendars())
def test_each_step_has_its_working_days_after_all_of_its_predecessors(
    steps: list[Step], finish_on: date, calendar: WorkingCalendar
) -> None:
    ends = backwards(steps, finish_on=finish_on, calendar=calendar)

    for step in steps:
        for key in step.predecessors:
            assert calendar.between(ends[key], ends[step.key]) >= step.duration


def forwards(steps: list[Step], start_on: date, calendar: WorkingCalendar) -> dict[str, date]:
    """The earliest day on which each step can end: the other way round, to hold against."""
    earliest: dict[str, date] = {}
    for step in in_order(steps):
        begin = max((earliest[key] for key in step.predecessors), default=start_on)
        earliest[step.key] = calendar.next_working_day(calendar.add(begin, step.duration))
    return earliest


@given(networks(), FINISHES, calendars())
def test_forwards_from_where_backwards_begins_arrives_at_the_finish(
    steps: list[Step], finish_on: date, calendar: WorkingCalendar
) -> None:
    latest = backwards(steps, finish_on=finish_on, calendar=calendar)
    start_on = min(calendar.add(latest[step.key], -step.duration) for step in steps)
    earliest = forwards(steps, start_on, calendar)

    assert all(earliest[key] <= latest[key] for key in latest)
    assert max(earliest.values()) == max(latest.values())


@given(networks())
def test_in_order_puts_every_predecessor_first(steps: list[Step]) -> None:
    places = {step.key: place for place, step in enumerate(in_order(steps))}

    for step in steps:
        assert all(places[key] < places[step.key] for key in step.predecessors)


def test_a_finish_on_a_day_off_moves_back_to_the_working_day_before() -> None:
    sunday = date(2026, 11, 29)

    ends = backwards([Step("end", 5)], finish_on=sunday, calendar=WEEK)

    assert ends["end"] == date(2026, 11, 27)


def test_a_step_with_two_successors_ends_before_the_one_that_begins_first() -> None:
    steps = [Step("start", 1), Step("long", 10, ["start"]), Step("short", 2, ["start"])]

    ends = backwards(steps, finish_on=date(2026, 11, 27), calendar=WEEK)

    assert ends == {
        "start": date(2026, 11, 13),
        "long": date(2026, 11, 27),
        "short": date(2026, 11, 27),
    }


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([Step("a", 1, ["a"])], "a → a"),
        ([Step("a", 1, ["b"]), Step("b", 1, ["a"])], "a → b → a"),
        ([Step("x", 1, ["a"]), Step("a", 1, ["b"]), Step("b", 1, ["a"])], "a → b → a"),
    ],
)
def test_a_circle_is_refused_and_named(steps: list[Step], path: str) -> None:
    with refused("schedule_cycle", field="predecessors") as refusal:
        in_order(steps)
    assert refusal.value.params == {"path": path}


def test_a_predecessor_that_is_no_step_is_refused() -> None:
    with refused("invalid", field="predecessors"):
        in_order([Step("a", 1, ["nowhere"])])
