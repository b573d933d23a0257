from datetime import date

from directory.models import CalendarDay, CalendarYear
from directory.rules.working_days import WorkingCalendar


def working_calendar() -> WorkingCalendar:
    """The working calendar as the register knows it."""
    days: dict[str, set[date]] = {kind: set() for kind, _ in CalendarDay.Kind.choices}
    for day, kind in CalendarDay.objects.values_list("date", "kind"):
        days[kind].add(day)
    final = CalendarYear.objects.filter(state=CalendarYear.State.FINAL)
    return WorkingCalendar(
        holidays=frozenset(days[CalendarDay.Kind.HOLIDAY]),
        workdays=frozenset(days[CalendarDay.Kind.WORKDAY]),
        final_years=frozenset(final.values_list("year", flat=True)),
    )
