"""The review of a document: text on the left, rows on the right, every act in place.

An act answers with the part as it is then. With htmx that is a fragment; without JavaScript the
same addresses lead back to the page.
"""

from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from directory.errors import NotPermitted, RuleViolation
from plans.models import Commitment, Intake, IntakeRow
from plans.queries import intake_review as queries
from plans.queries.intake import SHOWS
from plans.queries.intake_review import ReviewPage
from plans.rules.likeness import OFFERED_FROM
from plans.services.intake_review import RowChanged
from web import worlds
from web.forms.intake import RowForm
from web.forms.places import sectors
from web.shell import page
from web.views.intake.acts import ACTS, Answer, conflict_of, first_row, number_in
from web.views.intake.documents import found, person_of

SHOW_WORDS = MappingProxyType(
    {
        "": _("All rows"),
        "open": _("To be confirmed"),
        "low": _("Doubtful"),
        "likely": _("Perhaps there already"),
        "unsorted": _("Without a sector"),
        "accepted": _("Accepted"),
        "set_aside": _("Left out"),
    }
)
LEAST = ("0.95", "0.90", "0.80", "0.70", "0.50")


@login_required
@require_safe
def review(request: HttpRequest, intake_id: int) -> HttpResponse:
    """A part of the document with its rows."""
    one = found(request, intake_id)
    if one.state != Intake.State.REVIEW:
        return HttpResponseRedirect(reverse("web:intake", args=[one.pk]))
    opened = {
        name: int(request.GET[name])
        for name in ("edit", "split", "aside")
        if request.GET.get(name, "").isdecimal()
    }
    return _show(request, intake_id, Answer(open=opened, row=number_in(request.GET, "row")))


@login_required
@require_POST
def act(request: HttpRequest, intake_id: int, name: str) -> HttpResponse:
    """One act on rows, by its name."""
    found(request, intake_id)
    todo = ACTS.get(name)
    if todo is None:
        raise Http404
    try:
        answer = todo(request, intake_id)
    except NotPermitted:
        return page(request, "403.html", status=403)
    except IntakeRow.DoesNotExist:
        answer = Answer(refused=RuleViolation("not_found"))
    except RowChanged as changed:
        answer = conflict_of(changed)
    except RuleViolation as refused:
        answer = Answer(refused=refused, row=first_row(request))
    if not request.headers.get("HX-Request") and answer.status == 200:
        if answer.said:
            messages.success(request, answer.said)
        address = reverse("web:intake_review", args=[intake_id])
        asked = _where(request) | {key: str(pk) for key, pk in answer.open.items()}
        return HttpResponseRedirect(f"{address}?{urlencode(asked)}")
    return _show(request, intake_id, answer)


def _show(request: HttpRequest, intake_id: int, answer: Answer) -> HttpResponse:
    user = person_of(request)
    where = _where(request)
    shown = queries.review_page(
        user,
        intake_id,
        place=int(where["part"]) if where.get("part", "").isdecimal() else None,
        show=where.get("show", ""),
        row_id=answer.row or next(iter(answer.open.values()), None),
    )
    programmes = queries.programmes_of(intake_id)
    form = answer.form or _opened_form(shown, answer, programmes)
    fragment = bool(request.headers.get("HX-Request"))
    context = {
        "shown": shown,
        "intake": shown.intake,
        "answer": answer,
        "form": form,
        "text": _text(shown),
        "programmes": programmes,
        "sectors": sectors(),
        "levels": Commitment.Level.choices,
        "kinds": IntakeRow.SetAside.choices,
        "shows": _filters(shown),
        "least": LEAST,
        "here": urlencode({"part": shown.part.place, "show": shown.show}),
        "offered_from": int(100 * OFFERED_FROM),
    }
    return page(
        request,
        "web/intake/_review.html" if fragment else "web/intake/review.html",
        context,
        fictitious=worlds.is_fictitious_code(shown.intake.region_id),
        status=answer.status,
    )


def _where(request: HttpRequest) -> dict[str, str]:
    """Part and filter, which every address of the review carries."""
    show = request.GET.get("show", "")
    if show not in SHOWS:
        raise Http404
    kept = {"show": show, "part": request.GET.get("part", "")}
    return {name: value for name, value in kept.items() if value}


def _filters(shown: ReviewPage) -> list[dict[str, Any]]:
    counts = {"": shown.progress.all}
    return [
        {
            "value": value,
            "words": words,
            "count": counts.get(value, getattr(shown.progress, value, 0)),
            "here": value == shown.show,
        }
        for value, words in SHOW_WORDS.items()
    ]


def _opened_form(shown: ReviewPage, answer: Answer, programmes: Any) -> RowForm | None:
    row = next((one.row for one in shown.rows if one.row.pk == answer.open.get("edit")), None)
    if row is None:
        return None
    row.intake = shown.intake
    return RowForm(row, programmes)


def _text(shown: ReviewPage) -> list[dict[str, Any]]:
    """The text in pieces with their look: what holds several quotes looks like the one in most
    need of a person. A quote's number stands where it begins."""
    rank = ("low", "open", "accepted", "set_aside")
    numbers: dict[int, list[tuple[int, int]]] = {}
    for one in shown.rows:
        numbers.setdefault(one.row.start, []).append((one.number, one.row.pk))
    pieces: list[dict[str, Any]] = []
    for line in shown.lines:
        for place, words in enumerate(line.words, start=1):
            looks = {shown.states[pk] for pk in words.owners}
            pieces.append(
                {
                    "text": words.text,
                    "start": words.start,
                    "rows": " ".join(str(pk) for pk in words.owners),
                    "look": next((look for look in rank if look in looks), ""),
                    "numbers": numbers.pop(words.start, ()),
                    "after": line.after if place == len(line.words) else "",
                }
            )
    return pieces
