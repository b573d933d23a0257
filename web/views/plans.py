"""The library of plans: what each promises, in figures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import User
from plans.queries import library as library_queries
from web import worlds
from web.shell import page


@login_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The library: every plan a person may read, with its figures."""
    assert isinstance(request.user, User)
    rows = library_queries.library(request.user, today=clock.today())
    fictitious = worlds.any_fictitious(row.plan.region_id for row in rows)
    return page(request, "web/plans.html", {"rows": rows}, fictitious=fictitious)
