from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import InsideQuerySet


class BlockerSource(models.TextChoices):
    REPORT = "report", _("Monthly report")
    VISIT = "visit", _("Field visit")
    MEETING = "meeting", _("Meeting")
    COMPANY = "company", _("Company")
    M13710 = "13710", _("13710")


class BlockerKind(models.TextChoices):
    PERMITS = "permits", _("Permits")
    FUNDS = "funds", _("Funds")
    LAND = "land", _("Land")
    DEMOLITION = "demolition", _("Demolition and resettlement")
    UTILITIES = "utilities", _("Supporting utilities")
    OBSTRUCTION = "obstruction", _("Obstruction of works")
    ENVIRONMENT = "environment", _("Environmental control")
    ENERGY = "energy", _("Energy quota")
    COMPANY = "company", _("The company itself")
    OTHER = "other", _("Other")


class BlockerLevel(models.TextChoices):
    COUNTY = "county", _("County")
    CITY = "city", _("City")
    PROVINCE = "province", _("Province")


class BlockerState(models.TextChoices):
    OPEN = "open", _("To be solved")
    SOLVED = "solved", _("Solved, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed by who raised it")
    STRUCK_OFF = "struck_off", _("Struck off")


@tracked()
class Blocker(Versioned):
    """What is in the way of a project 「堵点」, until the one who raised it confirms that it is
    gone and it is struck off."""

    feed_resource = "blockers"

    Source = BlockerSource

    Kind = BlockerKind

    Level = BlockerLevel

    State = BlockerState

    project = models.ForeignKey(Project, models.PROTECT, related_name="blockers")
    number = models.CharField(max_length=32, unique=True)
    source = ChoiceField(Source)
    kind = ChoiceField(Kind)
    ask = models.CharField(max_length=300)
    level = ChoiceField(Level, default=Level.COUNTY)
    state = ChoiceField(State, default=State.OPEN)
    raised_on = models.DateField()
    raised_by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "directory.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="blockers",
    )
    due_on = models.DateField(null=True, blank=True)
    solution = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = InsideQuerySet["Blocker"].as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("blocker")
        verbose_name_plural = _("blockers")
        constraints = [
            one_of("kind", BlockerKind, name="blocker_kind_known"),
            one_of("level", BlockerLevel, name="blocker_level_known"),
            one_of("state", BlockerState, name="blocker_state_known"),
        ]

    def __str__(self) -> str:
        return self.number


class BlockerStep(models.Model):
    """A step in a blocker's life: raised, lifted a level, progress, solved, confirmed. Written
    once."""

    blocker = models.ForeignKey(Blocker, models.PROTECT, related_name="steps")
    on = models.DateField()
    level = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=32)
    text = models.TextField()
    by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
