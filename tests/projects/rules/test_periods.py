from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.periods import Period, months_between, period_of, quarter_later

periods = st.builds(Period, st.integers(2000, 2100), st.integers(1, 12))
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(periods)
def test_the_month_after_the_month_before_is_the_month(period: Period) -> None:
    assert period.before.after == period == period.after.before
    assert period.before < period < period.after


@given(days)
def test_a_day_lies_within_its_period(day: date) -> None:
    period = period_of(day)

    assert period.first_day <= day <= period.last_day
    assert period.after.first_day > day


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 8, 15), date(2026, 9, 14), 0),
        (date(2026, 8, 15), date(2026, 9, 15), 1),
        (date(2025, 12, 1), date(2026, 2, 1), 2),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 5, 1), date(2026, 5, 1), 0),
    ],
)
def test_a_month_counts_when_its_day_has_been_reached(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 10, 5), date(2027, 1, 5)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_a_quarter_later(day: date, later: date) -> None:
    assert quarter_later(day) == later


def test_a_period_reads_as_year_and_month() -> None:
    assert str(Period(2026, 2)) == "2026-02"
