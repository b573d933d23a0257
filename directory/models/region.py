from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of

FICTITIOUS_PREFIX = "99"
"""Region codes of the demonstration city: GB/T 2260 assigns no province 99."""


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


class Region(models.Model):
    """An administrative region 「行政区划」 by its GB/T 2260 code.

    The digits are the hierarchy: 140000 province, 140800 city, 140802 county.
    """

    Level = RegionLevel

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=50)
    short_name = models.CharField(max_length=50)
    level = ChoiceField(Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{6}$"),
                name="region_code_six_digits",
            ),
            one_of("level", RegionLevel, name="region_level_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fictitious(self) -> bool:
        return self.code.startswith(FICTITIOUS_PREFIX)

    @property
    def prefix(self) -> str:
        """The digits that all codes within this region share: 14, 1408 or 140802."""
        return region_prefix(self.code)


def region_prefix(code: str) -> str:
    """The significant digits of a region code: `140000` → `14`, `140800` → `1408`."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


class Zone(models.Model):
    """A development zone 「开发区」: the second dimension of place.

    Some zones are counted on their own, some inside their county (`counted_apart`).
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40)
    aliases = models.JSONField(default=list, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="zones")
    level = models.CharField(max_length=20, blank=True)
    counted_apart = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("development zone")
        verbose_name_plural = _("development zones")

    def __str__(self) -> str:
        return self.name
