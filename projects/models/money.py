from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, MoneyField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import OfProjectQuerySet


class FundSource(models.TextChoices):
    CENTRAL_BUDGET = "central_budget", _("Central budget")
    ULTRA_LONG_BOND = "ultra_long_bond", _("Ultra-long special treasury bond")
    SPECIAL_BOND = "special_bond", _("Local special bond")
    PROVINCIAL = "provincial", _("Provincial funds")
    MUNICIPAL = "municipal", _("Municipal funds")
    COUNTY = "county", _("County funds")
    BANK = "bank", _("Bank loan")
    COMPANY = "company", _("Company's own funds")
    OTHER = "other", _("Other")


class MoneyLineLine(models.TextChoices):
    APPROVED = "approved", _("Approved total")
    YEAR_PLAN = "year_plan", _("This year's plan")
    RECEIVED = "received", _("Received")
    COMPLETED = "completed", _("Completed")
    PAID = "paid", _("Paid")
    STATISTICS = "statistics", _("Statistics")


@tracked()
class MoneyLine(Versioned):
    """An amount of a project in one line, month and source; the lines are never mixed."""

    feed_resource = "money_lines"

    Line = MoneyLineLine

    project = models.ForeignKey(Project, models.PROTECT, related_name="money")
    line = ChoiceField(Line)
    source = ChoiceField(FundSource, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = MoneyField()
    note = models.CharField(max_length=200, blank=True)

    objects = OfProjectQuerySet["MoneyLine"].as_manager()

    class Meta:
        ordering = ["project", "line", "year", "month", "id"]
        verbose_name = _("money line")
        verbose_name_plural = _("money lines")
        constraints = [
            one_of("line", MoneyLineLine, name="money_line_known"),
            models.UniqueConstraint(
                fields=["project", "line", "source", "year", "month"],
                nulls_distinct=False,
                name="money_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(month__isnull=True)
                | models.Q(year__isnull=False, month__range=(1, 12)),
                name="money_line_month_of_a_year",
            ),
        ]


@tracked()
class FundBatch(Versioned):
    """A batch of funds sent down (中央预算内, 超长期特别国债, 专项债).

    The clocks are those of the National Development and Reform Commission's order 10 of 2024:
    passed on within 10 working days, split within 20.
    """

    feed_resource = "fund_batches"

    source = ChoiceField(FundSource)
    number = models.CharField(max_length=80)
    received_on = models.DateField()
    amount = MoneyField()
    direct = models.BooleanField(default=True)
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="fund_batches")
    passed_on_on = models.DateField(null=True, blank=True)
    split_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-received_on", "id"]
        verbose_name = _("fund batch")
        verbose_name_plural = _("fund batches")
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="fund_batch_number_once")
        ]

    def __str__(self) -> str:
        return self.number


@tracked()
class FundBatchEntry(Versioned):
    """A project's share of a fund batch, in 万元."""

    batch = models.ForeignKey(FundBatch, models.PROTECT, related_name="entries")
    project = models.ForeignKey(Project, models.PROTECT, related_name="funds")
    amount = MoneyField()
    paid = MoneyField(default=0)
    start_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["batch", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "project"], name="fund_batch_project_once")
        ]


class StatisticsRegistrationState(models.TextChoices):
    NOT_DUE = "not_due", _("Not to be registered")
    DUE = "due", _("To be registered")
    FILED = "filed", _("Filed for registration")
    REGISTERED = "registered", _("Registered")


@tracked()
class StatisticsRegistration(Versioned):
    """A project's state in the statistics register 「入库纳统」: due from 500 万元 on."""

    feed_resource = "statistics_registrations"

    State = StatisticsRegistrationState

    project = models.OneToOneField(Project, models.PROTECT, related_name="statistics")
    state = ChoiceField(State, default=State.DUE)
    registered_month = models.DateField(null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    missing_papers = models.TextField(blank=True)

    class Meta:
        ordering = ["project"]
        verbose_name = _("statistics registration")
        verbose_name_plural = _("statistics registrations")
        constraints = [one_of("state", StatisticsRegistrationState, name="statistics_state_known")]
