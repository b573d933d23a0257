from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from plans.querysets import PlanQuerySet


@tracked(exclude=("text",))
class Plan(Versioned):
    """A plan document 「规划」 with its full text, to which all offsets refer (code points)."""

    feed_resource = "plans"

    doc = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="plans")
    period_start = models.PositiveSmallIntegerField(null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(null=True, blank=True)
    outlook_year = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    notes = models.TextField(blank=True)
    # A new edition 「中期调整」 names the one that it revises.
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revisions"
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["region", "doc"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.title


class PlanSectionKind(models.TextChoices):
    CHAPTER = "chapter", _("Chapter")
    SECTION = "section", _("Section")
    SUBSECTION = "subsection", _("Subsection")
    BOX = "box", _("Box")
    GROUP = "group", _("Group")
    TABLE = "table", _("Table")


class PlanSection(models.Model):
    """A part of a plan's outline: chapter 「章」, section 「节」, box 「专栏」, group, table."""

    Kind = PlanSectionKind

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    kind = ChoiceField(Kind)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = _("plan section")
        verbose_name_plural = _("plan sections")
        constraints = [
            one_of("kind", PlanSectionKind, name="plan_section_kind_known"),
            models.UniqueConstraint(fields=["plan", "key"], name="plan_section_key_once"),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="plan_section_extent",
            ),
        ]

    def __str__(self) -> str:
        return self.title
