"""Administrators change rules and try failed mails again; both go through the services."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import User
from reminders.models import Delivery, ReminderRule
from reminders.services.composing import compose
from reminders.services.planning import plan_day
from tests.cast import Cast
from tests.reminders.stage import MONDAY, morning, owed


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    """A browser of the administrator."""
    User.objects.filter(pk=cast.administrator.pk).update(is_staff=True, is_superuser=True)
    client.force_login(cast.administrator)
    return client


def fields_of(rule: ReminderRule, **changed: Any) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "name_en": rule.name_en,
        "subject": rule.subject,
        "offset_days": rule.offset_days,
        "repeat_every_days": "",
        "urgency": rule.urgency,
        "audience": ",".join(rule.audience),
        "active": "on",
    } | changed


def test_a_rule_is_changed_through_the_service(admin: Client) -> None:
    rule = ReminderRule.objects.get(code="milestone-7-before")
    url = reverse("admin:reminders_reminderrule_change", args=[rule.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, fields_of(rule, offset_days=-10)).status_code == 302
    rule.refresh_from_db()
    assert (rule.offset_days, rule.version) == (-10, 2)


def test_a_rule_is_added_through_the_service(admin: Client) -> None:
    rule = ReminderRule.objects.get(code="milestone-7-before")
    url = reverse("admin:reminders_reminderrule_add")
    added = admin.post(url, fields_of(rule, code="milestone-14-before", offset_days=-14))
    assert added.status_code == 302
    assert ReminderRule.objects.get(code="milestone-14-before").version == 1


def test_failed_mails_are_tried_again(admin: Client, cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    plan_day(today=MONDAY, now=morning(MONDAY))
    compose(day=MONDAY, now=morning(MONDAY))
    Delivery.objects.update(state="failed", last_error="550")
    url = reverse("admin:reminders_delivery_changelist")
    assert "550" not in admin.get(url).content.decode()
    ids = list(Delivery.objects.values_list("pk", flat=True))
    chosen = {"action": "try_again", "_selected_action": ids[:1]}
    assert admin.post(url, chosen).status_code == 302
    assert Delivery.objects.get(pk=ids[0]).state == "waiting"
    assert Delivery.objects.get(pk=ids[1]).state == "failed"
    page = reverse("admin:reminders_delivery_change", args=[ids[1]])
    assert "550" in admin.get(page).content.decode()
