"""The numbers that a plan promises, and whether they are kept."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from plans.models import Plan
from plans.policy import may_decide
from plans.queries.counts import checked_promises
from web import worlds
from web.shell import page


@login_required
@require_safe
def plan_counts(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Each promised number of a plan with its words, county by county or year by year; the
    projects that count stand in the row."""
    assert isinstance(request.user, User)
    rows = Plan.objects.visible_to(request.user).without_text().select_related("region")
    try:
        plan = rows.get(pk=plan_id)
    except Plan.DoesNotExist:
        raise Http404 from None
    context = {
        "plan": plan,
        "promised": checked_promises(request.user, plan, today=clock.today()),
        "may_decide": may_decide(request.user, plan.region),
    }
    fictitious = worlds.is_fictitious_code(plan.region_id)
    return page(request, "web/counts/page.html", context, fictitious=fictitious)
