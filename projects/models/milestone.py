from datetime import date

from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import MilestoneQuerySet


class MilestoneKind(models.TextChoices):
    APPROVAL = "approval", _("Project approval")
    LAND = "land", _("Land")
    DESIGN = "design", _("Design")
    PERMIT = "permit", _("Construction permit")
    START = "start", _("Real start")
    PROGRESS = "progress", _("Progress of works")
    COMPLETION = "completion", _("Completion of works")
    ACCEPTANCE = "acceptance", _("Acceptance")
    OPERATION = "operation", _("Going into operation")
    OTHER = "other", _("Other")


class MilestoneState(models.TextChoices):
    OPEN = "open", _("Not completed")
    DONE = "done", _("Done")
    ON_HOLD = "on_hold", _("On hold")
    DROPPED = "dropped", _("Dropped")


@tracked(exclude=("province_code", "city_code"))
class Milestone(Versioned):
    """A milestone 「节点」: a date in force that somebody owes.

    `due_on` is the date in force and changes only by an approved change request; `first_due_on`
    is the date of the first baseline; `forecast_on` what is expected now. `department` owes it:
    `own_department` if one is set, otherwise the project's lead. `region` is the project's, kept
    here with the codes of province and city so that overdue lists read only what they show.
    """

    feed_resource = "milestones"

    State = MilestoneState

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    key = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=120)
    kind = ChoiceField(MilestoneKind, default=MilestoneKind.OTHER)
    order = models.PositiveSmallIntegerField(default=0)
    critical = models.BooleanField(default=False)
    evidence_required = models.BooleanField(default=False)
    state = ChoiceField(State, default=State.OPEN)
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    forecast_reason = models.CharField(max_length=200, blank=True)
    actual_on = models.DateField(null=True, blank=True)
    own_department = models.ForeignKey(
        "directory.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "directory.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
    )
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="milestones")
    province_code = models.GeneratedField(
        expression=Left("region", 2),
        output_field=models.CharField(max_length=2),
        db_persist=True,
    )
    city_code = models.GeneratedField(
        expression=Left("region", 4),
        output_field=models.CharField(max_length=4),
        db_persist=True,
    )
    baseline_revision = models.PositiveSmallIntegerField(default=0)
    completed_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["project", "order", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            one_of("state", MilestoneState, name="milestone_state_known"),
            one_of("kind", MilestoneKind, name="milestone_kind_known"),
            models.CheckConstraint(
                condition=models.Q(state="done", actual_on__isnull=False)
                | (~models.Q(state="done") & models.Q(actual_on__isnull=True)),
                name="milestone_done_has_actual_date",
            ),
        ]
        indexes = [
            # They carry what the figures group by, so that a count reads no row.
            models.Index(
                fields=["city_code", "due_on", "id"],
                include=["region", "department", "project"],
                condition=models.Q(state="open"),
                name="milestone_open_in_city",
            ),
            models.Index(
                fields=["region", "due_on", "id"],
                include=["department", "project"],
                condition=models.Q(state="open"),
                name="milestone_open_in_region",
            ),
            models.Index(
                fields=["department", "due_on", "id"],
                include=["region", "project"],
                condition=models.Q(state="open"),
                name="milestone_open_of_department",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state="open"),
                name="milestone_open_due",
            ),
            models.Index(fields=["project", "order", "id"], name="milestone_project_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def days_late(self, today: date) -> int:
        """Days past the date in force: until today while open, until the actual date when
        done; negative days remain. A milestone without a date is never late."""
        return _days_past(self.due_on, self.actual_on or today)

    def slippage(self, today: date) -> int:
        """Days past the first baseline, so that re-baselining hides nothing."""
        return _days_past(self.first_due_on, self.actual_on or today)


def _days_past(due_on: date | None, until: date) -> int:
    return (until - due_on).days if due_on else 0


class Predecessor(models.Model):
    """A milestone that must be done before another, with the working days in between."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="predecessors")
    predecessor = models.ForeignKey(Milestone, models.PROTECT, related_name="successors")
    working_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "predecessor"], name="predecessor_once"),
            models.CheckConstraint(
                condition=~models.Q(milestone=models.F("predecessor")),
                name="predecessor_of_another",
            ),
        ]


class ScheduleTemplate(models.Model):
    """A schedule per sector and approval road, from which milestones are laid backwards from
    the finish 「倒排工期」. Durations are working days and planning defaults, not rules."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sector = models.ForeignKey(
        "projects.Sector",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="templates",
    )
    approval_road = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("schedule template")
        verbose_name_plural = _("schedule templates")

    def __str__(self) -> str:
        return self.name


class TemplateStep(models.Model):
    """One milestone of a template: how many working days it takes after its predecessors."""

    template = models.ForeignKey(ScheduleTemplate, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    kind = ChoiceField(MilestoneKind)
    order = models.PositiveSmallIntegerField()
    duration_working_days = models.PositiveSmallIntegerField()
    predecessors = models.JSONField(default=list, blank=True)
    critical = models.BooleanField(default=False)
    evidence_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["template", "order"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_step_once")
        ]
