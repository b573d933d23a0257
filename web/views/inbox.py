"""What a person was told: their digests, and the matters that are still open."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory import clock
from directory.models import Role, User
from reminders.models import Delivery
from reminders.queries import inbox as queries
from reminders.queries.operations import kept_mails
from web import worlds
from web.paging import slice_of
from web.shell import page


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's reminders that still stand, and the digests they were sent."""
    assert isinstance(request.user, User)
    found = queries.inbox(request.user, today=clock.today())
    codes = [row.project.region_id for row in found.open]
    return page(
        request,
        "web/inbox.html",
        {"inbox": found},
        fictitious=worlds.any_fictitious(codes),
    )


@login_required
@require_safe
def mail(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """A digest as it was sent, as text: nothing of a mail is executed or fetched."""
    assert isinstance(request.user, User)
    try:
        delivery, read = queries.kept_mail(request.user, delivery_id)
    except Delivery.DoesNotExist:
        raise Http404 from None
    return page(
        request,
        "web/mail.html",
        {
            "delivery": delivery,
            "mail": read,
            "own": delivery.recipient_id == request.user.pk,
        },
        fictitious=delivery.simulated,
    )


@login_required
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail that was made, for administrators."""
    assert isinstance(request.user, User)
    if request.user.role != Role.ADMINISTRATOR:
        return page(request, "403.html", status=403)
    found = slice_of(kept_mails(request.user), request.GET)
    fictitious = any(row.simulated for row in found.rows)
    return page(request, "web/mails.html", {"slice": found}, fictitious=fictitious)
