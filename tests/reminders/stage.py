"""What reminders stand on: the calendar of 2026, the rules of ours, the cast."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from directory.models import CalendarDay, CalendarYear
from projects.models import Milestone
from reminders.services.reference import load_rules
from tests.cast import Cast, make_cast
from tests.factories import MilestoneFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)


def morning(day: date, hour: int = 8) -> datetime:
    """An early hour of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def set_stage() -> Cast:
    """The people around one project, with the rules in force and the calendar of 2026."""
    year = CalendarYear.objects.create(year=2026, state=CalendarYear.State.FINAL)
    for day in range(1, 8):
        CalendarDay.objects.create(
            date=date(2026, 10, day), kind=CalendarDay.Kind.HOLIDAY, name="国庆节", year=year
        )
    CalendarDay.objects.create(
        date=date(2026, 10, 10), kind=CalendarDay.Kind.WORKDAY, name="国庆节调休", year=year
    )
    load_rules(now=morning(date(2026, 1, 4)))
    return make_cast()


def owed(cast: Cast, due_on: date | None, **values: Any) -> Milestone:
    """A milestone that the cast's lead department owes."""
    given = {"project": cast.project, "department": cast.lead_department, **values}
    milestone: Milestone = MilestoneFactory(due_on=due_on, **given)
    return milestone
