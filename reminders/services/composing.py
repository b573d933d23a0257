"""One digest a person and working day, from the ledger, with its mail frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, override

from directory.models import User
from directory.queries.calendar import working_calendar
from projects.querysets import is_of_fictitious_world
from reminders import mail
from reminders.digest import Digest, Item, split
from reminders.models import Channel, Delivery, Reminder
from reminders.services.rechecking import moot_reasons


@dataclass(frozen=True)
class Composed:
    """What composing made: deliveries, the reminders in them, and those that were moot."""

    deliveries: int = 0
    reminders: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Composed") -> "Composed":
        return Composed(
            self.deliveries + other.deliveries,
            self.reminders + other.reminders,
            self.withdrawn + other.withdrawn,
        )


def compose(*, day: date, now: datetime) -> Composed:
    """Make the digests of a working day for everybody who is to be told something.

    Each person is a transaction of their own. Whoever had a digest today gets what came later
    with the next one.
    """
    made = Composed()
    if not working_calendar().is_working_day(day):
        return made
    waiting = Reminder.objects.filter(state=Reminder.State.PLANNED, planned_on__lte=day)
    people = waiting.order_by("recipient").values_list("recipient", flat=True).distinct()
    for recipient_id in list(people):
        made += compose_for(recipient_id, day=day, now=now)
    return made


def compose_for(recipient_id: int, *, day: date, now: datetime) -> Composed:
    """Make one person's digest; nothing when somebody else just did."""
    with transaction.atomic():
        rows = list(
            Reminder.objects.select_for_update(of=("self",))
            .select_related("project__region", "milestone__department", "report_round")
            .filter(recipient=recipient_id, state=Reminder.State.PLANNED, planned_on__lte=day)
            .order_by("id")
        )
        # Asked after the lock: whoever held it may have made the digest.
        if not rows or Delivery.objects.filter(recipient=recipient_id, day=day).exists():
            return Composed()
        people = User.objects.select_related("region", "department__region", "company__region")
        recipient = people.get(pk=recipient_id)
        reasons = moot_reasons(recipient, rows)
        for row in rows:
            if row.pk in reasons:
                row.state, row.reason = Reminder.State.WITHDRAWN, reasons[row.pk]
                row.settled_at = now
        Reminder.objects.bulk_update(
            [row for row in rows if row.pk in reasons],
            ["state", "reason", "settled_at"],
            batch_size=1000,
        )
        told = [row for row in rows if row.pk not in reasons]
        deliveries = _freeze(recipient, told, day=day, now=now)
        return Composed(len(deliveries), len(told), len(reasons))


def _freeze(
    recipient: User, reminders: Sequence[Reminder], *, day: date, now: datetime
) -> list[Delivery]:
    """Store the parts of a digest with their mails, before any attempt to send them."""
    with override(recipient.language):
        by_item = {_item(row, day=day): row for row in reminders}
    parts = split(list(by_item))
    simulated = is_of_fictitious_world(recipient) or any(r.project.is_fictitious for r in reminders)
    channel = Channel.MAIL if mail.is_address(recipient.email) else Channel.INBOX
    deliveries = []
    for number, items in enumerate(parts, start=1):
        digest = Digest(
            name=str(recipient),
            language=recipient.language,
            day=day,
            items=items,
            part=number,
            parts=len(parts),
            simulated=simulated,
        )
        delivery = _delivery(recipient, digest, channel=channel, now=now)
        told = channel == Channel.INBOX
        Reminder.objects.filter(pk__in=[by_item[item].pk for item in items]).update(
            state=Reminder.State.SENT if told else Reminder.State.COMPOSED,
            delivery=delivery,
            settled_at=now if told else None,
        )
        deliveries.append(delivery)
    return deliveries


def _delivery(recipient: User, digest: Digest, *, channel: Channel, now: datetime) -> Delivery:
    """A digest of somebody without a mail address is told by standing in the inbox."""
    by_mail = channel == Channel.MAIL
    message_id = mail.new_message_id()
    address = recipient.email if by_mail else "nobody@localhost"
    return Delivery.objects.create(
        recipient=recipient,
        channel=channel,
        day=digest.day,
        part=digest.part,
        parts=digest.parts,
        items=len(digest.items),
        simulated=digest.simulated,
        address=recipient.email if by_mail else "",
        message_id=message_id,
        subject=digest.subject(),
        message=mail.build(digest, address=address, message_id=message_id, now=now),
        state=Delivery.State.WAITING if by_mail else Delivery.State.SENT,
        next_attempt_at=now,
        sent_at=None if by_mail else now,
        created_at=now,
    )


def _item(row: Reminder, *, day: date) -> Item:
    milestone, asked = row.milestone, row.report_round
    return Item(
        reminder_id=row.pk,
        project_id=row.project_id,
        project=row.project.name,
        region=row.project.region.name,
        department=milestone.department.name if milestone and milestone.department else "",
        due_on=row.due_on,
        days_late=(day - row.due_on).days,
        milestone=milestone.name if milestone else "",
        period=report_period(asked.year, asked.first_month, asked.month) if asked else "",
    )


def report_period(year: int, first_month: int, month: int) -> str:
    """The period of a report in words: 2026年10月月报, 2026年1–2月月报."""
    names = {"year": year, "first": first_month, "month": month}
    if first_month < month:
        return gettext("report of %(year)d-%(first)02d to %(month)02d") % names
    return gettext("report of %(year)d-%(month)02d") % names
