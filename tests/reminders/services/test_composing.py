"""Digests: one a person and working day, rechecked against the register, frozen."""

from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.conf import settings

from directory.models import Role
from projects.models import Milestone, Project, Report, ReportRound, Status
from reminders import mail
from reminders.models import Channel, Delivery, Reminder, ReminderReason, ReminderRule
from reminders.services import composing
from reminders.services.composing import Composed, compose
from reminders.services.planning import plan_day
from tests.cast import Cast
from tests.factories import (
    NOW,
    DepartmentFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
)
from tests.reminders.stage import MONDAY, morning, owed

REASON = ReminderReason


def run(day: date = MONDAY) -> Composed:
    plan_day(today=day, now=morning(day))
    return compose(day=day, now=morning(day))


def test_one_digest_a_person_and_day(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    owed(cast, MONDAY - timedelta(days=47))
    RoundFactory(due_on=date(2026, 11, 24))
    made = run()
    assert (made.deliveries, made.reminders, made.withdrawn) == (2, 6, 0)
    delivery = Delivery.objects.get(recipient=cast.lead)
    assert (delivery.day, delivery.part, delivery.parts, delivery.items) == (MONDAY, 1, 1, 3)
    assert (delivery.state, delivery.channel) == (Delivery.State.WAITING, Channel.MAIL)
    assert delivery.next_attempt_at == morning(MONDAY)
    states = Reminder.objects.filter(delivery=delivery).values_list("state", flat=True)
    assert set(states) == {Reminder.State.COMPOSED}


def test_a_second_run_makes_no_second_digest(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    run()
    owed(cast, MONDAY + timedelta(days=1))
    assert run() == Composed()
    tuesday = run(MONDAY + timedelta(days=1))
    assert tuesday.deliveries == 2, "what came later goes with the next one"


def test_nothing_is_composed_on_a_day_off(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    plan_day(today=MONDAY, now=morning(MONDAY))
    saturday = MONDAY + timedelta(days=5)
    assert compose(day=saturday, now=morning(saturday)) == Composed()


def test_the_mail_reads_like_an_office(cast: Cast) -> None:
    overdue = owed(cast, MONDAY - timedelta(days=47), name="初步设计批复")
    owed(cast, MONDAY + timedelta(days=7), name="施工许可 <证>")
    RoundFactory(due_on=date(2026, 11, 24))
    run()
    read = mail.read(Delivery.objects.get(recipient=cast.lead).message)
    assert read.subject == "重大项目提醒（11月23日）：逾期 1 项，即将到期 1 项，月报待报 1 项"
    assert read.recipient == "lead同志 <lead@example.org>"
    for words in (
        "截至 2026年11月23日",
        "逾期节点 1 项",
        "运城机场改扩建 · 初步设计批复",
        "应于 2026-10-07 完成，逾期 47 天 · 运城市交通运输局 · 盐湖区",
        "还有 7 天",
        "运城机场改扩建 · 2026年10月月报",
        "应于 2026-11-24 前报送，还有 1 天",
        f"{settings.PUBLIC_URL}/projects/{overdue.project_id}/",
    ):
        assert words in read.text, words
    assert "施工许可 &lt;证&gt;" in read.html
    assert "模拟" not in read.text + read.html + read.subject
    assert "节点" in read.html
    assert "逾期 47 天" in read.html


def test_an_english_reader_gets_english(cast: Cast) -> None:
    cast.lead.language = "en"
    cast.lead.save(update_fields=["language"])
    owed(cast, MONDAY - timedelta(days=1))
    run()
    read = mail.read(Delivery.objects.get(recipient=cast.lead).message)
    assert read.subject == "Major projects, Nov 23: 1 overdue"
    assert "1 day overdue" in read.text
    assert "Overdue: 1 milestone\n" in read.text


def test_the_bytes_are_frozen_with_their_message_id(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    run()
    delivery = Delivery.objects.get(recipient=cast.lead)
    parsed = message_from_bytes(bytes(delivery.message), policy=policy.default)
    assert parsed["Message-ID"] == delivery.message_id
    assert parsed["Subject"] == delivery.subject
    assert parsed["Date"] == "Mon, 23 Nov 2026 08:00:00 +0800"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["X-Simulated"] is None
    assert parsed.get_content_type() == "multipart/alternative"
    assert bytes(delivery.message).isascii()
    assert max(map(len, bytes(delivery.message).split(b"\r\n"))) < 998


def test_what_is_simulated_says_so(cast: Cast) -> None:
    city = RegionFactory(code="990100", name="示范市")
    bureau = DepartmentFactory(code="990100-jtj", name="示范市交通局", region=city)
    project = ProjectFactory(name="示范快速路", region=RegionFactory(code="990101"))
    PartyFactory(project=project, department=bureau)
    UserFactory(username="demo", role=Role.DEPARTMENT_HEAD, region=None, department=bureau)
    owed(cast, MONDAY + timedelta(days=7), project=project, department=bureau)
    run()
    delivery = Delivery.objects.get()
    read = mail.read(delivery.message)
    assert delivery.simulated
    assert read.subject.startswith("【示范市·模拟】")
    assert "模拟数据" in read.text
    assert "模拟数据" in read.html
    assert b"X-Simulated: yes" in bytes(delivery.message)


def test_a_long_digest_goes_in_parts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "split", lambda items: [items[:2], items[2:]])
    for _ in range(3):
        owed(cast, MONDAY - timedelta(days=1))
    assert run().deliveries == 4
    parts = Delivery.objects.filter(recipient=cast.lead).order_by("part")
    assert [(row.part, row.parts, row.items) for row in parts] == [(1, 2, 2), (2, 2, 1)]
    assert parts[1].subject.endswith("（第 2 部分，共 2 部分）")
    assert [row.reminders.count() for row in parts] == [2, 1]


def test_without_an_address_it_stands_in_the_inbox(cast: Cast) -> None:
    cast.lead.email = ""
    cast.lead.save(update_fields=["email"])
    owed(cast, MONDAY + timedelta(days=7))
    run()
    delivery = Delivery.objects.get(recipient=cast.lead)
    assert (delivery.channel, delivery.state) == (Channel.INBOX, Delivery.State.SENT)
    assert set(delivery.reminders.values_list("state", flat=True)) == {Reminder.State.SENT}


def _done(milestone: Milestone, cast: Cast) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(state="done", actual_on=MONDAY)


def _moved(milestone: Milestone, cast: Cast) -> None:
    later = MONDAY + timedelta(days=200)
    Milestone.objects.filter(pk=milestone.pk).update(due_on=later, baseline_revision=2)


def _suspended(milestone: Milestone, cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status=Status.SUSPENDED)


def _withdrawn(milestone: Milestone, cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(withdrawn_at=NOW, withdrawn_reason="误录")


def _given_away(milestone: Milestone, cast: Cast) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(department=cast.stranger_department)


def _invisible(milestone: Milestone, cast: Cast) -> None:
    cast.project.parties.all().delete()


def _left(milestone: Milestone, cast: Cast) -> None:
    for person in (cast.lead, cast.head):
        person.is_active = False
        person.save(update_fields=["is_active"])


def _switched_off(milestone: Milestone, cast: Cast) -> None:
    ReminderRule.objects.update(active=False)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_done, REASON.CLOSED),
        (_moved, REASON.DATE_CHANGED),
        (_suspended, REASON.PROJECT_LEFT),
        (_withdrawn, REASON.PROJECT_LEFT),
        (_given_away, REASON.NOT_RESPONSIBLE),
        (_invisible, REASON.NOT_VISIBLE),
        (_left, REASON.INACTIVE_PERSON),
        (_switched_off, REASON.RULE_INACTIVE),
    ],
)
def test_what_is_moot_is_withdrawn_with_its_reason(
    cast: Cast, happens: Any, reason: ReminderReason
) -> None:
    milestone = owed(cast, MONDAY - timedelta(days=3), baseline_revision=1)
    plan_day(today=MONDAY, now=morning(MONDAY))
    happens(milestone, cast)
    assert compose(day=MONDAY, now=morning(MONDAY)) == Composed(withdrawn=2)
    rows = Reminder.objects.values_list("state", "reason", "settled_at")
    assert set(rows) == {(Reminder.State.WITHDRAWN, reason, morning(MONDAY))}
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("reason", [REASON.REPORTED, REASON.ROUND_CLOSED])
def test_a_report_that_is_moot(cast: Cast, reason: ReminderReason) -> None:
    RoundFactory(due_on=date(2026, 11, 24))
    plan_day(today=MONDAY, now=morning(MONDAY))
    if reason == REASON.REPORTED:
        Report.objects.create(
            project=cast.project,
            year=2026,
            month=10,
            pool=Status.CONSTRUCTION,
            state=Report.State.SUBMITTED,
            step=1,
            submitted_at=NOW,
            created_at=NOW,
            updated_at=NOW,
        )
    else:
        ReportRound.objects.update(state=ReportRound.State.CLOSED)
    assert compose(day=MONDAY, now=morning(MONDAY)) == Composed(withdrawn=2)
    withdrawn = Reminder.objects.filter(state=Reminder.State.WITHDRAWN)
    assert set(withdrawn.values_list("reason", flat=True)) == {reason}


def test_a_digest_missed_on_friday_is_made_on_monday(cast: Cast) -> None:
    owed(cast, MONDAY - timedelta(days=2))
    friday = MONDAY - timedelta(days=3)
    plan_day(today=friday, now=morning(friday))
    run()
    assert "逾期 2 天" in mail.read(Delivery.objects.get(recipient=cast.lead).message).text
