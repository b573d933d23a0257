"""Closing a plan 「总结评估」: its table by chapter and box, each commitment with its verdict, and
the same as files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from directory.rules.downloads import download_headers
from plans import policy
from plans.exports.closing import Paper
from plans.exports.closing_docx import closing_docx
from plans.exports.closing_xlsx import closing_xlsx
from plans.models import Plan
from plans.queries import closing as closings
from plans.queries.closing import Closing
from plans.queries.verdicts import detailed
from web import worlds
from web.filters import Asking, Choices
from web.filters.closing import RUNNING_TEXT, Question, offered
from web.paging import PER_PAGE, Slice
from web.shell import page
from web.views.lists import XLSX, filter_bar

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: Mapping[str, tuple[str, Callable[[Paper], bytes]]] = {
    "xlsx": (XLSX, closing_xlsx),
    "docx": (DOCX, closing_docx),
}


@login_required
@require_safe
def closing(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The closing table of a plan and the commitments behind its figures. With `all=1` every row
    on one page, to be printed."""
    assert isinstance(request.user, User)
    shown, question, choices = _asked(request, request.user, plan_id)
    found = _slice(request, question.rows)
    whole = bool(request.GET.get("all"))
    judges = policy.may_judge(request.user, shown.plan.region)
    context = {
        "shown": shown,
        "plan": shown.plan,
        "tally": shown.tally(question.table),
        "table": shown.table(question.table),
        "slice": found,
        "rows": detailed(request.user, found.rows),
        "waiting": sum(line.waits for line in question.rows),
        "asked": question.asked,
        "outer": _without(request, "chapter", "box", "verdict", "page", "all"),
        "here": _without(request, "page", "all"),
        "chips": question.asked.chips(choices),
        "bar": filter_bar(
            question.asked,
            choices,
            front=("verdict", "chapter", "box"),
            more=("project", "region", "level", "count"),
        ),
        "running_text": RUNNING_TEXT,
        "whole": whole,
        "may_judge": judges and shown.over and not whole,
    }
    fictitious = worlds.is_fictitious_code(shown.plan.region_id)
    return page(request, "web/closing.html", context, fictitious=fictitious)


@login_required
@require_safe
def export(request: HttpRequest, plan_id: int, ending: str) -> HttpResponse:
    """The closing as a file, narrowed as the page is."""
    assert isinstance(request.user, User)
    shown, question, choices = _asked(request, request.user, plan_id)
    paper = Paper(
        closing=shown,
        scope=question.words(choices),
        table=shown.table(question.table),
        total=shown.tally(question.table),
        rows=detailed(request.user, question.rows),
        today=clock.today(),
    )
    kind, write = FILES[ending]
    answer = HttpResponse(write(paper), content_type=kind)
    name = _file_name(paper, ending)
    for header, value in download_headers(name, plain=f"closing-{plan_id}.{ending}").items():
        answer.headers[header] = value
    return answer


def found_closing(user: User, plan_id: int) -> Closing:
    """The closing of a plan that exists for this person. Raises Http404."""
    try:
        return closings.closing(user, plan_id, today=clock.today())
    except Plan.DoesNotExist:
        raise Http404 from None


def _asked(
    request: HttpRequest, user: User, plan_id: int
) -> tuple[Closing, Question, dict[str, Choices]]:
    shown = found_closing(user, plan_id)
    question = Question(shown, request.GET, Asking(user, clock.today()))
    return shown, question, offered(shown)


def _slice(request: HttpRequest, lines: Sequence[Any]) -> Slice:
    """The page of lines that is asked for, or all of them."""
    asked = request.GET.get("page", "1")
    pages = max(1, -(-len(lines) // PER_PAGE))
    number = min(max(int(asked), 1), pages) if asked.isdecimal() else 1
    start = (number - 1) * PER_PAGE
    rows = lines if request.GET.get("all") else lines[start : start + PER_PAGE]
    return Slice(
        rows=list(rows),
        number=number,
        count=len(lines),
        more_than_counted=False,
        has_next=number < pages,
        _query=request.GET,
    )


def _without(request: HttpRequest, *names: str) -> str:
    """The address's question without some of it, to be continued: "" or `…&`."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    rest = query.urlencode()
    return f"{rest}&" if rest else ""


def _file_name(paper: Paper, ending: str) -> str:
    """`运城市…规划-总结评估表-2026-11-23.docx`; what is simulated says so before it is opened."""
    fictitious = paper.closing.plan.region.is_fictitious
    mark = gettext("fictitious demonstration") + "-" if fictitious else ""
    return f"{mark}{paper.closing.plan.title}-{paper.title}-{paper.today.isoformat()}.{ending}"
