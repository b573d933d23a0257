"""The working calendar: general laws over any calendar, and the notice of 2026 by its cases."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.rules.working_days import WorkingCalendar
from tests.fixtures.reference import rows

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)
counts = st.integers(0, 60)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Some weekdays off and some weekend days worked, never so many that nobody works."""
    holidays = draw(st.frozensets(days, max_size=40))
    workdays = draw(st.frozensets(days, max_size=20))
    return WorkingCalendar(
        holidays=frozenset(day for day in holidays if day.weekday() < 5),
        workdays=frozenset(day for day in workdays if day.weekday() >= 5),
        final_years=frozenset({2026}),
    )


@given(calendars(), days)
def test_the_next_working_day_is_worked_and_none_lies_before_it(
    calendar: WorkingCalendar, day: date
) -> None:
    found = calendar.next_working_day(day)

    assert calendar.is_working_day(found)
    between = [day + timedelta(n) for n in range((found - day).days)]
    assert not any(calendar.is_working_day(one) for one in between)


@given(calendars(), days)
def test_the_previous_working_day_is_worked_and_none_lies_after_it(
    calendar: WorkingCalendar, day: date
) -> None:
    found = calendar.previous_working_day(day)

    assert calendar.is_working_day(found)
    between = [found + timedelta(n + 1) for n in range((day - found).days)]
    assert not any(calendar.is_working_day(one) for one in between)


@given(calendars(), days, counts)
def test_working_days_added_are_working_days_counted(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    assert calendar.between(day, calendar.add(day, count)) == count


@given(calendars(), days, counts)
def test_from_a_worked_day_there_and_back_is_the_same_day(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    assume(calendar.is_working_day(day))

    assert calendar.add(calendar.add(day, count), -count) == day
    assert calendar.add(calendar.add(day, -count), count) == day


@given(calendars(), days, days)
def test_counting_backwards_is_counting_with_a_minus(
    calendar: WorkingCalendar, one: date, other: date
) -> None:
    assert calendar.between(one, other) == -calendar.between(other, one)


@given(calendars(), days, days, days)
def test_a_stretch_is_the_sum_of_its_parts(
    calendar: WorkingCalendar, one: date, other: date, third: date
) -> None:
    first, middle, last = sorted((one, other, third))

    assert calendar.between(first, last) == calendar.between(first, middle) + calendar.between(
        middle, last
    )


@given(calendars(), days)
def test_no_days_added_is_the_day_itself_even_when_nobody_works(
    calendar: WorkingCalendar, day: date
) -> None:
    assert calendar.add(day, 0) == day


# --- The notice of 2026 ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_2026() -> WorkingCalendar:
    by_kind: dict[str, set[date]] = {"holiday": set(), "workday": set()}
    for row in rows("calendar"):
        by_kind[row["kind"]].add(date.fromisoformat(row["date"]))
    return WorkingCalendar(
        holidays=frozenset(by_kind["holiday"]),
        workdays=frozenset(by_kind["workday"]),
        final_years=frozenset({2026}),
    )


@pytest.mark.parametrize("month_day", [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)])
def test_shifted_weekend_days_of_2026_are_worked(
    of_2026: WorkingCalendar, month_day: tuple[int, int]
) -> None:
    assert of_2026.is_working_day(date(2026, *month_day))


@pytest.mark.parametrize(
    "month_day",
    [(1, 1), (1, 2), (1, 3), (2, 15), (2, 23), (4, 6), (5, 1), (5, 5), (6, 19), (9, 25), (10, 7)],
)
def test_holidays_of_2026_are_not_worked(
    of_2026: WorkingCalendar, month_day: tuple[int, int]
) -> None:
    assert not of_2026.is_working_day(date(2026, *month_day))


def test_before_and_after_spring_festival(of_2026: WorkingCalendar) -> None:
    """Off from Sunday the 15th to Monday the 23rd of February; the Saturday before is worked."""
    assert of_2026.previous_working_day(date(2026, 2, 23)) == date(2026, 2, 14)
    assert of_2026.next_working_day(date(2026, 2, 15)) == date(2026, 2, 24)
    assert of_2026.add(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert of_2026.add(date(2026, 2, 24), -1) == date(2026, 2, 14)


def test_national_day_and_its_shifted_saturday(of_2026: WorkingCalendar) -> None:
    assert of_2026.add(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert of_2026.add(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert of_2026.between(date(2026, 9, 30), date(2026, 10, 11)) == 3


def test_ten_working_days_of_the_ndrc_order_over_spring_festival(
    of_2026: WorkingCalendar,
) -> None:
    """Received on Wednesday the 11th: 12, 13, 14, then from the 24th on, 28th included."""
    assert of_2026.add(date(2026, 2, 11), 10) == date(2026, 3, 3)


def test_a_year_without_notice_is_provisional_and_follows_the_week(
    of_2026: WorkingCalendar,
) -> None:
    assert of_2026.is_provisional(date(2027, 1, 1))
    assert of_2026.is_working_day(date(2027, 10, 1))
    assert not of_2026.is_provisional(date(2026, 12, 31))
