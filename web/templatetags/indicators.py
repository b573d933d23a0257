"""How an indicator stands, as a shape and a word; the figures beside it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.rules.course import Aim, Course, Judgement, Way, Why

register = template.Library()

WORDS: dict[Course, str | Promise] = {
    Course.REACHED: _("Target reached"),
    Course.ON_COURSE: _("On course"),
    Course.BEHIND: _("Behind its course"),
    Course.MISSED: _("Target missed"),
    Course.OPEN: _("Not judged yet"),
}
REASONS: dict[Why, str | Promise] = {
    Why.JUDGED: "",
    Why.NO_ACTUAL: _("Nothing has been entered yet."),
    Why.NO_TARGET: _("The target is words or a ratio, which are not judged."),
    Why.NO_NUMBER: _("What was reached holds no number."),
    Why.NOT_BEGUN: _("The year is the base year or lies before it."),
    Why.NO_BASE: _("Without a base value the years between cannot be judged."),
    Why.SUM_NEEDED: _("The target is a sum over the years; enter the sum so far in [ ]."),
    Why.NO_SUM: _("The target is a value of one year; a sum in [ ] is not held against it."),
}
WAYS: dict[Way, str | Promise] = {
    Way.PATH: _("Held against the straight line from the base value to the target, year by year."),
    Way.SUM: _("The target is a sum over the years: held against an even share for each year."),
    Way.LIMIT: _("Held against the target itself, as a limit to be kept in every year."),
    Way.YEARLY: _("Held against the yearly growth, in every year."),
    Way.WORDS: _("The target is words or a ratio, which are not judged."),
}
FINEST = Decimal("0.0001")


@register.inclusion_tag("web/indicators/_course.html")
def course(judgement: Judgement) -> dict[str, Any]:
    """How an indicator stands; on hover what the year asked for, or why it is not judged."""
    return {
        "value": judgement.course.value,
        "word": WORDS[judgement.course],
        "why": REASONS[judgement.why],
        "asked": judgement.asked,
        "year": judgement.year,
    }


@register.filter
def way(aim: Aim) -> str | Promise:
    """A sentence on what an indicator is held against."""
    return WAYS[aim.way]


@register.filter
def exact(number: Decimal | None) -> str:
    """A number without the zeros that only its column has; a dash where there is none."""
    if number is None:
        return "—"
    return f"{number.quantize(FINEST, ROUND_HALF_UP).normalize():f}"
