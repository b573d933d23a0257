from datetime import date
from typing import Any

import pytest

from directory.models import CalendarDay, CalendarYear
from directory.queries.calendar import working_calendar


@pytest.mark.django_db
def test_the_working_calendar_as_the_register_knows_it(django_assert_num_queries: Any) -> None:
    final = CalendarYear.objects.create(year=2026, state="final", notice="国办发明电〔2025〕7号")
    CalendarYear.objects.create(year=2027, state="provisional")
    CalendarDay.objects.create(date=date(2026, 10, 1), kind="holiday", name="国庆节", year=final)
    CalendarDay.objects.create(date=date(2026, 10, 10), kind="workday", name="调休", year=final)

    with django_assert_num_queries(2):
        calendar = working_calendar()

    assert not calendar.is_working_day(date(2026, 10, 1))
    assert calendar.is_working_day(date(2026, 10, 10))
    assert calendar.is_working_day(date(2026, 10, 9))
    assert not calendar.is_provisional(date(2026, 1, 1))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_provisional(date(2031, 1, 1))
