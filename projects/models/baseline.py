from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.milestone import Milestone
from projects.models.project import Project
from projects.querysets import InsideQuerySet, OfProjectQuerySet


class Baseline(models.Model):
    """What was approved 「基线」: the dates in force from one approval to the next. Rows are
    written once; old baselines stay readable for ever."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="baselines")
    revision = models.PositiveSmallIntegerField()
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="baselines",
    )

    objects = OfProjectQuerySet["Baseline"].as_manager()

    class Meta:
        ordering = ["project", "revision"]
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [
            models.UniqueConstraint(fields=["project", "revision"], name="baseline_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.project} #{self.revision}"


class BaselineDate(models.Model):
    """The date of one milestone in one baseline."""

    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="dates")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="baseline_dates")
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["baseline", "id"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "milestone"], name="baseline_date_once")
        ]


class ChangeRequestSubject(models.TextChoices):
    DUE_DATE = "due_date", _("Due date")
    INVESTMENT = "investment", _("Investment")
    SCOPE = "scope", _("Scope")


class ChangeRequestState(models.TextChoices):
    FILED = "filed", _("Filed")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChangeRequestReason(models.TextChoices):
    LAND = "land", _("Land and demolition")
    PERMITS = "permits", _("Permits")
    FUNDS = "funds", _("Funds")
    DESIGN = "design", _("Design change")
    TENDER = "tender", _("Tendering")
    WEATHER = "weather", _("Weather and season")
    ENVIRONMENT = "environment", _("Environmental control")
    COMPANY = "company", _("The company's own reasons")
    POLICY = "policy", _("Policy or plan change")
    OTHER = "other", _("Other")


@tracked()
class ChangeRequest(Versioned):
    """A request 「调整申请」 to change what was approved: a due date, the investment, the scope.

    `late` marks one that was filed after the date it wants to move.
    """

    feed_resource = "change_requests"

    Subject = ChangeRequestSubject

    State = ChangeRequestState

    Reason = ChangeRequestReason

    project = models.ForeignKey(Project, models.PROTECT, related_name="change_requests")
    subject = ChoiceField(Subject)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="change_requests"
    )
    state = ChoiceField(State, default=State.FILED)
    reason_code = ChoiceField(Reason)
    reason = models.TextField()
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    old_value = models.TextField(blank=True)
    new_value = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    filed_by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = InsideQuerySet["ChangeRequest"].as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        constraints = [
            one_of("subject", ChangeRequestSubject, name="change_request_subject_known"),
            one_of("state", ChangeRequestState, name="change_request_state_known"),
            one_of("reason_code", ChangeRequestReason, name="change_request_reason_known"),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(state="filed"),
                name="change_request_one_open_per_milestone",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject="due_date")
                | models.Q(milestone__isnull=False, new_due_on__isnull=False),
                name="change_request_of_a_date_names_it",
            ),
            models.CheckConstraint(
                condition=models.Q(state="filed", decided_at__isnull=True)
                | (~models.Q(state="filed") & models.Q(decided_at__isnull=False)),
                name="change_request_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} #{self.pk}"
