"""The facts that a plan's words state of a commitment, as people read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import wording

LABELS: Mapping[str, str | Promise] = {
    "stage": _("Stage in the plan's words"),
    "nature": _("Nature"),
    "content": _("Content and scale"),
    "capacity": _("Capacity"),
    "length": _("Length"),
    "land_area": _("Land"),
    "floor_area": _("Floor area"),
    "count": _("Number"),
    "investment": _("Investment in the plan's words"),
    "grade": _("Grade"),
    "phase": _("Phase"),
    "phases": _("Phases"),
    "from": pgettext_lazy("of a line", "From"),
    "via": _("By way of"),
    "to": pgettext_lazy("of a line", "To"),
    "section": _("Section of the line"),
    "route": _("Route"),
    "place": _("Place"),
    "zone": _("Zone"),
    "company": _("Company"),
    "lead": _("Lead in the plan's words"),
    "departments": _("Departments in the plan's words"),
    "deadline": _("Deadline"),
    "start": _("Start"),
    "finish": _("Finish"),
}


def told(facts: Mapping[str, Any]) -> list[tuple[str | Promise, str]]:
    """The facts with their labels, those that we know first."""
    known = [name for name in LABELS if name in facts]
    others = [name for name in facts if name not in LABELS]
    return [(LABELS.get(name, name), _words(facts[name])) for name in [*known, *others]]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return str(wording.names(value))
    return str(value)
