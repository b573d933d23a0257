"""Who is told what and when: rules, ledger, deliveries."""

from reminders.models.delivery import Channel, Delivery
from reminders.models.reminder import Reminder
from reminders.models.rule import Audience, ReminderRule, Subject, Urgency

__all__ = [
    "Audience",
    "Channel",
    "Delivery",
    "Reminder",
    "ReminderRule",
    "Subject",
    "Urgency",
]
