from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Light, Project
from projects.querysets import OfProjectQuerySet


class LightRuleMeasure(models.TextChoices):
    START_OVERDUE_MONTHS = "start_overdue_months", _("Months past the planned start")
    PACE_GAP_POINTS = "pace_gap_points", _("Points behind the planned pace")
    STATISTICS_OVERDUE_MONTHS = (
        "statistics_overdue_months",
        _("Months started and not in the statistics register"),
    )
    PAYMENT_GAP = "payment_gap", _("Payment below the fund's demand")
    CONSECUTIVE_YELLOW = "consecutive_yellow", _("Yellow evaluations in a row")
    REPORT_MISSED = "report_missed", _("Missed reports")
    MILESTONE_OVERDUE_DAYS = "milestone_overdue_days", _("Days a milestone is overdue")
    CRITICAL_MILESTONE_OVERDUE_DAYS = (
        "critical_milestone_overdue_days",
        _("Days a critical milestone is overdue"),
    )
    NO_SCHEDULE = "no_schedule", _("No schedule at all")


@tracked()
class LightRule(Versioned):
    """A rule of the lights 「红黄绿灯」: scope × measure × form × thresholds × consequence.

    `source` names the published rule it follows; `own` marks the planner's own defaults.
    """

    Measure = LightRuleMeasure

    code = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    measure = ChoiceField(Measure)
    form = models.CharField(max_length=24)
    scope = models.JSONField(default=dict, blank=True)
    thresholds = models.JSONField(default=dict)
    params = models.JSONField(default=dict, blank=True)
    consequence = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    own = models.BooleanField(default=False)
    sentence_zh = models.CharField(max_length=300)
    sentence_en = models.CharField(max_length=300)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("light rule")
        verbose_name_plural = _("light rules")
        constraints = [one_of("measure", LightRuleMeasure, name="light_rule_measure_known")]

    def __str__(self) -> str:
        return self.name


class LightTransition(models.Model):
    """A change of a project's light, with the sentences that explain it and the inputs that
    it saw. Written once."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="light_transitions")
    before = ChoiceField(Light)
    after = ChoiceField(Light)
    on = models.DateField()
    at = models.DateTimeField()
    sentences = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)

    objects = OfProjectQuerySet["LightTransition"].as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("light transition")
        verbose_name_plural = _("light transitions")
        indexes = [models.Index(fields=["project", "id"], name="light_transition_project")]
