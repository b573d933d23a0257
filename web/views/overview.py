"""The first page: how many projects stand where, what is overdue by whom, what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import Region, User
from projects.models import Light
from projects.queries import overview as overview_queries
from web import boards, worlds
from web.boards import Figure, Links
from web.filters.choices import cities
from web.shell import page
from web.templatetags.planner import LIGHT_WORDS

FIRST = 5


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Counts whose every figure is a link to the rows that give the same number."""
    assert isinstance(request.user, User)
    region = _region(request)
    code = region.code if region else None
    today = clock.today()
    seen = overview_queries.overview(request.user, today=today, region=code)
    links = Links(code)
    context = {
        "region": region,
        "cities": cities(request.user) if worlds.chooses_city(request.user) else [],
        "seen": seen,
        "first_due_soon": overview_queries.first_due_soon(
            request.user, today=today, region=code, limit=FIRST
        ),
        "figures": {
            "total": Figure(seen.total, links.projects()),
            "late": Figure(seen.late, links.projects(late_by="1")),
            "overdue": Figure(seen.overdue_milestones, links.overdue()),
            "soon": Figure(
                seen.due_soon, links.milestones(due_within=str(overview_queries.AHEAD.days))
            ),
            "unscheduled": Figure(seen.without_schedule, links.projects(scheduled="false")),
            "closing": Figure(seen.awaiting_closing, links.projects(awaiting_closing="true")),
            "unconfirmed": Figure(seen.unconfirmed, links.projects(lead_confirmed="false")),
            "programmes": Figure(seen.programmes, links.projects(kind="programme")),
            "tasks": Figure(seen.tasks, links.projects(kind="task")),
        },
        "lights": [(light.value, LIGHT_WORDS[light]) for light in Light],
        "statuses": boards.status_table(seen, links),
        "light_sums": boards.light_sums(seen, links),
        "matrix": boards.matrix(seen.overdue, links),
    }
    return page(request, "web/overview.html", context, fictitious=worlds.is_fictitious_code(code))


def _region(request: HttpRequest) -> Region | None:
    """The region that the address asks for; 404 for one that there is not."""
    code = request.GET.get("region")
    if not code:
        return None
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise Http404
    return region
