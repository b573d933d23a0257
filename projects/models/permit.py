from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import OfProjectQuerySet


class PermitMatter(models.Model):
    """A matter of the catalogue of permits 「前期手续」, filtered by approval road and sector."""

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    category = models.CharField(max_length=40, blank=True)
    approval_roads = models.JSONField(default=list)
    sectors = models.JSONField(default=list, blank=True)
    default_issuer_function = models.CharField(max_length=16, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("permit matter")
        verbose_name_plural = _("permit matters")

    def __str__(self) -> str:
        return self.name


class PermitState(models.TextChoices):
    NOT_NEEDED = "not_needed", _("Not needed")
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Obtained")
    COMMITMENT = "commitment", _("Done by commitment")
    AREA_ASSESSMENT = "area_assessment", _("Done by area assessment")


@tracked()
class Permit(Versioned):
    """A project's permit in one matter. Commitment 「承诺」 and area assessment 「区域评估」 count
    as done in Shanxi."""

    feed_resource = "permits"

    State = PermitState

    COUNTS_AS_DONE = (
        PermitState.DONE,
        PermitState.COMMITMENT,
        PermitState.AREA_ASSESSMENT,
    )

    project = models.ForeignKey(Project, models.PROTECT, related_name="permits")
    matter = models.ForeignKey(PermitMatter, models.PROTECT, related_name="permits")
    state = ChoiceField(State, default=State.NOT_STARTED)
    issuer = models.ForeignKey(
        "directory.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="permits_issued",
    )
    accepted_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    stuck_on = models.CharField(max_length=200, blank=True)
    stuck_since = models.DateField(null=True, blank=True)

    objects = OfProjectQuerySet["Permit"].as_manager()

    class Meta:
        ordering = ["project", "matter__order", "id"]
        verbose_name = _("permit")
        verbose_name_plural = _("permits")
        constraints = [
            one_of("state", PermitState, name="permit_state_known"),
            models.UniqueConstraint(fields=["project", "matter"], name="permit_matter_once"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(issued_on__isnull=False),
                name="permit_done_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.number}"
