"""What a person was told, and what of it still stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.models import User
from reminders.mail import ReadMail, read
from reminders.models import Delivery, Reminder
from reminders.services.rechecking import moot_reasons

DIGESTS_SHOWN = 50


@dataclass(frozen=True)
class Inbox:
    """A person's digests, newest first, and the matters they were told of that are still open,
    the earliest date first."""

    digests: Sequence[Delivery]
    open: Sequence[Reminder]


def inbox(user: User, *, today: date) -> Inbox:
    """What a person finds in their inbox today."""
    told = (Reminder.State.PLANNED, Reminder.State.COMPOSED, Reminder.State.SENT)
    latest = (
        Reminder.objects.filter(recipient=user, state__in=told, planned_on__lte=today)
        .order_by("project_id", "milestone_id", "report_round_id", "-occurs_on", "-id")
        .distinct("project_id", "milestone_id", "report_round_id")
        .select_related("project__region", "milestone__department", "report_round", "rule")
    )
    rows = list(latest)
    moot = moot_reasons(user, rows)
    digests = Delivery.objects.filter(recipient=user).without_message().order_by("-day", "-id")
    return Inbox(
        digests=list(digests[:DIGESTS_SHOWN]),
        open=sorted(
            (row for row in rows if row.pk not in moot), key=lambda row: (row.due_on, row.pk)
        ),
    )


def kept_mail(user: User, delivery_id: int) -> tuple[Delivery, ReadMail]:
    """A digest with its mail, for its reader or an administrator.

    Raises Delivery.DoesNotExist when there is none for this person.
    """
    delivery = Delivery.objects.visible_to(user).select_related("recipient").get(pk=delivery_id)
    return delivery, read(delivery.message)
