"""What a person finds in their inbox, and who reads whose mails."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Role
from projects.models import Milestone
from reminders.models import Delivery
from reminders.queries.inbox import inbox, kept_mail
from reminders.queries.operations import delivery_health, kept_mails, troubled
from reminders.services.composing import compose
from reminders.services.planning import plan_day
from tests.cast import Cast
from tests.factories import RegionFactory, UserFactory
from tests.reminders.stage import MONDAY, morning, owed

NOW = morning(MONDAY)


@pytest.fixture
def milestones(cast: Cast) -> list[Milestone]:
    """One that is late and one to come, told this morning."""
    rows = [owed(cast, MONDAY + timedelta(days=7)), owed(cast, MONDAY - timedelta(days=3))]
    plan_day(today=MONDAY, now=NOW)
    compose(day=MONDAY, now=NOW)
    return rows


def test_open_matters_and_digests(cast: Cast, milestones: list[Milestone]) -> None:
    found = inbox(cast.lead, today=MONDAY)
    assert [row.milestone for row in found.open] == milestones[::-1]
    assert [row.recipient for row in found.digests] == [cast.lead]
    assert inbox(cast.supporter, today=MONDAY).digests == []


def test_what_is_done_leaves_the_open_matters(cast: Cast, milestones: list[Milestone]) -> None:
    Milestone.objects.filter(pk=milestones[1].pk).update(state="done", actual_on=MONDAY)
    found = inbox(cast.lead, today=MONDAY)
    assert [row.milestone for row in found.open] == [milestones[0]]
    assert len(found.digests) == 1, "the digest is kept as it was"


def test_own_mails_and_an_administrator_s(cast: Cast, milestones: list[Milestone]) -> None:
    own = Delivery.objects.get(recipient=cast.lead)
    delivery, mail = kept_mail(cast.lead, own.pk)
    assert (delivery, mail.subject) == (own, own.subject)
    assert "运城机场改扩建" in mail.text
    assert kept_mail(cast.administrator, own.pk)[0] == own
    for other in (cast.head, cast.plan_office, cast.leader):
        with pytest.raises(Delivery.DoesNotExist):
            kept_mail(other, own.pk)


def test_an_administrator_of_a_region_reads_its_mails(
    cast: Cast, milestones: list[Milestone]
) -> None:
    here = UserFactory(username="here", role=Role.ADMINISTRATOR)
    elsewhere = UserFactory(
        username="elsewhere",
        role=Role.ADMINISTRATOR,
        region=RegionFactory(code="141000", name="临汾市"),
    )
    assert kept_mails(cast.administrator).count() == 2
    assert kept_mails(here).count() == 2
    assert kept_mails(elsewhere).count() == 0
    assert kept_mails(cast.head).count() == 1


def test_health_tells_what_is_stuck_and_failed(cast: Cast, milestones: list[Milestone]) -> None:
    health = delivery_health(now=NOW)
    assert (health.waiting, health.stuck, health.failed, health.is_well) == (2, 0, 0, True)
    later = NOW + timedelta(minutes=16)
    health = delivery_health(now=later)
    assert (health.stuck, health.is_well, health.oldest_waiting_at) == (2, False, NOW)
    Delivery.objects.filter(recipient=cast.lead).update(state="failed", last_error="550")
    Delivery.objects.filter(recipient=cast.head).update(lease_until=later + timedelta(minutes=1))
    health = delivery_health(now=later)
    assert (health.stuck, health.failed) == (0, 1)
    assert [row.last_error for row in troubled(cast.administrator, now=later)] == ["550"]


def test_the_inbox_asks_the_same_number_of_questions(
    cast: Cast, milestones: list[Milestone]
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            found = inbox(cast.lead, today=MONDAY)
            [(row.project.region.name, row.rule.name) for row in found.open]
            [row.subject for row in found.digests]
        return len(captured)

    few = questions()
    for _ in range(5):
        owed(cast, MONDAY - timedelta(days=1))
    plan_day(today=MONDAY, now=NOW)
    assert len(inbox(cast.lead, today=MONDAY).open) == 7
    assert questions() == few
