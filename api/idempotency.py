"""A repeated POST does its work once: `Idempotency-Key`.

The key is claimed in the transaction of the change. A second request with the same key waits
for the first to commit, and then finds the answer; when the first was refused, nothing is kept
and the second is tried anew.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from api.answers import answer
from api.errors import Fault, InvalidInput, KeyOfAnotherRequest
from api.models import KeptAnswer
from directory.models import User

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 200
KEPT_HEADERS = ("ETag", "Location")


def once(
    request: Request,
    user: User,
    work: Callable[[], HttpResponse],
    *,
    now: datetime,
    print_of: Callable[[Request], str] | None = None,
) -> HttpResponse:
    """Do the work and answer; of requests with one key only the first does it. `print_of` says
    by what a request is known again, where that is not the very body.

    Raises KeyOfAnotherRequest when the key came with another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not key or len(key) > LONGEST_KEY:
        raise InvalidInput([Fault.of("note_too_long", HEADER, limit=LONGEST_KEY)])
    if not key.isprintable():
        raise InvalidInput([Fault.of("invalid", HEADER, detail=ascii(key[:40]))])
    fingerprint = (print_of or fingerprint_of)(request)
    with transaction.atomic():
        # Waits here while another request holds the same key.
        claimed = KeptAnswer.objects.bulk_create(
            [KeptAnswer(user=user, key=key, fingerprint=fingerprint, kept_at=now)],
            ignore_conflicts=True,
        )
        kept = KeptAnswer.objects.select_for_update().get(user=user, key=key)
        if kept.status:
            return _replay(kept, fingerprint)
        assert claimed
        response = work()
        kept.status = response.status_code
        kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept.body = response.content.decode()
        kept.save(update_fields=["status", "headers", "body"])
    return response


def fingerprint_of(request: Request) -> str:
    """The digest of method, address and body."""
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()


def forget_old_answers(*, now: datetime) -> int:
    """Let go of answers kept for longer than a week; return how many."""
    deleted, _ = KeptAnswer.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    return deleted


def _replay(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        raise KeyOfAnotherRequest
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return answer(kept.body, status=kept.status, headers=headers)
