from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import InsideQuerySet


class SiteCheckConclusion(models.TextChoices):
    TRUE = "true", _("True")
    PARTLY = "partly", _("Partly true")
    UNTRUE = "untrue", _("Untrue")


@tracked()
class SiteCheck(Versioned):
    """A look at the site 「现场核实」: what was reported against what was seen."""

    feed_resource = "site_checks"

    Conclusion = SiteCheckConclusion

    project = models.ForeignKey(Project, models.PROTECT, related_name="site_checks")
    checked_on = models.DateField()
    persons = models.CharField(max_length=200)
    reported = models.TextField()
    seen = models.TextField()
    conclusion = ChoiceField(Conclusion)
    checked_by = models.ForeignKey("directory.User", models.PROTECT, related_name="+")

    objects = InsideQuerySet["SiteCheck"].as_manager()

    class Meta:
        ordering = ["-checked_on", "-id"]
        verbose_name = _("site check")
        verbose_name_plural = _("site checks")
        constraints = [
            one_of("conclusion", SiteCheckConclusion, name="site_check_conclusion_known")
        ]
