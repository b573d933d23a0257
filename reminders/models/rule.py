from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned


class Subject(models.TextChoices):
    """What a reminder speaks of."""

    MILESTONE_DUE = "milestone_due", _("Milestone due")
    REPORT_DUE = "report_due", _("Report due")


class Audience(models.TextChoices):
    """Who is told: the people of the department that owes it, the project company, the offices."""

    DEPARTMENT = "department", _("Responsible department")
    COMPANY = "company", _("Project company")
    PLAN_OFFICE = "plan_office", _("Plan office of the city")
    COUNTY_OFFICE = "county_office", _("County office")


class Urgency(models.IntegerChoices):
    """What meets on one day folds into the most urgent."""

    NOTICE = 10, _("Notice")
    SOON = 20, _("Soon")
    PRESSING = 30, _("Pressing")
    OVERDUE = 40, _("Overdue")


@tracked()
class ReminderRule(Versioned):
    """When somebody is told of a date: so many calendar days before it (negative) or after it,
    once or again every so many days, with which urgency, and who.

    The offsets are data: the plan office changes them here, and no code knows them.
    """

    code = models.CharField(max_length=48, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    subject = ChoiceField(Subject)
    offset_days = models.SmallIntegerField()
    repeat_every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField()
    audience = ArrayField(models.CharField(max_length=32))
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["subject", "offset_days", "id"]
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        constraints = [
            one_of("subject", Subject, name="reminder_rule_subject_known"),
            models.CheckConstraint(
                condition=models.Q(urgency__in=Urgency.values), name="reminder_rule_urgency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(audience__contained_by=Audience.values),
                name="reminder_rule_audience_known",
            ),
            models.CheckConstraint(
                condition=models.Q(repeat_every_days__isnull=True)
                | models.Q(repeat_every_days__gt=0, offset_days__gt=0),
                name="reminder_rule_repeats_after_the_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name
