from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from plans.models.plan import Plan, PlanSection
from plans.querysets import CommitmentQuerySet
from projects.models import Project


class CommitmentLevel(models.TextChoices):
    PROJECT = "project", _("Project")
    PROGRAMME = "programme", _("Programme or package")
    TASK = "task", _("Task")


@tracked()
class Commitment(Versioned):
    """One thing that a plan promises 「条目」: the exact quote and where it stands.

    `text[start:end]` of the plan is the quote, line breaks included. It becomes a project, a
    programme or a task, or is set aside with a reason.
    """

    feed_resource = "commitments"

    Level = CommitmentLevel

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="commitments")
    key = models.CharField(max_length=40)
    section = models.ForeignKey(
        PlanSection, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    box = models.CharField(max_length=12, blank=True)
    box_title = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    level = ChoiceField(Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members"
    )
    regions = models.ManyToManyField("directory.Region", blank=True, related_name="commitments")
    sector = models.ForeignKey(
        "projects.Sector",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
    )
    facts = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    set_aside_reason = models.TextField(blank=True)
    projects = models.ManyToManyField(
        Project, through="plans.CommitmentProject", related_name="commitments"
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "start", "end", "id"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            one_of("level", CommitmentLevel, name="commitment_level_known"),
            # Keys count places in a box: in a corrected file they move on together.
            models.UniqueConstraint(
                fields=["plan", "key"],
                deferrable=models.Deferrable.DEFERRED,
                name="commitment_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="commitment_extent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class CommitmentProject(models.Model):
    """A project rests on a commitment; `basis` says by which rule or whose word."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="links")
    project = models.ForeignKey(Project, models.PROTECT, related_name="commitment_links")
    basis = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "project"], name="commitment_project_once"
            )
        ]


class VerdictKind(models.TextChoices):
    DONE = "done", pgettext_lazy("verdict", "Done")
    MOSTLY_DONE = "mostly_done", _("Mostly done")
    CARRIED_OVER = "carried_over", _("Under construction, carried over")
    NOT_STARTED = "not_started", pgettext_lazy("verdict", "Not started")
    CANCELLED = "cancelled", pgettext_lazy("verdict", "Cancelled")


@tracked()
class Verdict(Versioned):
    """What became of a commitment when its plan's period was over, with the evidence.

    `kind` is "" once a verdict has been taken back; what it was stays in the history. `proposed`
    is what the register suggested when a person decided, "" when it suggested nothing.
    """

    feed_resource = "verdicts"

    Kind = VerdictKind

    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="verdict")
    kind = ChoiceField(Kind, blank=True)
    proposed = ChoiceField(Kind, blank=True)
    evidence = models.TextField()
    carried_to = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="carried_from"
    )
    decided_by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *VerdictKind.values]), name="verdict_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(proposed__in=["", *VerdictKind.values]),
                name="verdict_proposal_known",
            ),
            models.CheckConstraint(
                condition=models.Q(carried_to=None)
                | models.Q(kind__in=[VerdictKind.CARRIED_OVER, VerdictKind.NOT_STARTED]),
                name="verdict_carried_goes_on",
            ),
        ]

    @property
    def region_id(self) -> str:
        """The region whose plan is closed, by which the change feed tells the worlds apart; who
        writes a verdict has its commitment and plan at hand."""
        return self.commitment.plan.region_id


@tracked()
class VerdictFile(models.Model):
    """A file of a project behind the commitment that shows why the verdict is what it is."""

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="files")
    evidence = models.ForeignKey("projects.Evidence", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["verdict", "evidence"], name="verdict_file_once")
        ]
