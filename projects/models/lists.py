from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import ListQuerySet, OfProjectQuerySet


class ProjectListState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    CLOSED = "closed", _("Closed")


@tracked()
class ProjectList(Versioned):
    """A list 「名单」: "2026 年省级重点工程第一批", "1311", "三个一批 第四次", a fund's."""

    feed_resource = "lists"

    State = ProjectListState

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="lists")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = ChoiceField(State, default=State.DRAFT)
    document_number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    chain = models.JSONField(default=list, blank=True)

    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "code"]
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")
        constraints = [one_of("state", ProjectListState, name="project_list_state_known")]

    def __str__(self) -> str:
        return self.name


class ListEntryLeaving(models.TextChoices):
    REMOVED = "removed", _("Taken out")
    REPLACED = "replaced", _("Replaced")
    FINISHED = "finished", _("Finished")


@tracked()
class ListEntry(Versioned):
    """A project's place in a list, with number and figures *as printed*."""

    feed_resource = "list_entries"

    Leaving = ListEntryLeaving

    project_list = models.ForeignKey(ProjectList, models.PROTECT, related_name="entries")
    project = models.ForeignKey(Project, models.PROTECT, related_name="entries")
    number = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=60, blank=True)
    printed = models.JSONField(default=dict, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    entered_reason = models.TextField(blank=True)
    left_on = models.DateField(null=True, blank=True)
    leaving = ChoiceField(Leaving, blank=True)
    left_reason = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = OfProjectQuerySet["ListEntry"].as_manager()

    class Meta:
        ordering = ["project_list", "id"]
        verbose_name = _("list entry")
        verbose_name_plural = _("list entries")
        constraints = [
            models.UniqueConstraint(
                fields=["project_list", "project"],
                condition=models.Q(left_on__isnull=True),
                name="list_entry_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | ~models.Q(leaving=""),
                name="list_entry_leaves_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(entered_on__isnull=True)
                | models.Q(left_on__gte=models.F("entered_on")),
                name="list_entry_enters_before_it_leaves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_list} {self.number}"
