"""My work: what a person's unit owes, what is asked of them, what they wait for."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import DEPARTMENT_ROLES, Role, User
from projects import policy
from projects.models import Milestone
from projects.policy import Action
from projects.queries import my_work as queries
from web import worlds
from web.shell import page

SHOWN_TO_OFFICES = 20
"""An office owes everything of its area: the whole of it stands in the overdue review."""


@login_required
@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """What is mine today, each completed or reported in place."""
    assert isinstance(request.user, User)
    user, today = request.user, clock.today()
    work = queries.my_work(user, today=today)
    owes = user.role in DEPARTMENT_ROLES or user.role == Role.COMPANY
    most = queries.AT_MOST if owes else SHOWN_TO_OFFICES
    late, due = work.late[:most], work.due[:most]
    completes, forecasts, asks = _acts(user, [*late, *due])
    codes = [row.region_id for row in (*late, *due)]
    codes += [owed.project.region_id for owed in work.reports]
    return page(
        request,
        "web/my_work.html",
        {
            "work": work,
            "owes": owes,
            "late": late,
            "due_soon": due,
            "completes": completes,
            "forecasts": forecasts,
            "asks": asks,
            "waiting": len(work.requests_filed),
            "at_most": queries.AT_MOST,
        },
        fictitious=worlds.any_fictitious(codes),
    )


def _acts(user: User, rows: Iterable[Milestone]) -> tuple[set[int], set[int], set[int]]:
    """Which of the milestones this person completes, forecasts, asks another date for."""
    rows = list(rows)
    prefetch_related_objects(rows, "project__parties")
    completes = {row.pk for row in rows if policy.may_complete(user, row)}
    actions = {row.pk: policy.allowed_actions(user, row.project) for row in rows}
    forecasts = {pk for pk, allowed in actions.items() if Action.FORECAST in allowed}
    asks = {pk for pk, allowed in actions.items() if Action.REQUEST_CHANGE in allowed}
    return completes, completes | forecasts, completes | asks
