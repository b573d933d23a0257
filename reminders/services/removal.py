"""Taking the demonstration city's reminders away, before its people and projects go."""

from django.db import transaction
from django.db.models import Q

from directory.models import FICTITIOUS_PREFIX
from reminders.models import Delivery, Reminder


def _of_fictitious(person: str) -> Q:
    return (
        Q(**{f"{person}__region__code__startswith": FICTITIOUS_PREFIX})
        | Q(**{f"{person}__department__region__code__startswith": FICTITIOUS_PREFIX})
        | Q(**{f"{person}__company__region__code__startswith": FICTITIOUS_PREFIX})
    )


def forget_fictitious() -> int:
    """Delete all reminders and digests of the demonstration city; return how many rows went.

    Their files in the mail folder are the caller's to delete, after the commit.
    """
    with transaction.atomic():
        reminders = Reminder.objects.filter(
            _of_fictitious("recipient") | Q(project__province_code=FICTITIOUS_PREFIX)
        )
        gone, _each = reminders.delete()
        digests = Delivery.objects.filter(_of_fictitious("recipient") | Q(simulated=True))
        gone_digests, _each = digests.delete()
    return gone + gone_digests
