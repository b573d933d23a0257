from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField
from directory.history import tracked
from directory.models import Versioned
from plans.models.plan import Plan, PlanSection


class IndicatorNature(models.TextChoices):
    BINDING = "binding", _("Binding")
    EXPECTED = "expected", _("Expected")


@tracked()
class Indicator(Versioned):
    """A row of a plan's indicator table 「指标」.

    Values may be numbers, ranges, ratios, cumulative or words: the text is kept, a number is
    derived only where there is one.
    """

    feed_resource = "indicators"

    Nature = IndicatorNature

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    section = models.ForeignKey(
        PlanSection, models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    category = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=30, blank=True)
    base_year = models.PositiveSmallIntegerField(null=True, blank=True)
    base_text = models.CharField(max_length=60, blank=True)
    base_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target_text = models.CharField(max_length=60, blank=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    nature = ChoiceField(Nature, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "order", "id"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "order"], name="indicator_row_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class IndicatorYear(Versioned):
    """What an indicator reached in a year."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="indicator_year_once")
        ]
