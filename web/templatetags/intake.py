"""The reader's own words for how it found a row, in the words of the person who checks it."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

register = template.Library()

WHYS = {
    "list": _("a member of a list"),
    "shared tail": _("its end stands at the end of the list"),
    "shared head": _("its beginning stands at the head of the list"),
    "described work": _("a work that a paragraph describes"),
    "heading of a list": _("the heading of a list"),
    "a deed with its verb": _("something to do, without a named work"),
    "one work of several parts": _("several parts taken as one work"),
    "parted at 和": _("parted at 和"),
    "first of a class": _("named as an example of its kind"),
}
IN_PROSE = "named in prose"


@register.filter
def why_words(why: str) -> str:
    """Why a row was found, for people; a rule that is new here is named as the reader names it."""
    first, sep, rule = why.partition(": ")
    if sep and first == IN_PROSE:
        return gettext("named in running text: %(why)s") % {"why": WHYS.get(rule, rule)}
    return str(WHYS.get(why, why))
