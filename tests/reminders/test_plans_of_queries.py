"""The questions of the loop are answered from the indexes made for them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from reminders.models import Delivery, Reminder, ReminderRule
from tests.cast import Cast
from tests.factories import ProjectFactory
from tests.reminders.stage import MONDAY, morning, owed

NOW = morning(MONDAY)
ROWS = 3000


def plan_of(rows: QuerySet[Reminder] | QuerySet[Delivery]) -> str:
    with connection.cursor() as cursor:
        sql, params = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT json) {sql}", params)
        found = cursor.fetchone()
    return json.dumps(found)


@pytest.fixture
def many(cast: Cast) -> Cast:
    """Years of sent digests and told reminders, and a few that wait."""
    rule = ReminderRule.objects.get(code="milestone-overdue")
    milestone = owed(cast, MONDAY, project=ProjectFactory())
    Delivery.objects.bulk_create(
        Delivery(
            recipient=cast.lead,
            day=MONDAY - timedelta(days=number),
            message_id=f"<{number}@planner>",
            subject="x",
            message=b"x",
            state="waiting" if number < 10 else "failed" if number < 20 else "sent",
            sent_at=None if number < 20 else NOW,
            next_attempt_at=NOW,
            created_at=NOW,
        )
        for number in range(ROWS)
    )
    Reminder.objects.bulk_create(
        Reminder(
            recipient=cast.lead,
            rule=rule,
            project=milestone.project,
            milestone=milestone,
            due_on=MONDAY,
            occurs_on=MONDAY + timedelta(days=number),
            planned_on=MONDAY,
            urgency=rule.urgency,
            state="planned" if number < 10 else "sent",
            created_at=NOW,
        )
        for number in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reminders_delivery, reminders_reminder")
    return cast


def test_each_question_has_its_index(many: Cast) -> None:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=NOW)
    due = Delivery.objects.filter(free, state="waiting", next_attempt_at__lte=NOW)
    planned = Reminder.objects.filter(state="planned", planned_on__lte=MONDAY)
    questions: dict[str, QuerySet[Reminder] | QuerySet[Delivery]] = {
        "delivery_waiting": due.order_by("next_attempt_at", "id")[:20],
        "delivery_failed": Delivery.objects.failed().order_by("-created_at", "-id")[:20],
        "delivery_inbox": Delivery.objects.filter(recipient=many.lead).order_by("-day", "-id")[:5],
        "delivery_day": Delivery.objects.order_by("-day", "-id")[:20],
        "reminder_planned": planned.filter(recipient=many.lead).order_by(),
    }
    for index, rows in questions.items():
        assert index in plan_of(rows), index
