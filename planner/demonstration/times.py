"""The days on which the demonstration city's story hangs, all counted from the day of loading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from django.utils import timezone

from directory.clock import date_of
from directory.queries.calendar import working_calendar
from directory.rules.working_days import WorkingCalendar
from projects.rules.periods import Period, period_of

REPORT_DUE_DAY, ROUND_OPENS_DAY, ROUND_CLOSES_DAY = 5, 11, 12


@dataclass(frozen=True)
class Times:
    """Now, the working calendar, and what follows from them."""

    now: datetime
    calendar: WorkingCalendar

    @cached_property
    def today(self) -> date:
        return date_of(self.now)

    @cached_property
    def first_period(self) -> Period:
        """The December at which the monthly reports begin, two years ago or a little more."""
        current = period_of(self.today)
        back = current.year * 12 + current.month - 1 - 23
        year = back // 12 if back % 12 == 11 else back // 12 - 1
        return Period(year, 12)

    @cached_property
    def opened_on(self) -> date:
        """The day on which the fictitious plan office began its register."""
        return self.calendar.next_working_day(date(self.first_period.year, 11, 3))

    @cached_property
    def periods(self) -> list[Period]:
        """The periods of reports before the current month; 「1–2月」 is one."""
        found, period = [], self.first_period
        while period < period_of(self.today):
            if period.month != 1:
                found.append(period)
            period = period.after
        return found

    @cached_property
    def current(self) -> Period | None:
        """The period whose round runs now beside the last month's, if it has begun."""
        period = period_of(self.today)
        return period if period.month != 1 and self.today.day >= ROUND_OPENS_DAY else None

    @cached_property
    def last_month_end(self) -> date:
        return period_of(self.today).first_day - timedelta(days=1)

    @property
    def years(self) -> list[int]:
        """The years that have an annual plan."""
        return list(range(self.first_period.year + 1, self.today.year + 1))

    def due_on(self, period: Period) -> date:
        return self.calendar.next_working_day(period.after.first_day.replace(day=REPORT_DUE_DAY))

    def closes_on(self, period: Period) -> date:
        return self.calendar.next_working_day(period.after.first_day.replace(day=ROUND_CLOSES_DAY))

    def last_due_period(self, day: date) -> Period | None:
        """The latest period whose reports were due before a day."""
        due = [period for period in self.periods if self.due_on(period) < day]
        return due[-1] if due else None

    def at(self, day: date, chance: Random) -> datetime:
        """A moment of a day's office hours, never later than now."""
        moment = datetime.combine(
            day,
            time(8 + chance.randrange(10), chance.randrange(60), chance.randrange(60)),
            tzinfo=timezone.get_default_timezone(),
        )
        return min(moment, self.now)

    def worked(self, day: date) -> date:
        """A working day on or before a day, and before today."""
        return self.calendar.previous_working_day(min(day, self.today - timedelta(days=1)))


def times_of(now: datetime) -> Times:
    return Times(now=now, calendar=working_calendar())
