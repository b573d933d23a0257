"""The list of milestones: the rows behind every figure that counts dates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from projects.exports import MILESTONES
from projects.querysets import MilestoneQuerySet
from web import filters, worlds
from web.filters import Asked, Asking
from web.filters import milestones as milestone_filters
from web.paging import slice_of
from web.shell import page
from web.views.lists import download, filter_bar, heads

HEADS = {
    "project": _("Project"),
    "due": _("Due"),
    "department": _("Responsible department"),
    "region": _("Region"),
}
DEFAULT_ORDER = "due"


def asked_rows(request: HttpRequest) -> tuple[Asked, MilestoneQuerySet]:
    """The rows that the address asks for, in its order."""
    assert isinstance(request.user, User)
    asking = Asking(request.user, clock.today())
    asked = filters.asked(request.GET, milestone_filters.FILTERS)
    rows = asked.narrowed(milestone_filters.start(asking, asked), asking)
    return asked, milestone_filters.ordered(rows, request.GET.get("order") or DEFAULT_ORDER)


@login_required
@require_safe
def milestones(request: HttpRequest) -> HttpResponse:
    """The milestones of a person's area, the earliest date first."""
    assert isinstance(request.user, User)
    asked, rows = asked_rows(request)
    choices = milestone_filters.offered(request.user, asked)
    found = slice_of(rows, request.GET)
    context = {
        "slice": found,
        "asked": asked,
        "chips": asked.chips(choices),
        "bar": filter_bar(
            asked,
            choices,
            front=("region", "department", "state"),
            more=("sector", "kind", "status", "light"),
            inputs={
                "late_by": "number",
                "due_within": "number",
                "due_after": "date",
                "due_before": "date",
            },
            flags={"overdue": "true", "critical": "true"},
            order=request.GET.get("order", ""),
        ),
        "heads": heads(request, HEADS, DEFAULT_ORDER),
    }
    fictitious = worlds.any_fictitious(row.region_id for row in found.rows)
    return page(
        request,
        "web/milestones.html",
        context,
        fictitious=fictitious or worlds.is_fictitious_code(asked.value("region")),
    )


@login_required
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The rows of the same address as a file."""
    _asked, rows = asked_rows(request)
    return download(MILESTONES, rows, ending, today=clock.today())
