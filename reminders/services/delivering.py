"""Sending what is due: claimed in batches with leases, sent outside of any transaction, confirmed
one by one.

Several workers may do so at once, and each may die at any moment: what it had claimed is free
again when its lease ends, and goes out with the same bytes and the same Message-ID.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from directory.models import User
from reminders.channels import Envelope, NotDelivered, Post, post_office
from reminders.models import Delivery, DeliveryState, Reminder
from reminders.policy import require_operator
from reminders.rules.retries import is_given_up, pause_after

log = logging.getLogger(__name__)

BATCH = 20
BUDGET = timedelta(minutes=8)


@dataclass(frozen=True)
class Delivered:
    """What became of the deliveries that were due."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def deliver(
    *,
    clock: Callable[[], datetime],
    open_post: Callable[[], Post] = post_office,
    batch: int = BATCH,
    budget: timedelta = BUDGET,
) -> Delivered:
    """Send what is due until nothing is, or the time is up.

    `clock` is asked again and again, because sending takes time.
    """
    counts = {DeliveryState.SENT: 0, DeliveryState.WAITING: 0, DeliveryState.FAILED: 0}
    end = clock() + budget
    with open_post() as post:
        while clock() < end:
            claimed = claim(now=clock(), size=batch)
            if not claimed:
                break
            for delivery in claimed:
                outcome = _attempt(delivery, post, clock)
                if outcome is not None:
                    counts[outcome] += 1
    return Delivered(
        sent=counts[DeliveryState.SENT],
        postponed=counts[DeliveryState.WAITING],
        failed=counts[DeliveryState.FAILED],
    )


def claim(*, now: datetime, size: int = BATCH) -> list[Delivery]:
    """Take up to `size` deliveries that are due and that nobody else is sending.

    Workers that ask at the same instant skip each other's rows instead of waiting for them.
    """
    lease = uuid.uuid4()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    with transaction.atomic():
        ids = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(free, state=DeliveryState.WAITING, next_attempt_at__lte=now)
            .order_by("next_attempt_at", "id")
            .values_list("pk", flat=True)[:size]
        )
        Delivery.objects.filter(pk__in=ids).update(lease=lease, lease_until=_lease_end(now))
    return list(Delivery.objects.filter(pk__in=ids, lease=lease).order_by("next_attempt_at", "id"))


def retry(*, delivery_ids: Sequence[int], actor: User, now: datetime) -> int:
    """Try given-up deliveries again from the beginning; return how many.

    Raises NotPermitted unless the actor looks after reminders.
    """
    require_operator(actor)
    failed = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.FAILED)
    return failed.update(state=DeliveryState.WAITING, attempts=0, next_attempt_at=now)


def _attempt(delivery: Delivery, post: Post, clock: Callable[[], datetime]) -> DeliveryState | None:
    """Try once to send. Return what became of it; None when somebody else took it over."""
    if not _begin(delivery, now=clock()):
        return None
    try:
        post.send(_envelope(delivery))
    except NotDelivered as trouble:
        return _postpone(delivery, trouble, now=clock())
    return DeliveryState.SENT if _confirm(delivery, now=clock()) else None


def _begin(delivery: Delivery, *, now: datetime) -> bool:
    """Count the attempt and renew the lease, unless it has gone to somebody else meanwhile."""
    return _ours(delivery).update(attempts=F("attempts") + 1, lease_until=_lease_end(now)) == 1


def _confirm(delivery: Delivery, *, now: datetime) -> bool:
    """Write down that a digest was sent, once."""
    with transaction.atomic():
        done = _ours(delivery).update(
            state=DeliveryState.SENT, sent_at=now, lease=None, lease_until=None, last_error=""
        )
        if done:
            told = Reminder.objects.filter(delivery=delivery, state=Reminder.State.COMPOSED)
            told.update(state=Reminder.State.SENT, settled_at=now)
    return done == 1


def _postpone(delivery: Delivery, trouble: NotDelivered, *, now: datetime) -> DeliveryState | None:
    """Free the delivery for a later attempt, or give it up where operators see it."""
    attempts = delivery.attempts + 1
    state = DeliveryState.WAITING
    if trouble.permanent or is_given_up(attempts):
        state = DeliveryState.FAILED
        log.error("delivery %s given up after %s attempts: %s", delivery.pk, attempts, trouble)
    changed = _ours(delivery).update(
        state=state,
        last_error=str(trouble)[:2000],
        next_attempt_at=now + pause_after(attempts),
        lease=None,
        lease_until=None,
    )
    return state if changed else None


def _ours(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, as long as this claim of it holds: the condition of every write."""
    return Delivery.objects.filter(
        pk=delivery.pk, lease=delivery.lease, state=DeliveryState.WAITING
    )


def _lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.REMIND_LEASE)


def _envelope(delivery: Delivery) -> Envelope:
    return Envelope(
        name=f"{delivery.day}-{delivery.pk:08d}",
        address=delivery.address,
        message=bytes(delivery.message),
        simulated=delivery.simulated,
    )
