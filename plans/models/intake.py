"""A plan document on its way into the register: the file, what was read in it, the review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Job, User, Versioned
from plans.models.commitment import Commitment, CommitmentLevel
from plans.models.plan import Plan
from plans.querysets import IntakeQuerySet
from projects.models import Project, Sector


def intake_path(intake: "Intake", filename: str) -> str:
    """Stored under the digest, never under the name that a stranger chose."""
    return f"plans/{intake.sha256[:2]}/{intake.sha256}"


class IntakeState(models.TextChoices):
    READING = "reading", _("Being read")
    FAILED = "failed", _("Could not be read")
    REVIEW = "review", pgettext_lazy("intake", "In review")
    DISCARDED = "discarded", pgettext_lazy("intake", "Discarded")


@tracked(exclude=("text", "sections", "pages", "indicators"))
class Intake(Versioned):
    """A plan document that an office has handed in 「规划收录」: the original file, the head that
    a person confirms, and the text to which all offsets of its rows refer."""

    State = IntakeState

    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="intakes")
    file = models.FileField(upload_to=intake_path, max_length=120)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    state = ChoiceField(State, default=State.READING)
    failure = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    title = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    period_start = models.PositiveSmallIntegerField(null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(null=True, blank=True)
    outlook_year = models.PositiveSmallIntegerField(null=True, blank=True)
    revises = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="revising_intakes"
    )
    head_confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    encoding = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    pages = models.JSONField(default=list, blank=True)
    sections = models.JSONField(default=list, blank=True)
    indicators = models.JSONField(default=list, blank=True)
    plan = models.OneToOneField(Plan, models.PROTECT, null=True, blank=True, related_name="intake")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("plan intake")
        verbose_name_plural = _("plan intakes")
        constraints = [
            one_of("state", IntakeState, name="intake_state_known"),
            models.UniqueConstraint(fields=["region", "sha256"], name="intake_file_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.name


class IntakeRowState(models.TextChoices):
    OPEN = "open", pgettext_lazy("intake row", "To be confirmed")
    ACCEPTED = "accepted", pgettext_lazy("intake row", "Accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("intake row", "Set aside")
    GONE = "gone", pgettext_lazy("intake row", "Joined into another")


class SetAsideKind(models.TextChoices):
    MISREAD = "misread", _("Misread, no commitment")
    REPEATED = "repeated", _("Said twice in this document")
    NOT_TRACKED = "not_tracked", _("A commitment that is not tracked")


class ProjectChoice(models.TextChoices):
    NEW = "new", _("A new project")
    PROJECT = "project", _("A project of the register")
    ROW = "row", _("The same as another row")


@tracked()
class IntakeRow(Versioned):
    """A commitment as the reader found it or a person marked it, until it is confirmed.

    `text[start:end]` of the intake is the quote. Nothing of it stands in the register before it
    is accepted and registered; then `commitment` names what it became. Codes of regions that the
    register does not know are kept in `region_codes` all the same.
    """

    State = IntakeRowState
    SetAside = SetAsideKind
    Choice = ProjectChoice

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="rows")
    section_key = models.CharField(max_length=40, blank=True)
    box = models.CharField(max_length=12, blank=True)
    box_title = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    level = ChoiceField(CommitmentLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members"
    )
    region_codes = models.JSONField(default=list, blank=True)
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="intake_rows"
    )
    facts = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    state = ChoiceField(State, default=State.OPEN)
    set_aside_kind = ChoiceField(SetAside, blank=True)
    set_aside_reason = models.TextField(blank=True)
    choice = ChoiceField(Choice, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="intake_rows"
    )
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    likely = models.JSONField(default=list, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, null=True, blank=True, related_name="intake_row"
    )

    class Meta:
        ordering = ["intake", "start", "end", "id"]
        verbose_name = _("intake row")
        verbose_name_plural = _("intake rows")
        constraints = [
            one_of("state", IntakeRowState, name="intake_row_state_known"),
            one_of("level", CommitmentLevel, name="intake_row_level_known"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="intake_row_extent"
            ),
            models.CheckConstraint(
                condition=models.Q(choice="")
                | models.Q(choice="new", project=None, same_as=None)
                | models.Q(choice="project", project__isnull=False, same_as=None)
                | models.Q(choice="row", project=None, same_as__isnull=False),
                name="intake_row_choice_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "state", "start"], name="intake_row_by_state"),
        ]

    def __str__(self) -> str:
        return self.name


class IntakeActKind(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("intake act", "accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("intake act", "set aside")
    REOPEN = "reopen", pgettext_lazy("intake act", "opened again")
    EDIT = "edit", pgettext_lazy("intake act", "edited")
    SPLIT = "split", pgettext_lazy("intake act", "split")
    JOIN = "join", pgettext_lazy("intake act", "joined")
    ADD = "add", pgettext_lazy("intake act", "added")
    CHOOSE = "choose", pgettext_lazy("intake act", "linked")


class IntakeAct(models.Model):
    """One act of a review, with what its rows were before: the person who did it may undo it as
    long as nobody has gone on with the same rows.

    `changes` holds for each row its id, its version after the act, and `before`, the columns as
    they were (null for a row that the act made).
    """

    Kind = IntakeActKind

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="acts")
    kind = ChoiceField(Kind)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    changes = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [one_of("kind", IntakeActKind, name="intake_act_kind_known")]
        indexes = [
            models.Index(
                fields=["intake", "actor", "-id"],
                condition=models.Q(undone_at=None),
                name="intake_act_to_undo",
            )
        ]
