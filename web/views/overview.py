"""The first page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from web.shell import page


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return page(request, "web/overview.html")
