"""The plans: their library, what each promises box by box, and what became of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from plans.models import Plan, PlanSection
from plans.queries import library as library_queries
from plans.queries.library import CommitmentRow, OutlineEntry, SectionPage
from web import filters, worlds
from web.filters import Asking
from web.filters import commitments as commitment_filters
from web.flow import flowing
from web.paging import slice_of
from web.shell import page
from web.views.lists import filter_bar

GAPS = {"standing": "gap"}


@login_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The library: every plan a person may read, with its figures."""
    assert isinstance(request.user, User)
    rows = library_queries.library(request.user, today=clock.today())
    fictitious = worlds.any_fictitious(row.plan.region_id for row in rows)
    return page(request, "web/plans.html", {"rows": rows}, fictitious=fictitious)


@login_required
@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan's outline beside one of its parts: the text with every promise marked, and what
    became of each. Without a part named, its first box."""
    assert isinstance(request.user, User)
    today = clock.today()
    try:
        shown = library_queries.plan_page(request.user, plan_id, today=today)
        section = _section_id(request, shown)
        part = (
            library_queries.section_page(request.user, plan_id, section, today=today)
            if section
            else None
        )
    except (Plan.DoesNotExist, PlanSection.DoesNotExist):
        raise Http404 from None
    context: dict[str, Any] = {"shown": shown, "part": part, "numbers": _numbers(part)}
    context["pieces"] = flowing(part.pieces) if part else []
    return page(
        request,
        "web/plan.html",
        context,
        fictitious=worlds.is_fictitious_code(shown.plan.region_id),
    )


def _section_id(request: HttpRequest, shown: library_queries.PlanPage) -> int | None:
    asked = request.GET.get("section", "")
    if asked:
        if not asked.isdecimal():
            raise Http404
        return int(asked)
    promising = [entry for entry in shown.boxes if entry.tally.commitments]
    first = next(iter(promising or _promising(shown.outline) or shown.outline), None)
    return first.section.pk if first else None


def _promising(entries: Sequence[OutlineEntry]) -> list[OutlineEntry]:
    """The smallest parts that hold a commitment, in the order of the text."""
    found: list[OutlineEntry] = []
    for entry in entries:
        if entry.tally.commitments:
            found += _promising(entry.parts) or [entry]
    return found


def _numbers(part: SectionPage | None) -> dict[int, int]:
    """The running number of each commitment of a part, by which text and table refer to each
    other."""
    rows: list[CommitmentRow] = list(part.rows) if part else []
    return {row.commitment.pk: number for number, row in enumerate(rows, start=1)}


@login_required
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """The commitments of all plans, filtered; with `standing=gap` the list of what nobody has
    taken up."""
    assert isinstance(request.user, User)
    asking = Asking(request.user, clock.today())
    asked = filters.asked(request.GET, commitment_filters.FILTERS)
    rows = asked.narrowed(commitment_filters.start(asking), asking)
    ordered = rows.order_by("plan_id", "start", "end", "id").only("pk")
    found = slice_of(ordered, request.GET, counted=rows)
    shown = commitment_filters.shown(asking, found.rows)
    choices = commitment_filters.offered(request.user)
    context = {
        "slice": found,
        "rows": shown,
        "asked": asked,
        "chips": asked.chips(choices),
        "bar": filter_bar(
            asked, choices, front=("plan", "standing", "level"), more=("sector", "region")
        ),
        "is_gap_list": asked.value("standing") == GAPS["standing"],
        "title": _("Gap list") if asked.value("standing") == GAPS["standing"] else _("Commitments"),
    }
    fictitious = worlds.any_fictitious(row.commitment.plan.region_id for row in shown)
    return page(request, "web/commitments.html", context, fictitious=fictitious)
