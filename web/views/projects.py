"""The list of projects: searched, filtered, sorted, paged, exported, with a detail beside it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from projects.exports import PROJECTS
from projects.models import Project
from projects.queries.project_page import project_page
from projects.queries.projects import for_board
from projects.querysets import ProjectQuerySet
from web import filters, worlds
from web.filters import Asked, Asking
from web.filters import projects as project_filters
from web.paging import slice_of
from web.shell import page
from web.views.lists import download, filter_bar, heads

HEADS = {
    "code": _("Code"),
    "name": _("Project"),
    "status": _("Status"),
    "light": _("Light"),
    "due": _("Next due"),
    "investment": _("Total investment (100 million yuan)"),
}
DEFAULT_ORDER = "due"


def asked_rows(request: HttpRequest) -> tuple[Asked, ProjectQuerySet]:
    """The rows that the address asks for, in its order."""
    assert isinstance(request.user, User)
    asking = Asking(request.user, clock.today())
    asked = filters.asked(request.GET, project_filters.FILTERS)
    rows = asked.narrowed(project_filters.start(asking, asked), asking)
    return asked, project_filters.ordered(rows, request.GET.get("order") or DEFAULT_ORDER)


@login_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The list of projects of a person's area."""
    assert isinstance(request.user, User)
    asked, rows = asked_rows(request)
    choices = project_filters.offered(request.user, asked)
    found = slice_of(for_board(rows), request.GET, counted=rows)
    context = {
        "slice": found,
        "asked": asked,
        "chips": asked.chips(choices),
        "bar": filter_bar(
            asked,
            choices,
            front=("region", "status", "light"),
            more=(
                *("department", "sector", "kind", "level", "zone", "list", "work_state"),
                "approval_road",
            ),
            inputs={"late_by": "number", "due_after": "date", "due_before": "date"},
            flags={"scheduled": "false", "awaiting_closing": "true", "lead_confirmed": "false"},
            order=request.GET.get("order", ""),
        ),
        "heads": heads(request, HEADS, DEFAULT_ORDER),
    }
    fictitious = worlds.any_fictitious(row.region_id for row in found.rows)
    return page(
        request,
        "web/projects.html",
        context,
        fictitious=fictitious or project_filters.is_of_fictitious_city(asked),
    )


@login_required
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The rows of the same address as a file."""
    _asked, rows = asked_rows(request)
    return download(PROJECTS, rows, ending, today=clock.today())


@login_required
@require_safe
def beside(request: HttpRequest, project_id: int) -> HttpResponse:
    """A project in short, beside the list."""
    assert isinstance(request.user, User)
    today = clock.today()
    try:
        shown = project_page(request.user, project_id, today=today)
    except Project.DoesNotExist:
        raise Http404 from None
    return render(request, "web/partials/beside.html", {"shown": shown, "today": today})
