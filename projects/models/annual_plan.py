from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, MoneyField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.lists import ProjectList
from projects.models.project import Project
from projects.querysets import OfProjectQuerySet


class AnnualPlanYearClass(models.TextChoices):
    """「年度类别」; that a project is to be finished is a flag across the classes."""

    NEW_START = "new_start", _("New start")
    CONTINUED = "continued", _("Continued")
    PREPARATORY = "preparatory", _("Preparatory")


@tracked()
class AnnualPlan(Versioned):
    """What a project is to do in a year 「年度计划」, for a list or for its city.

    After the list is issued its figures are frozen; a mid-year adjustment is a new revision
    that supersedes the old one, and both stay readable.
    """

    feed_resource = "annual_plans"

    YearClass = AnnualPlanYearClass

    project = models.ForeignKey(Project, models.PROTECT, related_name="annual_plans")
    project_list = models.ForeignKey(
        ProjectList, models.PROTECT, null=True, blank=True, related_name="annual_plans"
    )
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField(default=True)
    year_class = ChoiceField(YearClass)
    finishes = models.BooleanField(default=False)
    investment = MoneyField()
    target = models.TextField(blank=True)
    start_month = models.PositiveSmallIntegerField(null=True, blank=True)
    finish_month = models.PositiveSmallIntegerField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = OfProjectQuerySet["AnnualPlan"].as_manager()

    class Meta:
        ordering = ["-year", "id"]
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        constraints = [
            one_of("year_class", AnnualPlanYearClass, name="annual_plan_class_known"),
            models.UniqueConstraint(
                fields=["project", "project_list", "year"],
                condition=models.Q(in_force=True),
                nulls_distinct=False,
                name="annual_plan_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(investment__gte=0),
                name="annual_plan_investment_not_negative",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(start_month__isnull=True) | models.Q(start_month__range=(1, 12))
                )
                & (models.Q(finish_month__isnull=True) | models.Q(finish_month__range=(1, 12))),
                name="annual_plan_months",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"


class AnnualPlanMonth(models.Model):
    """The planned investment (万元) of a year, cumulated to the end of a month."""

    annual_plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="months")
    month = models.PositiveSmallIntegerField()
    cumulative_investment = MoneyField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["annual_plan", "month"], name="annual_plan_month_once"),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12)), name="annual_plan_month_range"
            ),
        ]


class SeasonalCurve(models.Model):
    """A city's default spread of a year's investment over the months (cumulative shares).

    A row without region is the default; works in Shanxi start late in the year.
    """

    region = models.ForeignKey(
        "directory.Region", models.PROTECT, null=True, blank=True, related_name="+"
    )
    month = models.PositiveSmallIntegerField()
    cumulative_share = models.DecimalField(max_digits=6, decimal_places=4)

    class Meta:
        ordering = ["region", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "month"],
                nulls_distinct=False,
                name="seasonal_curve_month_once",
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12), cumulative_share__range=(0, 1)),
                name="seasonal_curve_shares",
            ),
        ]
