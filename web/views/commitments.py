"""Commitments: their list, the gap list, and each by itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from plans.models import Commitment
from plans.policy import may_decide
from plans.queries import gaps
from plans.queries.commitment_page import commitment_card, commitment_page
from plans.queries.library import CommitmentRow
from plans.queries.verdicts import verdicts_of
from plans.querysets import CommitmentQuerySet
from web import facts, filters, worlds
from web.filters import Asking
from web.filters import commitments as commitment_filters
from web.paging import slice_of
from web.shell import page
from web.views.lists import filter_bar

GAP = "gap"
GROUPINGS = (
    ("plan", _("Plan")),
    ("box", _("Box")),
    ("region", _("Region named")),
    ("sector", _("Sector")),
)


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
    choices = commitment_filters.offered(request.user, asked)
    is_gap_list = asked.value("standing") == GAP
    context = {
        "slice": found,
        "rows": shown,
        "asked": asked,
        "chips": asked.chips(choices),
        "bar": filter_bar(
            asked, choices, front=("plan", "standing", "level"), more=("sector", "region")
        ),
        "is_gap_list": is_gap_list,
        "acting": [
            row.commitment.pk
            for row in shown
            if may_decide(asking.user, row.commitment.plan.region)
        ],
        "title": _("Gap list") if is_gap_list else _("Commitments"),
    }
    if is_gap_list:
        context |= _grouped(request, rows)
    fictitious = worlds.any_fictitious(row.commitment.plan.region_id for row in shown)
    return page(request, "web/commitments.html", context, fictitious=fictitious)


def _grouped(request: HttpRequest, rows: CommitmentQuerySet) -> dict[str, Any]:
    """The gaps counted by what they have in common, each figure with its list."""
    asked = request.GET.get("by", "")
    by = asked if asked in gaps.GROUPINGS else "plan"
    kept = request.GET.copy()
    for name in ("page", "by", by, *(["plan"] if by == "box" else [])):
        kept.pop(name, None)
    return {
        "by": by,
        "by_asked": asked in gaps.GROUPINGS,
        "groups": gaps.GROUPINGS[by](rows),
        "groupings": GROUPINGS,
        "kept": kept.urlencode(),
    }


@login_required
@require_safe
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """One commitment: its quote, its place, its facts, its projects and its verdict."""
    assert isinstance(request.user, User)
    try:
        shown = commitment_page(request.user, commitment_id, today=clock.today())
    except Commitment.DoesNotExist:
        raise Http404 from None
    context = {
        "shown": shown,
        "facts": facts.told(shown.row.commitment.facts),
        "judged": verdicts_of(request.user, [shown.row.commitment])[commitment_id],
        **_about(request, shown.row),
    }
    fictitious = worlds.is_fictitious_code(shown.row.commitment.plan.region_id)
    return page(request, "web/commitment/page.html", context, fictitious=fictitious)


@login_required
@require_safe
def card(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """What one sees of a commitment beside the text."""
    assert isinstance(request.user, User)
    try:
        row = commitment_card(request.user, commitment_id, today=clock.today())
    except Commitment.DoesNotExist:
        raise Http404 from None
    fictitious = worlds.is_fictitious_code(row.commitment.plan.region_id)
    return page(request, "web/commitment/card.html", _about(request, row), fictitious=fictitious)


def _about(request: HttpRequest, row: CommitmentRow) -> dict[str, Any]:
    assert isinstance(request.user, User)
    one = row.commitment
    return {
        "row": row,
        "commitment": one,
        "may_decide": may_decide(request.user, one.plan.region),
        "link": request.build_absolute_uri(reverse("web:commitment", args=[one.pk])),
    }
