from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.Model):
    """A sector 「行业领域」 of our own two-level list, mapped to GB/T 4754 and to OC4IDS.

    `lead_function` is the department function that is *proposed* as lead by rule.
    """

    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    gbt4754 = models.CharField(max_length=20, blank=True)
    oc4ids = models.CharField(max_length=40, blank=True)
    lead_function = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return self.name
