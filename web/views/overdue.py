"""The overdue review: what is overdue, by whom, since when, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from projects.exports import OVERDUE
from projects.queries.overdue import GROUPS, OverdueGroup, overdue_groups, overdue_rows
from projects.querysets import MilestoneQuerySet
from reminders.queries.chase import chase_text
from web import filters, worlds
from web.filters import Asked, Asking, Filter
from web.filters import milestones as milestone_filters
from web.paging import slice_of
from web.shell import page
from web.views.lists import download

ASKED = ("region", "own_region", "department", "sector", "late_by", "critical", "q")
OWN_SECTOR = Filter(
    "own_sector",
    _("Sector of the project itself"),
    lambda rows, values, _asking: rows.filter(project__sector=values[0]),
)
FILTERS = (*(one for one in milestone_filters.FILTERS if one.name in ASKED), OWN_SECTOR)
TABS = {"department": _("By department"), "region": _("By region"), "sector": _("By sector")}
KEYS = {"department": "department", "region": "own_region", "sector": "own_sector"}
DAYS = ("7", "30", "90", "180")


@dataclass(frozen=True)
class Group:
    """A department, region or sector with what it owes, and the address of its rows."""

    of: OverdueGroup
    query: str
    chosen: bool


def asked_rows(request: HttpRequest) -> tuple[Asked, MilestoneQuerySet]:
    """The overdue milestones that the address asks for."""
    assert isinstance(request.user, User)
    asking = Asking(request.user, clock.today())
    asked = filters.asked(request.GET, FILTERS)
    rows = asked.narrowed(milestone_filters.start(asking, asked), asking)
    return asked, rows


@login_required
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Overdue milestones in groups with their longest, and the rows behind each figure."""
    assert isinstance(request.user, User)
    user, today = request.user, clock.today()
    asked, rows = asked_rows(request)
    by = request.GET.get("by", "")
    by = by if by in GROUPS else "department"
    late = rows.overdue(today)
    groups = overdue_groups(late, today=today, by=by)
    found = slice_of(overdue_rows(rows, today=today), request.GET, counted=late)
    choices = dict(milestone_filters.offered(user, asked))
    choices["own_sector"] = choices["sector"]
    fictitious = worlds.any_fictitious(row.region_id for row in found.rows)
    return page(
        request,
        "web/overdue.html",
        {
            "slice": found,
            "asked": asked,
            "chips": asked.chips(choices),
            "choices": choices,
            "values": {name: asked.value(name) for name in ASKED},
            "days": DAYS,
            "by": by,
            "tabs": [(name, label, _with(request.GET, by=name)) for name, label in TABS.items()],
            "groups": _groups(groups, asked, request.GET, by),
            "projects": sum(group.projects for group in groups) if by == "region" else None,
            "longest": max((group.days_late for group in groups), default=0),
            "chase": _chase(user, asked) if found.rows else "",
            "query": request.GET.urlencode(),
        },
        fictitious=fictitious or worlds.is_fictitious_code(asked.value("region")),
    )


@login_required
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The rows of the same address as a file."""
    _asked, rows = asked_rows(request)
    today = clock.today()
    return download(OVERDUE, overdue_rows(rows, today=today), ending, today=today)


def _chase(user: User, asked: Asked) -> str:
    """The 催报 text for the place or the unit that the page speaks of."""
    department = asked.value("department")
    return chase_text(
        user,
        today=clock.today(),
        region=asked.value("region") or asked.value("own_region") or None,
        department_id=int(department) if department.isdecimal() else None,
    )


def _groups(groups: Sequence[OverdueGroup], asked: Asked, query: QueryDict, by: str) -> list[Group]:
    name = KEYS[by]
    return [
        Group(
            of=group,
            query=_with(
                query, **{name: milestone_filters.NOBODY if group.key is None else group.key}
            ),
            chosen=asked.value(name) == str(group.key),
        )
        for group in groups
    ]


def _with(query: QueryDict, **values: Any) -> str:
    changed = query.copy()
    changed.pop("page", None)
    for name, value in values.items():
        changed[name] = str(value)
    return changed.urlencode()
