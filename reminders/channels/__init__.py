"""The ways out: a mail server, or files where there is none (and for whatever is simulated)."""

from reminders.channels.envelope import Envelope, NotDelivered, Post
from reminders.channels.office import post_office

__all__ = ["Envelope", "NotDelivered", "Post", "post_office"]
