from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.fields import ChoiceField, one_of
from directory.history import tracked
from directory.models import Versioned
from plans.models.plan import Plan


class CountScope(models.TextChoices):
    COUNTY = "county", pgettext_lazy("count promise", "each county")
    WHOLE = "whole", pgettext_lazy("count promise", "the whole region")


@tracked()
class CountPromise(Versioned):
    """A plan promises a number and no names 「数量承诺」: "every county 3 infrastructure projects
    and 5 industrial ones", by a year, or in every year of the plan.

    `text[start:end]` of the plan is the quote. `sectors` are those of our list that the words
    mean; `note` says why these. What counts is decided in `plans.rules.counts`.
    """

    Scope = CountScope

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="count_promises")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    what = models.CharField(max_length=120)
    scope = ChoiceField(Scope)
    number = models.PositiveIntegerField()
    number_most = models.PositiveIntegerField(null=True, blank=True)
    yearly = models.BooleanField(default=False)
    by_year = models.PositiveSmallIntegerField()
    sectors = models.JSONField(default=list)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["plan", "start", "id"]
        verbose_name = _("count promise")
        verbose_name_plural = _("count promises")
        constraints = [
            one_of("scope", CountScope, name="count_promise_scope_known"),
            models.UniqueConstraint(fields=["plan", "start", "what"], name="count_promise_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start"), number__gte=1),
                name="count_promise_extent",
            ),
            models.CheckConstraint(
                condition=models.Q(number_most=None)
                | models.Q(number_most__gte=models.F("number")),
                name="count_promise_range",
            ),
        ]

    def __str__(self) -> str:
        return self.what
