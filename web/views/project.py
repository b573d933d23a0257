"""A project's page, its history, and the files that show something."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from directory.rules.downloads import download_headers
from plans.queries.quotes import quotes_of_project
from projects import policy
from projects.models import ChangeRequest, Evidence, Milestone, Project, Report
from projects.policy import Action
from projects.queries.history import project_history
from projects.queries.project_page import ProjectPage, project_page
from projects.queries.reports import open_rounds, round_of
from projects.rules.periods import Period, period_of
from web import history
from web.shell import page
from web.views.acting.register import legal_moves

HANDED_IN = (Report.State.SUBMITTED, Report.State.APPROVED)


@login_required
@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Where a project stands, what it rests on, and what one may do with it."""
    assert isinstance(request.user, User)
    user, today = request.user, clock.today()
    try:
        shown = project_page(user, project_id, today=today)
    except Project.DoesNotExist:
        raise Http404 from None
    one = shown.project
    context: dict[str, Any] = {
        "shown": shown,
        "project": one,
        "actions": {action.value: True for action in shown.actions},
        "quotes": quotes_of_project(user, one),
        "standing": standing(shown),
        "may_move": Action.MOVE_STATUS in shown.actions and bool(legal_moves(one.status)),
        "period": period_to_report(shown),
        "reviews": {row.pk for row in shown.reports if policy.may_review(user, row)},
        "decides": {
            row.pk
            for row in shown.requests
            if row.state == ChangeRequest.State.FILED
            and Action.DECIDE_CHANGE in shown.actions
            and row.filed_by_id != user.pk
        },
        "baseline_rows": baseline_rows(shown),
    }
    return page(request, "web/project/page.html", context, fictitious=one.is_fictitious)


@login_required
@require_safe
def project_history_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """Who did what to a project, when and why, and what changed."""
    assert isinstance(request.user, User)
    rows = Project.objects.inside_for(request.user).select_related("region")
    try:
        one = rows.get(pk=project_id)
    except Project.DoesNotExist:
        raise Http404 from None
    told = history.told(project_history(one.pk))
    return page(
        request,
        "web/project/history.html",
        {"project": one, "told": told},
        fictitious=one.is_fictitious,
    )


@login_required
@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A file, for those who may see its project; always as a download, never as a page."""
    assert isinstance(request.user, User)
    try:
        row = Evidence.objects.visible_to(request.user).get(pk=evidence_id)
        file = row.file.open("rb")
    except (Evidence.DoesNotExist, FileNotFoundError):
        raise Http404 from None
    answer = FileResponse(file, content_type=row.content_type)
    for header, value in download_headers(row.name, plain=f"evidence-{row.pk}").items():
        answer.headers[header] = value
    return answer


def standing(shown: ProjectPage) -> dict[str, Any]:
    """The dates that say in ten seconds where a project stands: those of the milestone that is
    latest, else of the next one, and of the finish."""
    rows = [row for row in shown.milestones if row.milestone.state == Milestone.State.OPEN]
    dated = sorted(
        (row for row in rows if row.milestone.due_on),
        key=lambda row: (row.milestone.due_on, row.milestone.order),
    )
    late = [row for row in dated if row.days_late > 0]
    whole = [row for row in shown.milestones if row.milestone.state != Milestone.State.DROPPED]
    last = max(
        (row for row in whole if row.milestone.due_on),
        key=lambda row: (row.milestone.due_on, row.milestone.order),
        default=None,
    )
    return {
        "next": dated[0] if dated else None,
        "late": late,
        "days_late": late[0].days_late if late else 0,
        "last": last,
        "on_hold": any(row.milestone.state == Milestone.State.ON_HOLD for row in whole),
        "done": sum(row.milestone.state == Milestone.State.DONE for row in whole),
        "all": len(whole),
    }


def period_to_report(shown: ProjectPage) -> Period | None:
    """The period whose report this person can write now: that of an open round which waits for
    it, else the present month's; None when it is handed in or none is theirs to write."""
    if Action.REPORT not in shown.actions:
        return None
    today = clock.today()
    handed_in = {(row.year, row.month) for row in shown.reports if row.state in HANDED_IN}
    for one in open_rounds(today).order_by("year", "month", "id"):
        period = Period(one.year, one.month)
        if (one.year, one.month) in handed_in:
            continue
        asked = round_of(shown.project, period)
        if asked is not None and asked.pk == one.pk:
            return period
    now = period_of(today)
    return None if (now.year, now.month) in handed_in else now


def baseline_rows(shown: ProjectPage) -> list[dict[str, Any]]:
    """The baselines side by side: a row a milestone, a cell a baseline, marked where it moved."""
    dates = {
        (baseline.pk, one.milestone_id): one.due_on
        for baseline in shown.baselines
        for one in baseline.dates.all()
    }
    rows = []
    for row in shown.milestones:
        before: Any = None
        cells = []
        for place, baseline in enumerate(shown.baselines):
            day = dates.get((baseline.pk, row.milestone.pk))
            cells.append({"day": day, "moved": place > 0 and day is not None and day != before})
            before = day
        rows.append({"milestone": row.milestone, "cells": cells})
    return rows
