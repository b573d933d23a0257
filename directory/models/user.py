from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked


class Role(models.TextChoices):
    """What a person comes for; one role a person, tied to a region, department or company."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PLAN_OFFICE = "plan_office", _("Plan office")
    COUNTY_OFFICE = "county_office", _("County office")
    DEPARTMENT_REPORTER = "department_reporter", _("Department reporter")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    COMPANY = "company", _("Project company")
    LEADER = "leader", _("Leader")
    STATISTICS = "statistics", _("Statistics and finance")
    SUPERVISION = "supervision", _("Supervision office")
    AUDITOR = "auditor", _("Read-only auditor")
    INTEGRATION = "integration", _("Integration")


DEPARTMENT_ROLES = frozenset({Role.DEPARTMENT_REPORTER, Role.DEPARTMENT_HEAD})
REGION_ROLES = frozenset(
    {
        Role.PLAN_OFFICE,
        Role.COUNTY_OFFICE,
        Role.LEADER,
        Role.STATISTICS,
        Role.SUPERVISION,
        Role.AUDITOR,
        Role.INTEGRATION,
    }
)


@tracked(exclude=("password", "last_login"))
class User(AbstractUser):
    """A person or an integration that works with the register.

    The region bounds what a region role sees; department and company people are tied to
    theirs. An administrator may stand without a region and then sees everything.
    """

    display_name = models.CharField(_("name"), max_length=50, blank=True)
    role = ChoiceField(Role, default=Role.AUDITOR)
    region = models.ForeignKey(
        "directory.Region", models.PROTECT, null=True, blank=True, related_name="users"
    )
    department = models.ForeignKey(
        "directory.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    company = models.ForeignKey(
        "directory.Company", models.PROTECT, null=True, blank=True, related_name="users"
    )
    title = models.CharField(_("position"), max_length=50, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    may_write_api = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        ordering = ["id"]
        constraints = [
            one_of("role", Role, name="user_role_known"),
            models.CheckConstraint(
                condition=~models.Q(role__in=sorted(DEPARTMENT_ROLES))
                | models.Q(department__isnull=False),
                name="user_department_role_has_department",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.COMPANY) | models.Q(company__isnull=False),
                name="user_company_role_has_company",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=sorted(REGION_ROLES))
                | models.Q(region__isnull=False)
                | models.Q(is_active=False),
                name="user_region_role_has_region",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username


class Token(models.Model):
    """An access token of the API. Only its SHA-256 is kept; the secret is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
