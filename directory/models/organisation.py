from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models.base import Versioned


class DepartmentKind(models.TextChoices):
    BUREAU = "bureau", _("Bureau")
    OFFICE = "office", _("Office")
    CENTRE = "centre", _("Centre")
    COUNTY_GOVERNMENT = "county_government", _("County government")
    ZONE_COMMITTEE = "zone_committee", _("Zone committee")


@tracked()
class Department(Versioned):
    """A government unit 「部门」 of a region: a bureau, a county government, a zone's committee.

    `function` is the same key for the same task in every city (fgw, jtj, slj …), so that a
    rule "sector → department" reads alike everywhere.
    """

    Kind = DepartmentKind

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    function = models.CharField(max_length=16)
    kind = ChoiceField(Kind)
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="departments")
    zone = models.ForeignKey(
        "directory.Zone",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [one_of("kind", DepartmentKind, name="department_kind_known")]
        indexes = [models.Index(fields=["region", "function"], name="department_region_function")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Company(Versioned):
    """A project company 「项目单位」 with its unified social credit code 「统一社会信用代码」."""

    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, null=True, blank=True, unique=True)
    region = models.ForeignKey("directory.Region", models.PROTECT, related_name="companies")

    class Meta:
        ordering = ["id"]
        verbose_name = _("project company")
        verbose_name_plural = _("project companies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(credit_code__isnull=True)
                | models.Q(credit_code__regex=r"^[0-9A-HJ-NP-RT-UW-Y]{18}$"),
                name="company_credit_code_form",
            )
        ]

    def __str__(self) -> str:
        return self.name
