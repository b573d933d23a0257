"""The inbox, the kept mails and the state of deliveries and jobs."""

from datetime import date
from email.message import EmailMessage

import pytest
from django.test import Client

from directory.models import Job, User
from reminders.models import Audience, Delivery, Reminder, ReminderRule, Subject, Urgency
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory
from tests.web.pages import client_of, queries_of, see, status_of

SCRIPT = "<script>alert(1)</script>"


def digest(user: User, **values: object) -> Delivery:
    mail = EmailMessage()
    mail["Message-ID"] = f"<{user.pk}-{values.get('day')}@localhost>"
    mail["Subject"] = "您有 1 项到期提醒"
    mail["From"] = "planner@localhost"
    mail["To"] = "lead@example.org"
    mail.set_content(f"运城机场改扩建：主体完工 {SCRIPT}")
    given = {
        "recipient": user,
        "day": date(2026, 11, 23),
        "address": "lead@example.org",
        "message_id": mail["Message-ID"],
        "subject": "您有 1 项到期提醒",
        "message": bytes(mail),
        "next_attempt_at": NOW,
        "created_at": NOW,
        **values,
    }
    return Delivery.objects.create(**given)


@pytest.fixture
def told(cast: Cast) -> Delivery:
    sent = digest(cast.lead, state=Delivery.State.SENT, sent_at=NOW)
    rule = ReminderRule.objects.create(
        code="soon",
        name="到期前 7 天",
        name_en="7 days before",
        subject=Subject.MILESTONE_DUE,
        offset_days=-7,
        urgency=Urgency.SOON,
        audience=[Audience.DEPARTMENT],
        created_at=NOW,
        updated_at=NOW,
    )
    milestone = MilestoneFactory(
        project=cast.project,
        department=cast.lead_department,
        name="主体完工",
        due_on=date(2026, 11, 30),
    )
    Reminder.objects.create(
        recipient=cast.lead,
        rule=rule,
        project=cast.project,
        milestone=milestone,
        due_on=date(2026, 11, 30),
        occurs_on=date(2026, 11, 23),
        planned_on=date(2026, 11, 23),
        urgency=Urgency.SOON,
        state=Reminder.State.SENT,
        delivery=sent,
        created_at=NOW,
    )
    return sent


def test_ones_reminders_and_digests(cast: Cast, told: Delivery) -> None:
    page = see(cast.lead, "/inbox/")

    assert "主体完工" in page
    assert "还有 7 天" in page
    assert f"/mails/{told.pk}/" in page
    assert "没有待办提醒" in see(cast.supporter, "/inbox/")


def test_a_mail_is_text_and_runs_nothing(cast: Cast, told: Delivery) -> None:
    page = see(cast.lead, f"/mails/{told.pk}/")

    assert "您有 1 项到期提醒" in page
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_a_mail_is_for_its_reader_and_for_administrators(cast: Cast, told: Delivery) -> None:
    address = f"/mails/{told.pk}/"

    assert status_of(cast.administrator, address) == 200
    for user in (cast.head, cast.plan_office, cast.stranger):
        assert status_of(user, address) == 404


@pytest.mark.parametrize("address", ["/mails/", "/jobs/"])
def test_operations_are_for_administrators(cast: Cast, told: Delivery, address: str) -> None:
    assert status_of(cast.administrator, address) == 200
    for name in ("plan_office", "lead", "leader"):
        assert status_of(cast.people()[name], address) == 403


@pytest.mark.parametrize("address", ["/inbox/", "/mails/", "/mails/1/", "/jobs/"])
def test_login_and_method(cast: Cast, address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/login/")
    assert client_of(cast.administrator).post(address).status_code == 405


def test_what_is_stuck_and_what_waits_is_seen(cast: Cast) -> None:
    digest(
        cast.lead, day=date(2026, 11, 20), state="failed", last_error="550 no such user", attempts=9
    )
    Job.objects.create(
        kind="export", run_after=NOW, created_at=NOW, state="failed", message="磁盘已满"
    )
    page = see(cast.administrator, "/jobs/")

    assert "550 no such user" in page
    assert "磁盘已满" in page


def test_the_same_queries_at_two_sizes(cast: Cast, told: Delivery) -> None:
    addresses = ("/inbox/", "/mails/", "/jobs/")
    user = {"/inbox/": cast.lead}
    few = [queries_of(user.get(one, cast.administrator), one) for one in addresses]
    for day in range(1, 9):
        digest(cast.lead, day=date(2026, 11, day), state="failed")

    assert [queries_of(user.get(one, cast.administrator), one) for one in addresses] == few
