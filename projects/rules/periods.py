"""Periods of reports: which month is asked for, and when it ends."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Period:
    """A month of reporting. January and February are one period 「1–2月」 where a round says so;
    then the period is February's and `first_month` is 1."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def before(self) -> "Period":
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    @property
    def after(self) -> "Period":
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


def period_of(day: date) -> Period:
    return Period(day.year, day.month)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another; a month counts when its day has been reached."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if last.day < first.day else months


def quarter_later(day: date) -> date:
    """The same day three months later, or that month's last day."""
    months = day.month + 2
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
