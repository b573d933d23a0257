"""The rules are data: loaded once, changed by administrators, with their history."""

from datetime import timedelta

import pghistory.models
import pytest
from django.db import IntegrityError, transaction

from directory.errors import Conflict, NotPermitted
from reminders.models import ReminderRule, Subject, Urgency
from reminders.services.planning import plan_day
from reminders.services.reference import SEEDS, load_rules
from reminders.services.rules import add_rule, change_rule
from tests.cast import Cast
from tests.reminders.stage import MONDAY, morning, owed

NOW = morning(MONDAY)


def test_the_offsets_that_were_asked_for(cast: Cast) -> None:
    rows = ReminderRule.objects.filter(subject=Subject.MILESTONE_DUE)
    assert list(rows.values_list("offset_days", "repeat_every_days")) == [
        (-30, None),
        (-7, None),
        (-1, None),
        (1, 7),
    ]


def test_loading_again_leaves_an_office_s_change(cast: Cast) -> None:
    ReminderRule.objects.filter(code="milestone-7-before").update(offset_days=-10)
    assert load_rules(now=NOW) == 0
    assert ReminderRule.objects.count() == len(SEEDS)
    assert ReminderRule.objects.get(code="milestone-7-before").offset_days == -10


def test_a_change_works_and_leaves_its_trace(cast: Cast) -> None:
    rule = ReminderRule.objects.get(code="milestone-7-before")
    changed = change_rule(
        rule_id=rule.pk, values={"offset_days": -10}, actor=cast.administrator, now=NOW, version=1
    )
    assert (changed.offset_days, changed.version) == (-10, 2)
    events = pghistory.models.Events.objects.tracks(changed)  # type: ignore[no-untyped-call]
    assert [event.pgh_context["action"] for event in events.order_by("pgh_slug")] == [
        "reminder_rules.load",
        "reminder_rule.change",
    ]
    with pytest.raises(Conflict):
        change_rule(rule_id=rule.pk, values={}, actor=cast.administrator, now=NOW, version=1)
    milestone = owed(cast, MONDAY + timedelta(days=10))
    plan_day(today=MONDAY, now=NOW)
    told = milestone.reminders.filter(rule=rule)
    assert told.count() == 2


def test_only_administrators_change_rules(cast: Cast) -> None:
    rule = ReminderRule.objects.get(code="milestone-7-before")
    for name, person in cast.people().items():
        if name == "administrator":
            continue
        with pytest.raises(NotPermitted):
            change_rule(rule_id=rule.pk, values={"active": False}, actor=person, now=NOW)
        with pytest.raises(NotPermitted):
            add_rule(values={}, actor=person, now=NOW)


def test_a_rule_of_one_s_own(cast: Cast) -> None:
    rule = add_rule(
        values={
            "code": "milestone-today",
            "name": "到期当天",
            "name_en": "On the day",
            "subject": Subject.MILESTONE_DUE,
            "offset_days": 0,
            "urgency": Urgency.PRESSING,
            "audience": ["plan_office"],
        },
        actor=cast.administrator,
        now=NOW,
    )
    milestone = owed(cast, MONDAY)
    plan_day(today=MONDAY, now=NOW)
    assert [row.recipient for row in milestone.reminders.filter(rule=rule)] == [cast.plan_office]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"subject": "birthday"}, "reminder_rule_subject_known"),
        ({"urgency": 11}, "reminder_rule_urgency_known"),
        ({"audience": ["everybody"]}, "reminder_rule_audience_known"),
        ({"repeat_every_days": 7}, "reminder_rule_repeats_after_the_date"),
    ],
)
def test_nonsense_is_held_off_by_the_database(
    cast: Cast, values: dict[str, object], constraint: str
) -> None:
    rules = ReminderRule.objects.filter(code="milestone-7-before")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rules.update(**values)
