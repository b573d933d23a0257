"""Who is told what and when: rules, ledger, deliveries."""

from reminders.models.delivery import Channel, Delivery, DeliveryState
from reminders.models.reminder import Reminder, ReminderReason, ReminderState
from reminders.models.rule import Audience, ReminderRule, Subject, Urgency

__all__ = [
    "Audience",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Reminder",
    "ReminderReason",
    "ReminderRule",
    "ReminderState",
    "Subject",
    "Urgency",
]
