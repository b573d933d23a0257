import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of


class OutboxEntryChange(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    REMOVED = "removed", _("removed")


class OutboxEntry(models.Model):
    """One change that other systems may hear of, written in the transaction of the change.

    `id` says in which order rows were written; only `number`, given by the sequencer after
    the commit, is what readers page by: numbers are never skipped and no object goes
    backwards (see docs/decisions).
    """

    Change = OutboxEntryChange

    number = models.BigIntegerField(null=True, unique=True, editable=False)
    resource = models.CharField(max_length=32)
    object_id = models.CharField(max_length=40)
    object_version = models.PositiveIntegerField()
    change = ChoiceField(Change)
    action = models.CharField(max_length=64)
    project_id = models.BigIntegerField(null=True)
    region_code = models.CharField(max_length=6, blank=True)
    written_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        constraints = [one_of("change", OutboxEntryChange, name="outbox_change_known")]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(number__isnull=True),
                name="outbox_waiting",
            ),
            models.Index(fields=["project_id", "number"], name="outbox_project_number"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}/{self.object_id}@{self.object_version}"


class FeedEpoch(models.Model):
    """The life of one change feed. A restored database begins a new one: cursors that name an
    older epoch are answered with "take a snapshot"."""

    epoch = models.UUIDField(default=uuid.uuid4, unique=True)
    cluster = models.CharField(max_length=40)
    database_oid = models.BigIntegerField()
    began_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.epoch)


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """Work that takes long or must happen later. The row is the queue of record: an interface
    may wake a worker with its id after the commit, and without the wake the tick finds it. A job
    with a `key` is asked for once, however often it is asked for."""

    State = JobState

    kind = models.CharField(max_length=48)
    key = models.CharField(max_length=80, blank=True, editable=False)
    params = models.JSONField(default=dict)
    state = ChoiceField(State, default=State.WAITING)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(null=True)
    message = models.TextField(blank=True)
    result = models.JSONField(null=True)
    requested_by = models.ForeignKey(
        "directory.User", models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            one_of("state", JobState, name="job_state_known"),
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="job_asked_for_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
