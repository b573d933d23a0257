from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from reminders.querysets import DeliveryQuerySet


class Channel(models.TextChoices):
    """The way a digest goes: as a mail, or only into the inbox of somebody without address."""

    MAIL = "mail", _("Mail")
    INBOX = "inbox", _("Inbox")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Delivery(models.Model):
    """A digest to one person on one working day; what is too long goes in parts.

    `message` holds the bytes of the whole mail, frozen with its Message-ID before the first
    attempt, so that a retry sends the same bytes. A worker that wants to send claims the row:
    `lease` is its mark and `lease_until` the instant after which others may take over.
    `simulated` marks digests of the demonstration city, which no real mail server gets.
    """

    State = DeliveryState

    recipient = models.ForeignKey(
        "directory.User", models.PROTECT, related_name="deliveries", db_index=False
    )
    channel = ChoiceField(Channel, default=Channel.MAIL)
    day = models.DateField()
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    items = models.PositiveIntegerField(default=0)
    simulated = models.BooleanField(default=False)
    address = models.EmailField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    message = models.BinaryField()
    state = ChoiceField(State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            one_of("state", DeliveryState, name="delivery_state_known"),
            one_of("channel", Channel, name="delivery_channel_known"),
            models.UniqueConstraint(
                fields=["recipient", "channel", "day", "part"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(part__gte=1, part__lte=models.F("parts")),
                name="delivery_part_of_parts",
            ),
        ]
        indexes = [
            # What is to be sent now? (deliver)
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(state="waiting"),
                name="delivery_waiting",
            ),
            # What was given up? (operators)
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(state="failed"),
                name="delivery_failed",
            ),
            models.Index(fields=["recipient", "-day", "-id"], name="delivery_inbox"),
            models.Index(fields=["-day", "-id"], name="delivery_day"),
        ]

    def __str__(self) -> str:
        return self.message_id
