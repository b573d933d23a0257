"""Which deliveries, and for whom."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from directory.models import Role, User, region_prefix
from projects.querysets import home_region, sees_everything

if TYPE_CHECKING:
    # The generic base below names it as text.
    from reminders.models import Delivery  # noqa: F401

STUCK_AFTER = timedelta(minutes=15)
"""With a tick every minute nothing that is due should wait for so long."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, narrowed by the questions that people and operators ask."""

    def visible_to(self, user: User) -> "DeliveryQuerySet":
        """A person's own; an administrator's are those of everybody in their region."""
        if not user.is_active:
            return self.none()
        if sees_everything(user):
            return self
        own = Q(recipient=user)
        if user.role != Role.ADMINISTRATOR:
            return self.filter(own)
        prefix = region_prefix(home_region(user))
        return self.filter(
            own
            | Q(recipient__region__code__startswith=prefix)
            | Q(recipient__department__region__code__startswith=prefix)
            | Q(recipient__company__region__code__startswith=prefix)
        )

    def without_message(self) -> "DeliveryQuerySet":
        """For lists: the bytes of the mail stay in the database."""
        return self.defer("message")

    def failed(self) -> "DeliveryQuerySet":
        """Given up; an operator may try them again."""
        return self.filter(state="failed")

    def stuck(self, now: datetime) -> "DeliveryQuerySet":
        """Due for a while and held by nobody: no worker runs, or none gets through."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        return self.filter(free, state="waiting", next_attempt_at__lte=now - STUCK_AFTER)
