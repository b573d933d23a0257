from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, MoneyField, one_of
from directory.history import tracked
from directory.models import FICTITIOUS_PREFIX, Versioned
from projects.querysets import ProjectQuerySet


class Status(models.TextChoices):
    """「四库」, Yuncheng's own model of a project's life, and the two ways out of it."""

    CONCEIVED = "conceived", _("Conceived")
    RESERVE = "reserve", _("Reserve")
    CONSTRUCTION = "construction", _("Under construction")
    PERFORMING = "performing", _("Performing")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


class WorkState(models.TextChoices):
    """What happens on the site while a project is under construction."""

    WORKING = "working", _("Working")
    SEASONAL_STOP = "seasonal_stop", _("Seasonal stop")
    STOPPED = "stopped", _("Stopped")


class ApprovalRoad(models.TextChoices):
    APPROVAL = "approval", _("Approval (government investment)")
    VERIFICATION = "verification", _("Verification")
    FILING = "filing", _("Filing")


class Nature(models.TextChoices):
    """「建设性质」"""

    NEW = "new", _("New construction")
    EXTENSION = "extension", _("Extension")
    RENOVATION = "renovation", _("Renovation and technical upgrade")
    RELOCATION = "relocation", _("Relocation")
    RESTORATION = "restoration", _("Restoration")
    PURCHASE = "purchase", _("Purchase only")


class Level(models.TextChoices):
    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    MUNICIPAL = "municipal", _("Municipal")
    COUNTY = "county", _("County level")


class Light(models.TextChoices):
    """「红黄绿灯」; grey is 「未排期」, a gap in its own right."""

    RED = "red", _("Red")
    YELLOW = "yellow", _("Yellow")
    GREEN = "green", _("Green")
    GREY = "grey", _("Grey")


class Kind(models.TextChoices):
    PROJECT = "project", _("Project")
    PROGRAMME = "programme", _("Programme or package")
    TASK = "task", _("Task")


@tracked(exclude=("province_code", "city_code", "search_grams"))
class Project(Versioned):
    """A project 「项目」: what a plan promises and a department owes.

    Amounts are in 万元. `next_due_on` is the earliest due date among its open milestones and
    is kept by the milestone services, so that "late today?" is one comparison. `light` is the
    light shown; `computed_light` what the rules say beneath an override.
    """

    feed_resource = "projects"

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    name_sort = models.CharField(max_length=400, editable=False)
    kind = ChoiceField(Kind, default=Kind.PROJECT)
    national_code = models.CharField(max_length=32, null=True, blank=True, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members"
    )
    sector = models.ForeignKey("projects.Sector", models.PROTECT, related_name="projects")
    nature = ChoiceField(Nature, blank=True)
    approval_road = ChoiceField(ApprovalRoad, blank=True)
    level = ChoiceField(Level, default=Level.MUNICIPAL)
    content = models.TextField(blank=True)
    total_investment = MoneyField(null=True, blank=True)
    planned_start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_finish_year = models.PositiveSmallIntegerField(null=True, blank=True)

    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="projects")
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
    zone = models.ForeignKey(
        "directory.Zone", models.PROTECT, null=True, blank=True, related_name="projects"
    )
    place = models.CharField(max_length=200, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    company = models.ForeignKey(
        "directory.Company",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    sponsor = models.ForeignKey(
        "directory.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored_projects",
    )

    status = ChoiceField(Status, default=Status.CONCEIVED)
    status_confirmed = models.BooleanField(default=False)
    status_basis = models.CharField(max_length=200, blank=True)
    work_state = ChoiceField(WorkState, blank=True)
    status_review_on = models.DateField(null=True, blank=True)
    plan_period_end = models.DateField(null=True, blank=True)
    ceremony_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    operating_on = models.DateField(null=True, blank=True)

    next_due_on = models.DateField(null=True, blank=True, editable=False)
    light = ChoiceField(Light, default=Light.GREY)
    computed_light = ChoiceField(Light, default=Light.GREY)
    light_since = models.DateField(null=True, blank=True)
    light_sentences = models.JSONField(default=list, blank=True)
    light_override_until = models.DateField(null=True, blank=True)
    light_override_reason = models.TextField(blank=True)

    progress_words = models.CharField(max_length=200, blank=True)
    progress_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reported_until = models.DateField(null=True, blank=True)
    completed_investment = MoneyField(null=True, blank=True)

    disclosed = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    search_grams = models.GeneratedField(
        expression=models.Func(
            "code",
            "name",
            "aliases",
            function="projects_search_grams",
            output_field=ArrayField(models.TextField()),
        ),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            one_of("status", Status, name="project_status_known"),
            one_of("kind", Kind, name="project_kind_known"),
            one_of("level", Level, name="project_level_known"),
            one_of("light", Light, name="project_light_known"),
            one_of("computed_light", Light, name="project_computed_light_known"),
            models.CheckConstraint(
                condition=models.Q(total_investment__isnull=True)
                | models.Q(total_investment__gte=0),
                name="project_investment_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_finish_year__isnull=True)
                | models.Q(planned_start_year__isnull=True)
                | models.Q(planned_finish_year__gte=models.F("planned_start_year")),
                name="project_finish_year_after_start_year",
            ),
            models.CheckConstraint(
                condition=models.Q(operating_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(operating_on__gte=models.F("started_on")),
                name="project_operating_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(work_state="") | models.Q(status="construction"),
                name="project_work_state_within_construction",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="project_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="project_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(work_state__in=["", *WorkState.values]),
                name="project_work_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["city_code", "status", "id"], name="project_city_status"),
            models.Index(fields=["region", "status", "id"], name="project_region_status"),
            models.Index(fields=["city_code", "light", "id"], name="project_city_light"),
            models.Index(fields=["city_code", "next_due_on", "id"], name="project_city_due"),
            models.Index(fields=["city_code", "name_sort", "id"], name="project_city_name"),
            # What an overview counts by, so that it reads no row.
            models.Index(
                fields=["city_code", "kind", "status", "light", "id"],
                include=["next_due_on", "plan_period_end"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="project_city_figures",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="project_withdrawn",
            ),
            GinIndex(fields=["search_grams"], name="project_search"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fictitious(self) -> bool:
        return self.region_id.startswith(FICTITIOUS_PREFIX)


class ProjectRegion(models.Model):
    """A region that a project touches; its own `region` is the smallest that holds them all."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="touched")
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "region"], name="project_region_once")
        ]
        indexes = [models.Index(fields=["region", "project"], name="project_region_touched")]


class ProjectNumber(models.Model):
    """The number that another system gives a project; bulk upserts match by it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="numbers")
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["system", "number"], name="project_number_once")
        ]
