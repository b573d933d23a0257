"""What the list of projects can be asked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from directory.models import User
from plans.querysets import resting_on
from projects.models import (
    ApprovalRoad,
    Kind,
    Level,
    Light,
    Project,
    Status,
    WorkState,
)
from projects.querysets import ProjectQuerySet
from web.filters import (
    Asked,
    Asking,
    Choices,
    Filter,
    choice,
    choices,
    code_of_region,
    day,
    flag,
    whole,
)
from web.worlds import is_fictitious_code

Rows = ProjectQuerySet


def _late_by(rows: Rows, values: list[str], asking: Asking) -> Rows:
    return rows.late_by(whole(values[0], least=1), asking.today)


FILTERS = (
    Filter("q", _("Search"), lambda rows, values, _: rows.search(values[0])),
    Filter(
        "region",
        _("Region"),
        lambda rows, values, _: rows.in_region(code_of_region(values[0])),
    ),
    choice("status", _("Status"), "status", Status.values),
    choice("light", _("Light"), "light", Light.values),
    Filter("sector", _("Sector"), lambda rows, values, _: rows.in_sector(values[0])),
    Filter(
        "department",
        _("Department"),
        lambda rows, values, _: rows.of_department(whole(values[0])),
    ),
    Filter("zone", _("Zone"), lambda rows, values, _: rows.filter(zone=values[0])),
    Filter("list", _("List"), lambda rows, values, _: rows.in_list_with_code(values[0])),
    choice("kind", _("Kind"), "kind", Kind.values),
    choice("level", _("Level"), "level", Level.values),
    choice("work_state", _("Work state"), "work_state", WorkState.values),
    choice("approval_road", _("Approval road"), "approval_road", ApprovalRoad.values),
    Filter("late_by", _("Late by at least (days)"), _late_by),
    day("due_after", _("Next due from"), "next_due_on__gte"),
    day("due_before", _("Next due until"), "next_due_on__lte"),
    flag("scheduled", _("No dates set"), lambda rows, _: rows.without_schedule(), on="false"),
    flag(
        "awaiting_closing",
        _("Plan period over, to be verified"),
        lambda rows, asking: rows.awaiting_closing(asking.today),
    ),
    flag("lead_confirmed", _("Lead not confirmed"), lambda rows, _: rows.unconfirmed(), on="false"),
    Filter(
        "plan",
        _("Rests on the plan"),
        lambda rows, values, _: resting_on(rows, whole(values[0])),
    ),
    Filter(
        "touches",
        _("Touches the region"),
        lambda rows, values, _: rows.touching(code_of_region(values[0])),
    ),
)

# In the order of a project's life, and of how urgent a light is; not of the letters.
STATUS_RANK = Case(*(When(status=one, then=Value(rank)) for rank, one in enumerate(Status.values)))
LIGHT_RANK = Case(*(When(light=one, then=Value(rank)) for rank, one in enumerate(Light.values)))

ORDERS: Mapping[str, tuple[Any, ...]] = {
    "code": ("code",),
    "name": ("name_sort",),
    "status": (STATUS_RANK, "code"),
    "light": (LIGHT_RANK, "code"),
    "investment": ("total_investment", "code"),
    "due": ("next_due_on",),
}
"""Every order ends in the id, so that no row stands on two pages; by due date and by name an
index of the city gives the page as it is."""


def start(asking: Asking, asked: Asked) -> ProjectQuerySet:
    """The rows a list begins with: a person's own, or what they may see of a region that they
    name; the same rule as the overview's, so that its figures and the lists agree."""
    region = asked.value("region") or asked.value("touches")
    if not region:
        return Project.objects.in_scope_of(asking.user)
    return Project.objects.visible_to(asking.user)


def is_of_fictitious_city(asked: Asked) -> bool:
    """Whether the list asks for the demonstration city."""
    return is_fictitious_code(asked.value("region")) or is_fictitious_code(asked.value("touches"))


def ordered(rows: ProjectQuerySet, order: str) -> ProjectQuerySet:
    """The rows in one of ORDERS (`-` before it turns it round), empty values last."""
    name, down = order.removeprefix("-"), order.startswith("-")
    terms = []
    for column in ORDERS.get(name, ORDERS["due"]):
        term = F(column) if isinstance(column, str) else column
        terms.append(term.desc(nulls_last=True) if down else term.asc(nulls_last=True))
    return rows.order_by(*terms, "-id" if down else "id")


def offered(user: User, asked: Asked) -> dict[str, Choices]:
    """The choices of every select of the filter bar."""
    region = asked.value("region")
    return {
        "region": choices.regions(user, region),
        "touches": choices.regions(user, region),
        "status": Status.choices,
        "light": Light.choices,
        "sector": choices.sectors(),
        "department": choices.departments(user, region),
        "zone": choices.zones(user, region),
        "list": choices.lists(user),
        "kind": Kind.choices,
        "level": Level.choices,
        "work_state": WorkState.choices,
        "approval_road": ApprovalRoad.choices,
    }
