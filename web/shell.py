"""What every page shares: the navigation for the person's role, the counts in the header, and
the mark of the fictitious city. Views answer with `page(...)`.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.models import Role, User
from projects.models import Milestone
from web import worlds

COUNT_AT_MOST = 999
"""Beyond this the header says 999+: nobody reads the figure then, and it need not be counted."""

EVERYBODY = frozenset(Role)
OWING = frozenset({Role.DEPARTMENT_REPORTER, Role.DEPARTMENT_HEAD, Role.COMPANY})
OFFICES = frozenset({Role.PLAN_OFFICE, Role.COUNTY_OFFICE, Role.ADMINISTRATOR})
RECEIVING = EVERYBODY - {Role.INTEGRATION}


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation and the roles that see it."""

    name: str
    label: str | Promise
    roles: frozenset[Role] = EVERYBODY


PLACES = (
    Place("overview", _("Overview")),
    Place("my_work", _("My work"), OWING | OFFICES),
    Place("projects", _("Projects")),
    Place("overdue", _("Overdue review")),
    Place("plans", _("Plans")),
    Place("commitments", _("Commitments")),
    Place("intakes", _("Plan intake"), frozenset({Role.PLAN_OFFICE, Role.ADMINISTRATOR})),
    Place("mails", _("Kept mails"), frozenset({Role.ADMINISTRATOR})),
)


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    here: bool


def navigation(user: User, path: str) -> list[Entry]:
    """The entries that a person's role sees, with the one where the page stands."""
    found = []
    for place in PLACES:
        url = _address(place.name)
        if url and user.role in place.roles:
            found.append(Entry(place.label, url, _stands_under(path, url)))
    return found


def _address(name: str) -> str:
    """The address of a page; "" while an installation does without it."""
    try:
        return reverse(f"web:{name}")
    except NoReverseMatch:
        return ""


def _stands_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def overdue_count(user: User) -> int:
    """How many milestones of a person's own area are overdue, counted up to COUNT_AT_MOST + 1."""
    rows = Milestone.objects.in_scope_of(user).overdue(clock.today())
    return rows.order_by().values("pk")[: COUNT_AT_MOST + 1].count()


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fictitious: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page inside the shell; `fictitious` when something on it is simulated."""
    context = {"today": clock.today(), **(context or {})}
    user = request.user
    context["fictitious"] = fictitious
    if isinstance(user, User):
        context["fictitious"] = fictitious or worlds.shows_fictitious(user)
        if _shows_header(request):
            context |= _header(request, user)
    return render(request, template, context, status=status)


def _shows_header(request: HttpRequest) -> bool:
    """Whether the header is read: on a whole page, and after an act that renews the content and
    may have changed the counts above it."""
    return not request.headers.get("HX-Request") or request.headers.get("HX-Target") == "content"


def _header(request: HttpRequest, user: User) -> dict[str, Any]:
    overdue = overdue_count(user)
    return {
        "navigation": navigation(user, request.path),
        "header_overdue": overdue,
        "header_overdue_text": f"{COUNT_AT_MOST}+" if overdue > COUNT_AT_MOST else str(overdue),
        "header_overdue_url": _address("overdue") or _address("projects") + "?late=1",
        "header_inbox_url": _address("inbox"),
    }
