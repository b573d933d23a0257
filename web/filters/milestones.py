"""What the list of milestones can be asked."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from directory.models import User
from projects.models import Light, Milestone, MilestoneKind, Project, Status
from projects.querysets import MilestoneQuerySet
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

Rows = MilestoneQuerySet
NOBODY = "none"
"""The department of milestones that nobody owes yet."""


def _of_department(rows: Rows, values: list[str], _asking: Asking) -> Rows:
    if values[0] == NOBODY:
        return rows.filter(department__isnull=True)
    return rows.filter(department=whole(values[0]))


def _late_by(rows: Rows, values: list[str], asking: Asking) -> Rows:
    return rows.late_by(whole(values[0], least=1), asking.today)


def _due_within(rows: Rows, values: list[str], asking: Asking) -> Rows:
    last = asking.today + timedelta(days=whole(values[0]))
    return rows.due_between(asking.today, last)


def _of_sector(rows: Rows, values: list[str], _asking: Asking) -> Rows:
    return rows.filter(project__in=Project.objects.in_sector(values[0]))


def _search(rows: Rows, values: list[str], _asking: Asking) -> Rows:
    return rows.filter(project__in=Project.objects.search(values[0]))


FILTERS = (
    Filter("q", _("Search"), _search),
    Filter(
        "region",
        _("Region"),
        lambda rows, values, _: rows.in_region(code_of_region(values[0])),
    ),
    Filter(
        "own_region",
        _("Region of the project itself"),
        lambda rows, values, _: rows.filter(region=code_of_region(values[0])),
    ),
    Filter("department", _("Responsible department"), _of_department),
    Filter("sector", _("Sector"), _of_sector),
    choice("state", _("State"), "state", Milestone.State.values),
    choice("kind", _("Kind of milestone"), "kind", MilestoneKind.values),
    choice("status", _("Project status"), "project__status", Status.values),
    choice("light", _("Project light"), "project__light", Light.values),
    flag("overdue", _("Overdue"), lambda rows, asking: rows.overdue(asking.today)),
    Filter("late_by", _("Late by at least (days)"), _late_by),
    Filter("due_within", _("Due within (days)"), _due_within),
    day("due_after", _("Due from"), "due_on__gte"),
    day("due_before", _("Due until"), "due_on__lte"),
    flag("critical", _("Critical"), lambda rows, _: rows.filter(critical=True)),
)

ORDERS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_on",),
    "project": ("project__code", "order"),
    "department": ("department__code", "due_on"),
    "region": ("region_id", "due_on"),
}


def start(asking: Asking, asked: Asked) -> MilestoneQuerySet:
    """The rows a list begins with, by the same rule as the overview's figures."""
    if not asked.value("region"):
        return Milestone.objects.in_scope_of(asking.user)
    return Milestone.objects.visible_to(asking.user)


def ordered(rows: MilestoneQuerySet, order: str) -> MilestoneQuerySet:
    """The rows in one of ORDERS, those without a date last, with what a list shows of them."""
    name, down = order.removeprefix("-"), order.startswith("-")
    terms = []
    for column in ORDERS.get(name, ORDERS["due"]):
        term = F(column)
        terms.append(term.desc(nulls_last=True) if down else term.asc(nulls_last=True))
    rows = rows.select_related("project", "department", "region")
    rows = rows.defer("project__search_grams", "project__content", "project__light_sentences")
    return rows.order_by(*terms, "-id" if down else "id")


def offered(user: User, asked: Asked) -> dict[str, Choices]:
    """The choices of every select of the filter bar."""
    region = asked.value("region") or asked.value("own_region")
    nobody = [(NOBODY, _("Nobody named yet"))]
    return {
        "region": choices.regions(user, region),
        "own_region": choices.regions(user, region),
        "department": [*choices.departments(user, region), *nobody],
        "sector": choices.sectors(),
        "state": Milestone.State.choices,
        "kind": MilestoneKind.choices,
        "status": Status.choices,
        "light": Light.choices,
    }
