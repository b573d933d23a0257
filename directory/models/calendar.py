from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of


class CalendarYearState(models.TextChoices):
    FINAL = "final", _("By the State Council's notice")
    PROVISIONAL = "provisional", _("Provisional: the notice is not out yet")


class CalendarYear(models.Model):
    """A year of the working calendar; provisional until the State Council's notice is out."""

    State = CalendarYearState

    year = models.PositiveSmallIntegerField(primary_key=True)
    state = ChoiceField(State)
    notice = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints = [one_of("state", CalendarYearState, name="calendar_year_state_known")]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Day off")
    WORKDAY = "workday", _("Working day")


class CalendarDay(models.Model):
    """A day that differs from the week's rule: a weekday off, or a shifted working day 「调休」."""

    Kind = CalendarDayKind

    date = models.DateField(primary_key=True)
    kind = ChoiceField(Kind)
    name = models.CharField(max_length=50)
    year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [one_of("kind", CalendarDayKind, name="calendar_day_kind_known")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
