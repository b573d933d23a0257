from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from plans.models.plan import Plan, PlanSection
from plans.querysets import IndicatorQuerySet
from plans.rules.course import IndicatorFacts


class IndicatorNature(models.TextChoices):
    BINDING = "binding", _("Binding")
    EXPECTED = "expected", _("Expected")


@tracked()
class Indicator(Versioned):
    """A row of a plan's indicator table 「指标」.

    Values may be numbers, ranges, ratios, cumulative or words: the text is kept, a number is
    derived only where there is one. `further` holds the columns of the table that are neither
    base nor target nor growth, as [head, text]; `cumulative` says that the target is a sum over
    the years ([ ]).
    """

    feed_resource = "indicators"

    Nature = IndicatorNature

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators")
    section = models.ForeignKey(
        PlanSection, models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    table = models.CharField(max_length=200, blank=True)
    box = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=80, blank=True)
    group = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=12, blank=True)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    base_year = models.PositiveSmallIntegerField(null=True, blank=True)
    base_text = models.CharField(max_length=120, blank=True)
    base_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target_text = models.CharField(max_length=120, blank=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    growth_text = models.CharField(max_length=120, blank=True)
    cumulative = models.BooleanField(default=False)
    further = models.JSONField(default=list, blank=True)
    nature = ChoiceField(Nature, blank=True)
    note = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "start", "order", "id"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "order"], name="indicator_row_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name with that of its group, without which 「二氧化硫」 says too little."""
        return f"{self.group}：{self.name}" if self.group else self.name

    def facts(self) -> IndicatorFacts:
        """What the rule on its course needs to know of it."""
        return IndicatorFacts(
            name=self.full_name,
            unit=self.unit,
            base_year=self.base_year,
            base=self.base_text,
            target_year=self.target_year,
            target=self.target_text,
            growth=self.growth_text,
        )


class YearSource(models.TextChoices):
    """Who says what an indicator reached: the plan's own table, or the plan office."""

    PRINTED = "printed", _("Printed in the plan")
    OFFICE = "office", _("Entered by the plan office")


@tracked()
class IndicatorYear(Versioned):
    """What an indicator reached in a year; `note` says where the figure is from."""

    Source = YearSource

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    source = ChoiceField(Source, default=Source.OFFICE)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="indicator_year_once"),
            one_of("source", YearSource, name="indicator_year_source_known"),
        ]
