from django.db import models
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from directory.models import User
from projects.models.blocker import Blocker
from projects.models.milestone import Milestone
from projects.models.permit import Permit
from projects.models.project import Project
from projects.models.report import Report
from projects.models.site_check import SiteCheck
from projects.querysets import InsideQuerySet

EVIDENCE_FOLDER = "evidence"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Stored under the digest, never under the name that a stranger chose."""
    return f"{EVIDENCE_FOLDER}/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(models.Model):
    """A file that shows something: type by content, downloaded only by those who may see the
    project. At most one of the subjects is set; none means the project itself."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    permit = models.ForeignKey(
        Permit, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    blocker = models.ForeignKey(
        Blocker, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    site_check = models.ForeignKey(
        SiteCheck, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    file = models.FileField(upload_to=evidence_path, max_length=120)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = InsideQuerySet["Evidence"].as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    models.Func(
                        *("milestone", "report", "permit", "blocker", "site_check"),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="evidence_of_one_subject",
            )
        ]

    def __str__(self) -> str:
        return self.name
