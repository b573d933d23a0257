"""How the machinery does, for administrators: deliveries in trouble, jobs that wait or failed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import Job, Role, User
from reminders.queries.operations import delivery_health, troubled
from web.shell import page

SHOWN = 100


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What waits, what is stuck, what was given up, with the last error of each."""
    assert isinstance(request.user, User)
    if request.user.role != Role.ADMINISTRATOR:
        return page(request, "403.html", status=403)
    now = clock.now()
    unfinished = Job.objects.exclude(state=Job.State.DONE).select_related("requested_by")
    return page(
        request,
        "web/jobs.html",
        {
            "health": delivery_health(now=now),
            "troubled": troubled(request.user, now=now)[:SHOWN],
            "jobs": unfinished.order_by("run_after", "id")[:SHOWN],
        },
    )
