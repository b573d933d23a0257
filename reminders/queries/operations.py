"""What operators ask: what is due, stuck or given up, and the mails that were kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from directory.models import User
from reminders.models import Delivery, Reminder
from reminders.querysets import DeliveryQuerySet


@dataclass(frozen=True)
class Health:
    """How the deliveries do. `stuck` counts those that are due for a quarter of an hour and held
    by nobody; `planned` reminders wait for a digest."""

    planned: int
    waiting: int
    stuck: int
    failed: int
    oldest_waiting_at: datetime | None

    @property
    def is_well(self) -> bool:
        return self.stuck == 0 and self.failed == 0


def delivery_health(*, now: datetime) -> Health:
    """The figures of this moment."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    figures = waiting.aggregate(
        count=Count("id"), oldest=Min("created_at", filter=Q(next_attempt_at__lte=now))
    )
    return Health(
        planned=Reminder.objects.filter(state=Reminder.State.PLANNED).count(),
        waiting=figures["count"],
        stuck=Delivery.objects.stuck(now).count(),
        failed=Delivery.objects.failed().count(),
        oldest_waiting_at=figures["oldest"],
    )


def kept_mails(user: User) -> DeliveryQuerySet:
    """Every mail that was made, newest first, for administrators; others find their own."""
    rows = Delivery.objects.visible_to(user).without_message()
    return rows.select_related("recipient").order_by("-day", "-id")


def troubled(user: User, *, now: datetime) -> DeliveryQuerySet:
    """Deliveries that were given up or are stuck, with their last error, newest first."""
    rows = Delivery.objects.visible_to(user)
    return (
        (rows.failed() | rows.stuck(now))
        .without_message()
        .select_related("recipient")
        .order_by("-created_at", "-id")
    )
