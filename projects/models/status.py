from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField
from projects.models.project import Project, Status, WorkState


class StatusMove(models.Model):
    """A recorded move along 「四库」 or a change of the work state: who, when, why, on what
    evidence. Rows are written once and never changed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="moves")
    before = ChoiceField(Status)
    after = ChoiceField(Status)
    work_state_before = ChoiceField(WorkState, blank=True)
    work_state_after = ChoiceField(WorkState, blank=True)
    effective_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    moved_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("status move")
        verbose_name_plural = _("status moves")


class PerformanceQuarter(models.Model):
    """Output, revenue, tax (万元) and jobs of a performing project 「达效」, for eight quarters."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="performance")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    output = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    revenue = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    tax = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    jobs = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["year", "quarter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "quarter"], name="performance_quarter_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)),
                name="performance_quarter_range",
            ),
        ]
