from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.fields import ChoiceField, one_of
from reminders.models.delivery import Delivery
from reminders.models.rule import ReminderRule


class ReminderState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    FOLDED = "folded", _("Folded into a more urgent one")
    COMPOSED = "composed", _("In a digest")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SENT = "sent", _("Sent")


class ReminderReason(models.TextChoices):
    """Why a reminder was withdrawn before it was told."""

    CLOSED = "closed", _("Done, on hold or dropped in the meantime")
    DATE_CHANGED = "date_changed", _("The date has changed")
    PROJECT_LEFT = "project_left", _("The project is withdrawn, suspended or cancelled")
    REPORTED = "reported", _("Reported in the meantime")
    ROUND_CLOSED = "round_closed", _("The round of reports is closed")
    RULE_INACTIVE = "rule_inactive", _("The rule is not in force any more")
    NOT_RESPONSIBLE = "not_responsible", _("No longer responsible")
    INACTIVE_PERSON = "inactive_person", _("The account is closed")
    NOT_VISIBLE = "not_visible", _("The project is not visible to this person")


class Reminder(models.Model):
    """A row of the ledger: this person is to be told of this date, once.

    `occurs_on` is the day the rule names (the date plus the offset), `planned_on` the working
    day on which it is told: not later than `occurs_on` before a date, not earlier after it, and
    the next working day when that one was missed. The subject is a milestone with its date and
    baseline revision, or a project that owes a report to a round.
    """

    State = ReminderState

    Reason = ReminderReason

    recipient = models.ForeignKey(
        "directory.User", models.PROTECT, related_name="reminders", db_index=False
    )
    rule = models.ForeignKey(ReminderRule, models.PROTECT, related_name="reminders")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="reminders")
    milestone = models.ForeignKey(
        "projects.Milestone", models.PROTECT, null=True, related_name="reminders"
    )
    report_round = models.ForeignKey(
        "projects.ReportRound", models.PROTECT, null=True, related_name="reminders"
    )
    due_on = models.DateField()
    baseline_revision = models.PositiveSmallIntegerField(default=0)
    occurs_on = models.DateField()
    planned_on = models.DateField()
    urgency = models.PositiveSmallIntegerField()
    state = ChoiceField(State, default=State.PLANNED)
    reason = ChoiceField(Reason, blank=True)
    folded_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="folded")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="reminders")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            one_of("state", ReminderState, name="reminder_state_known"),
            models.UniqueConstraint(
                fields=[
                    "recipient",
                    "project",
                    "milestone",
                    "report_round",
                    "rule",
                    "occurs_on",
                    "baseline_revision",
                ],
                nulls_distinct=False,
                name="reminder_once",
            ),
            models.CheckConstraint(
                condition=models.Q(milestone__isnull=False, report_round__isnull=True)
                | models.Q(milestone__isnull=True, report_round__isnull=False),
                name="reminder_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="") ^ models.Q(state="withdrawn"),
                name="reminder_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(folded_into__isnull=True) ^ models.Q(state="folded"),
                name="reminder_folded_into_another",
            ),
        ]
        indexes = [
            # Who has something to be told? (compose), and the inbox's open reminders.
            models.Index(
                fields=["recipient", "planned_on", "id"],
                condition=models.Q(state="planned"),
                name="reminder_planned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} → {self.recipient_id} {self.occurs_on}"
