from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from projects.models.project import Project
from projects.querysets import OfProjectQuerySet


class ProjectDepartmentPart(models.TextChoices):
    LEAD = "lead", _("Lead")
    RESPONSIBLE = "responsible", _("Responsible")
    SUPPORTING = "supporting", _("Supporting")


@tracked()
class ProjectDepartment(Versioned):
    """A department's part in a project: lead 「牵头」, responsible 「责任」, supporting 「配合」.

    The lead is a row among the others, at most one a project, so that "mine" is one
    semi-join. `confirmed` is false while the part is only proposed by a rule; `basis` names
    the rule or the words of the plan.
    """

    Part = ProjectDepartmentPart

    project = models.ForeignKey(Project, models.PROTECT, related_name="parties")
    department = models.ForeignKey(
        "directory.Department", models.PROTECT, related_name="project_parts"
    )
    part = ChoiceField(Part)
    confirmed = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)
    confirmed_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = OfProjectQuerySet["ProjectDepartment"].as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("department's part")
        verbose_name_plural = _("departments' parts")
        constraints = [
            one_of("part", ProjectDepartmentPart, name="project_part_known"),
            models.UniqueConstraint(
                fields=["project", "department"], name="project_department_once"
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(part="lead"),
                name="project_one_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "project"], name="project_part_department"),
            models.Index(
                fields=["project"],
                condition=models.Q(part="lead", confirmed=True),
                name="project_confirmed_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_part_display()}"


class ProjectContact(models.Model):
    """A person to telephone about a project."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=50)
    role = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["id"]
