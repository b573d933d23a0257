"""When a rule speaks, and on which working day that is told. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from directory.rules.working_days import WorkingCalendar

ONE_DAY = timedelta(days=1)


def told_on(occurs_on: date, *, offset_days: int, calendar: WorkingCalendar) -> date:
    """The working day on which an occurrence is told.

    A reminder before (or on) a date moves back, so that nobody hears of it too late; one after
    it moves forward.
    """
    if offset_days > 0:
        return calendar.next_working_day(occurs_on)
    return calendar.previous_working_day(occurs_on)


def latest_occurrence(
    due_on: date, *, offset_days: int, repeat_every_days: int | None, today: date
) -> date:
    """The day that a rule names last, seen from today; its first day while that lies ahead."""
    first = due_on + timedelta(days=offset_days)
    if repeat_every_days is None or today <= first:
        return first
    rounds = (today - first).days // repeat_every_days
    return first + timedelta(days=rounds * repeat_every_days)


@dataclass(frozen=True)
class Reach:
    """Which occurrences are to be told by the end of a working day.

    An occurrence after a date is told on `today` at the latest when it is not past `today`; one
    before a date when it is not past `until_next`, the last day before the next working day:
    on a Friday that is Sunday, before the National Day the last day of the holidays.
    """

    today: date
    until_next: date

    @classmethod
    def of(cls, today: date, calendar: WorkingCalendar) -> "Reach":
        """The reach of a working day."""
        return cls(today, calendar.next_working_day(today + ONE_DAY) - ONE_DAY)

    def holds(self, occurs_on: date, *, offset_days: int) -> bool:
        return occurs_on <= (self.today if offset_days > 0 else self.until_next)
