"""The indicators of a plan as its tables print them, and one with its years, chart and form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from directory import clock
from directory.errors import Conflict, NotPermitted, RuleViolation
from directory.models import User
from plans.models import Indicator, Plan
from plans.queries import indicators as queries
from plans.queries.indicators import IndicatorPage, IndicatorTable, JudgedYear, Point
from plans.rules.course import Course
from plans.services.indicators import record_year
from web import worlds
from web.forms.indicators import YearForm
from web.shell import page
from web.templatetags.indicators import WORDS


@dataclass(frozen=True)
class Count:
    """How many indicators of a table stand in one way."""

    word: str | Promise
    number: int


@dataclass(frozen=True)
class Line:
    """A year of an indicator's table: what was asked for, what is known of it."""

    point: Point
    known: JudgedYear | None
    is_base: bool


@login_required
@require_safe
def plan_indicators(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan's indicator tables."""
    assert isinstance(request.user, User)
    try:
        shown = queries.plan_indicators(request.user, plan_id)
    except Plan.DoesNotExist:
        raise Http404 from None
    counts = {i: _counts(table) for i, table in enumerate(shown.tables)}
    fictitious = worlds.is_fictitious_code(shown.plan.region_id)
    context = {"shown": shown, "counts": counts}
    return page(request, "web/indicators/plan.html", context, fictitious=fictitious)


def _counts(table: IndicatorTable) -> list[Count]:
    counts = [Count(WORDS[course], table.count(course)) for course in Course]
    return [count for count in counts if count.number]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """An indicator with its years; POST enters one, and comes back here."""
    assert isinstance(request.user, User)
    try:
        if request.method == "POST":
            return _enter(request, request.user, indicator_id)
        shown = queries.indicator_page(request.user, indicator_id)
    except Indicator.DoesNotExist:
        raise Http404 from None
    return _show(request, shown, _empty_form(shown))


def _enter(request: HttpRequest, user: User, indicator_id: int) -> HttpResponse:
    form = YearForm(request.POST)
    status, conflict = 422, None
    if form.is_valid():
        data = form.cleaned_data
        try:
            record_year(indicator_id=indicator_id, actor=user, now=clock.now(), **data)
        except NotPermitted:
            return page(request, "403.html", status=403)
        except Conflict as found:
            status, conflict = 409, found
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, gettext("The figure of %(year)s is kept.") % data)
            # The browser would carry the fragment of the form over to where it is sent.
            return HttpResponseRedirect(reverse("web:indicator", args=[indicator_id]) + "#content")
    shown = queries.indicator_page(user, indicator_id)
    if not shown.may_record:
        return page(request, "403.html", status=403)
    if conflict is not None:
        typed = request.POST.copy()
        typed["version"] = str(shown.row.indicator.version)
        form = YearForm(typed)
    return _show(request, shown, form, status=status, conflict=conflict)


def _empty_form(shown: IndicatorPage) -> YearForm:
    """A form for the first year after the last known one that is over."""
    known = [one.year.year for one in shown.row.years] or [shown.row.indicator.base_year or 0]
    following = min(max(known) + 1, clock.today().year)
    year = following if max(known) else None
    return YearForm(initial={"version": shown.row.indicator.version, "year": year})


def _show(
    request: HttpRequest,
    shown: IndicatorPage,
    form: YearForm,
    *,
    status: int = 200,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = {
        "shown": shown,
        "lines": _lines(shown),
        "chart": _chart(shown),
        "form": form,
        "conflict": conflict,
    }
    fictitious = worlds.is_fictitious_code(shown.plan.region_id)
    return page(request, "web/indicators/one.html", context, fictitious=fictitious, status=status)


def _lines(shown: IndicatorPage) -> list[Line]:
    known = {one.year.year: one for one in shown.row.years}
    base = shown.row.indicator.base_year
    return [
        Line(point, known.get(point.year), point.year == base and point.year not in known)
        for point in shown.points
    ]


def _chart(shown: IndicatorPage) -> dict[str, Any] | None:
    """What the chart draws; None where there are not two figures to draw."""
    figures: Sequence[object] = [
        value
        for point in shown.points
        for value in (point.asked, point.reached)
        if value is not None
    ]
    if len(figures) < 2:
        return None
    return {
        "unit": shown.row.indicator.unit,
        "years": [str(point.year) for point in shown.points],
        "plan": [_drawn(point.asked) for point in shown.points],
        "actual": [_drawn(point.reached) for point in shown.points],
    }


def _drawn(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)
