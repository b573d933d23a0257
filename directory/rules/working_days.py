"""The working calendar: weeks, statutory days off and shifted working days 「调休」."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked.

    `holidays` are weekdays off, `workdays` weekend days worked, by the yearly notice of the
    State Council; `final_years` are the years whose notice is out. In other years Monday to
    Friday are worked and every answer is provisional.
    """

    holidays: Collection[date] = field(default_factory=frozenset)
    workdays: Collection[date] = field(default_factory=frozenset)
    final_years: Collection[int] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """True while the notice for the year of this day is not out."""
        return day.year not in self.final_years

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the first worked day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the last worked day before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The date so many working days after a day; a negative number counts backwards.

        `add(day, 0)` is the day itself, worked or not.
        """
        step = ONE_DAY if working_days >= 0 else -ONE_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when
        `end` is before `start`."""
        if end < start:
            return -self.between(end, start)
        day, count = start, 0
        while day < end:
            day += ONE_DAY
            count += self.is_working_day(day)
        return count
