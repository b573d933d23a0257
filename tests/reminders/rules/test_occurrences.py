"""Dates of reminders, for every calendar and every date."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from directory.rules.working_days import WorkingCalendar
from reminders.rules.occurrences import ONE_DAY, Reach, latest_occurrence, told_on

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
OFFSETS = st.integers(-60, 60)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Calendars with holidays of up to nine days and some shifted working days."""
    holidays: set[date] = set()
    for first in draw(st.lists(DAYS, max_size=6)):
        holidays |= {first + i * ONE_DAY for i in range(draw(st.integers(1, 9)))}
    workdays = draw(st.frozensets(DAYS.filter(lambda day: day.weekday() >= 5), max_size=5))
    return WorkingCalendar(holidays=holidays - workdays, workdays=workdays)


@given(DAYS, OFFSETS, calendars())
def test_told_on_a_working_day_on_the_right_side(
    occurs_on: date, offset: int, calendar: WorkingCalendar
) -> None:
    told = told_on(occurs_on, offset_days=offset, calendar=calendar)
    assert calendar.is_working_day(told)
    assert told >= occurs_on if offset > 0 else told <= occurs_on


@given(DAYS, DAYS, OFFSETS, calendars())
def test_reach_holds_exactly_what_is_told_by_today(
    today: date, occurs_on: date, offset: int, calendar: WorkingCalendar
) -> None:
    today = calendar.next_working_day(today)
    told = told_on(occurs_on, offset_days=offset, calendar=calendar)
    assert Reach.of(today, calendar).holds(occurs_on, offset_days=offset) == (told <= today)


@given(DAYS, st.integers(1, 30), st.integers(1, 30), DAYS)
def test_latest_occurrence_is_the_last_one_reached(
    due_on: date, offset: int, every: int, today: date
) -> None:
    latest = latest_occurrence(due_on, offset_days=offset, repeat_every_days=every, today=today)
    first = due_on + timedelta(days=offset)
    assert latest >= first
    assert (latest - first).days % every == 0
    if today >= first:
        assert latest <= today < latest + timedelta(days=every)
    else:
        assert latest == first


@given(DAYS, OFFSETS, DAYS)
def test_what_does_not_repeat_occurs_once(due_on: date, offset: int, today: date) -> None:
    latest = latest_occurrence(due_on, offset_days=offset, repeat_every_days=None, today=today)
    assert latest == due_on + timedelta(days=offset)
