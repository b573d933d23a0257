"""The reading room: a plan as a page, part by part, with what became of each promise."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from plans.models import Commitment, Plan, PlanSection
from plans.queries.counts import CheckedPromise, checked_promises
from plans.queries.reading import Looking, Reading, ShownPart, reading, shown_part
from plans.rules.parts import part_at
from web import worlds
from web.filters import code_of_region, whole
from web.filters.commitments import STANDINGS
from web.shell import page

READ_ON = 5
"""So many parts are added as one scrolls; then a fresh page begins, so that a phone keeps up."""


@dataclass(frozen=True)
class Turned:
    """A part as it stands on the page, with the addresses of its neighbours."""

    part: ShownPart
    number: int
    previous: str
    following: str
    read_on: str
    found_next: str


@login_required
@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan's outline beside one of its parts. `part`, `section`, `c` (a commitment) or `at` (a
    place in the text) say which; `show` and `region` what the reader looks for; `all` puts the
    whole text on one page, to be printed."""
    assert isinstance(request.user, User)
    try:
        looking = _looking(request.GET)
        shown = reading(request.user, plan_id, today=clock.today(), looking=looking)
        place = _place(request.GET, shown)
        promised = [] if _goes_on(request) else _promised(request.user, shown)
    except (Plan.DoesNotExist, PlanSection.DoesNotExist, Commitment.DoesNotExist, ValueError):
        raise Http404 from None
    whole_text = request.GET.get("all") == "1"
    places = range(len(shown.parts)) if whole_text else [place]
    context: dict[str, Any] = {
        "shown": shown,
        "looking": looking,
        "asked": _query(looking),
        "parts": [_turned(shown, one, request) for one in places],
        "whole_text": whole_text,
        "standings": STANDINGS,
        "promised": promised,
        "promises_kept": sum(one.outcome.kept for one in promised),
        "place": place,
    }
    return page(
        request,
        "web/reading/more.html" if _goes_on(request) else "web/plan.html",
        context,
        fictitious=worlds.is_fictitious_code(shown.plan.region_id),
    )


def _looking(query: QueryDict) -> Looking:
    region = query.get("region", "")
    return Looking(standing=query.get("show", ""), region=code_of_region(region) if region else "")


def _promised(user: User, shown: Reading) -> list[CheckedPromise]:
    """The numbers that the plan promises, counted."""
    return checked_promises(user, shown.plan, today=clock.today()) if shown.counts else []


def _place(query: QueryDict, shown: Reading) -> int:
    """The part that the address asks for. Raises ValueError or DoesNotExist."""
    if commitment := query.get("c", ""):
        return shown.place_of_commitment(whole(commitment))
    if offset := query.get("at", ""):
        return part_at(shown.parts, whole(offset))
    if section := query.get("section", ""):
        return shown.place_of_section(whole(section))
    if part := query.get("part", ""):
        number = whole(part, least=1)
        if number > len(shown.parts):
            raise ValueError(number)
        return number - 1
    return shown.first()


def _goes_on(request: HttpRequest) -> bool:
    """Whether the next part is asked for by scrolling."""
    return request.headers.get("HX-Request") == "true" and "on" in request.GET


def _turned(shown: Reading, place: int, request: HttpRequest) -> Turned:
    part = shown_part(shown, place)
    added = request.GET.get("on", "0")
    step = int(added) if added.isdecimal() else 0
    query = _query(shown.looking)
    later = shown.next_found(place)
    last = place + 1 == len(shown.parts)
    return Turned(
        part=part,
        number=place + 1,
        previous=f"?part={place}{query}" if place else "",
        following="" if last else f"?part={place + 2}{query}",
        read_on="" if last or step >= READ_ON else f"?part={place + 2}{query}&on={step + 1}",
        found_next="" if later is None else f"?part={later + 1}{query}",
    )


def _query(looking: Looking) -> str:
    """What is looked for, as the rest of an address."""
    show = f"&show={looking.standing}" if looking.standing else ""
    region = f"&region={looking.region}" if looking.region else ""
    return show + region
