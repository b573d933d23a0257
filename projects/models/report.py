from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, MoneyField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.lists import ProjectList
from projects.models.project import Project, Status
from projects.querysets import ReportQuerySet


class ReportRoundState(models.TextChoices):
    OPEN = "open", _("Open for reports")
    CLOSED = "closed", _("Closed")


@tracked()
class ReportRound(Versioned):
    """A month's round of reports 「调度」 for a region (and a list): from when, until when, along
    which chain. `first_month` < `month` makes one period of both 「1–2月」."""

    feed_resource = "report_rounds"

    State = ReportRoundState

    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="report_rounds")
    project_list = models.ForeignKey(
        ProjectList, models.PROTECT, null=True, blank=True, related_name="report_rounds"
    )
    year = models.PositiveSmallIntegerField()
    first_month = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    due_on = models.DateField()
    chain = models.JSONField(default=list)
    state = ChoiceField(State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "-month", "id"]
        verbose_name = _("report round")
        verbose_name_plural = _("report rounds")
        constraints = [
            one_of("state", ReportRoundState, name="report_round_state_known"),
            models.UniqueConstraint(
                fields=["region", "project_list", "year", "month"],
                nulls_distinct=False,
                name="report_round_once",
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12))
                & models.Q(first_month__gte=1)
                & models.Q(first_month__lte=models.F("month")),
                name="report_round_months",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opens_on")),
                name="report_round_due_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


DEFAULT_CHAIN = ("office",)
CHAIN_STEPS = ("head", "county", "office")
"""The steps that may follow a submission: head of the department, county, office."""


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


@tracked()
class Report(Versioned):
    """A project's report 「月报」 of one period.

    Amounts are in 万元; `cumulative_investment` counts since the beginning of the year. Only
    approved figures stand in bulletins. `on_behalf_of` marks 「代填」.
    """

    feed_resource = "reports"

    State = ReportState

    HANDED_IN = (ReportState.SUBMITTED, ReportState.APPROVED)

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    report_round = models.ForeignKey(
        ReportRound, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    pool = ChoiceField(Status)
    state = ChoiceField(State, default=State.DRAFT)
    step = models.PositiveSmallIntegerField(default=0)
    investment = MoneyField(null=True, blank=True)
    cumulative_investment = MoneyField(null=True, blank=True)
    progress_words = models.CharField(max_length=200, blank=True)
    progress_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    next_step = models.CharField(max_length=400, blank=True)
    problems = models.TextField(blank=True)
    no_change = models.BooleanField(default=False)
    correction_reason = models.TextField(blank=True)
    reported_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="reports"
    )
    on_behalf_of = models.ForeignKey(
        "directory.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-month", "-id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            one_of("state", ReportState, name="report_state_known"),
            models.UniqueConstraint(
                fields=["project", "year", "month"], name="report_once_a_period"
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12)), name="report_month_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_at__isnull=False),
                name="report_approved_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="submitted")
                | models.Q(step__gte=1, submitted_at__isnull=False),
                name="report_submitted_waits_at_a_step",
            ),
        ]
        indexes = [models.Index(fields=["year", "month", "state"], name="report_period_state")]

    def __str__(self) -> str:
        return f"{self.project} {self.year}-{self.month:02d}"

    def chain(self) -> Sequence[str]:
        """The steps after its submission, by its round; a report without one goes to the office."""
        return (self.report_round.chain if self.report_round else None) or DEFAULT_CHAIN

    def waits_at(self) -> str:
        """The step of its chain that a submitted report waits at."""
        return self.chain()[self.step - 1]


class ReportDecisionKind(models.TextChoices):
    SUBMIT = "submit", _("Submitted")
    PASS = "pass", _("Passed on")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")
    CORRECT = "correct", _("Corrected")


class ReportDecision(models.Model):
    """One step of a report's way along the chain: submitted, passed on, returned, approved.
    Rows are written once."""

    Kind = ReportDecisionKind

    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    kind = ChoiceField(Kind)
    remarks = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
