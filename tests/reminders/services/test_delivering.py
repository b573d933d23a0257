"""Delivering: claims with leases, the same bytes at every attempt, confirmed once."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

import pytest

from directory.errors import NotPermitted
from reminders.channels import Envelope, NotDelivered
from reminders.models import Delivery, Reminder
from reminders.rules.retries import MOST_ATTEMPTS
from reminders.services.composing import Composed, compose, compose_for
from reminders.services.delivering import Delivered, claim, deliver, retry
from reminders.services.planning import plan_day
from tests.cast import Cast
from tests.races import Writer, race
from tests.reminders.stage import MONDAY, morning, owed, set_stage

NOW = morning(MONDAY)
LEASE = timedelta(minutes=5)


class Post:
    """A way out that notes what it was given, or fails."""

    def __init__(self, trouble: NotDelivered | None = None) -> None:
        self.given: list[Envelope] = []
        self.trouble = trouble

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        return None

    def send(self, envelope: Envelope) -> None:
        self.given.append(envelope)
        if self.trouble:
            raise self.trouble


def at(now: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: now


@pytest.fixture
def digests(cast: Cast) -> list[Delivery]:
    """Two digests that wait."""
    owed(cast, MONDAY + timedelta(days=7))
    plan_day(today=MONDAY, now=NOW)
    compose(day=MONDAY, now=NOW)
    return list(Delivery.objects.order_by("id"))


def test_what_is_due_is_sent_and_confirmed(digests: list[Delivery]) -> None:
    post = Post()
    assert deliver(clock=at(NOW), open_post=lambda: post) == Delivered(sent=2)
    assert [bytes(row.message) for row in digests] == [each.message for each in post.given]
    assert [each.address for each in post.given] == ["lead@example.org", "head@example.org"]
    for row in Delivery.objects.all():
        assert (row.state, row.sent_at, row.attempts) == (Delivery.State.SENT, NOW, 1)
        assert (row.lease, row.lease_until) == (None, None)
    told = Reminder.objects.exclude(state=Reminder.State.FOLDED)
    assert set(told.values_list("state", "settled_at")) == {(Reminder.State.SENT, NOW)}
    assert deliver(clock=at(NOW), open_post=lambda: post) == Delivered()


def test_a_failed_attempt_is_repeated_later_with_the_same_bytes(digests: list[Delivery]) -> None:
    away, post = Post(NotDelivered("the server is away")), Post()
    assert deliver(clock=at(NOW), open_post=lambda: away) == Delivered(postponed=2)
    row = Delivery.objects.first()
    assert row is not None
    assert (row.attempts, row.last_error, row.lease) == (1, "the server is away", None)
    assert row.next_attempt_at == NOW + timedelta(minutes=1)
    assert deliver(clock=at(NOW), open_post=lambda: post) == Delivered()
    later = NOW + timedelta(minutes=1)
    assert deliver(clock=at(later), open_post=lambda: post) == Delivered(sent=2)
    assert [each.message for each in post.given] == [each.message for each in away.given]
    assert set(Delivery.objects.values_list("last_error", "attempts")) == {("", 2)}


def test_after_many_attempts_it_is_given_up_and_may_be_tried_again(
    digests: list[Delivery], cast: Cast
) -> None:
    away, post, now = Post(NotDelivered("away")), Post(), NOW
    for _ in range(MOST_ATTEMPTS):
        deliver(clock=at(now), open_post=lambda: away)
        now += timedelta(hours=6)
    failed = Delivery.objects.failed()
    assert failed.count() == 2
    assert len(away.given) == 2 * MOST_ATTEMPTS
    assert deliver(clock=at(now), open_post=lambda: post) == Delivered()
    ids = [row.pk for row in failed]
    with pytest.raises(NotPermitted):
        retry(delivery_ids=ids, actor=cast.plan_office, now=now)
    assert retry(delivery_ids=ids, actor=cast.administrator, now=now) == 2
    assert deliver(clock=at(now), open_post=lambda: post) == Delivered(sent=2)


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(digests: list[Delivery]) -> None:
    post = Post(NotDelivered("550 no such mailbox", permanent=True))
    assert deliver(clock=at(NOW), open_post=lambda: post) == Delivered(failed=2)
    assert set(Delivery.objects.values_list("state", "last_error", "sent_at")) == {
        (Delivery.State.FAILED, "550 no such mailbox", None)
    }


def test_what_a_dead_worker_held_is_free_after_its_lease(digests: list[Delivery]) -> None:
    assert [row.pk for row in claim(now=NOW)] == [row.pk for row in digests]
    assert claim(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert len(claim(now=NOW + LEASE)) == 2


def test_a_worker_that_lost_its_lease_sends_nothing(digests: list[Delivery]) -> None:
    """Between its claim and its turn another worker took the second mail over."""

    class Slow(Post):
        def send(self, envelope: Envelope) -> None:
            super().send(envelope)
            if len(self.given) == 1:
                claim(now=NOW + LEASE)

    post = Slow()
    # The first is not confirmed either: the other worker holds it now, and sends it again.
    assert deliver(clock=at(NOW), open_post=lambda: post) == Delivered()
    assert len(post.given) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {Delivery.State.WAITING}


def test_nobody_confirms_twice(digests: list[Delivery]) -> None:
    """The first worker is slow; the second one sends the mail; the first one comes back."""
    later = NOW + LEASE

    class Slow(Post):
        def send(self, envelope: Envelope) -> None:
            super().send(envelope)
            if len(self.given) == 1:
                other = Post()
                assert deliver(clock=at(later), open_post=lambda: other) == Delivered(sent=2)

    assert deliver(clock=at(NOW), open_post=Slow) == Delivered()
    assert set(Delivery.objects.values_list("state", "sent_at")) == {(Delivery.State.SENT, later)}


def test_the_time_is_bounded(digests: list[Delivery]) -> None:
    ticks = iter([NOW + timedelta(minutes=5 * i) for i in range(10)])
    post = Post()
    made = deliver(clock=lambda: next(ticks), open_post=lambda: post, batch=1)
    assert made == Delivered(sent=1)


def test_a_crash_while_confirming_sends_the_same_mail_again(
    digests: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post()

    def crash(*args: Any, **kwargs: Any) -> bool:
        raise RuntimeError("the worker dies here")

    with monkeypatch.context() as patch:
        patch.setattr("reminders.services.delivering._confirm", crash)
        with pytest.raises(RuntimeError):
            deliver(clock=at(NOW), open_post=lambda: post)
    assert deliver(clock=at(NOW + LEASE), open_post=lambda: post) == Delivered(sent=2)
    assert [each.message for each in post.given] == [
        bytes(digests[0].message),
        bytes(digests[0].message),
        bytes(digests[1].message),
    ]


# --- two workers at once ------------------------------------------------------------------------


@pytest.fixture
def stage(transactional_db: None) -> Cast:
    """The cast, committed, with reminders that are planned."""
    cast = set_stage()
    owed(cast, MONDAY + timedelta(days=7))
    plan_day(today=MONDAY, now=NOW)
    return cast


def test_two_workers_claim_different_deliveries(stage: Cast) -> None:
    """The second does not wait for the first one's open transaction: it takes other rows."""
    compose(day=MONDAY, now=NOW)
    first = Writer(lambda: claim(now=NOW, size=1))
    thread = threading.Thread(target=first.run, kwargs={"hold": True})
    thread.start()
    assert first.worked.wait(10)
    try:
        second = claim(now=NOW)
    finally:
        first.let_go.set()
        thread.join(10)
    assert first.code == ""
    assert len(first.result) == len(second) == 1
    assert first.result[0].pk != second[0].pk
    assert claim(now=NOW) == []


def test_two_workers_compose_one_digest(stage: Cast) -> None:
    def composing() -> Composed:
        return compose_for(stage.lead.pk, day=MONDAY, now=NOW)

    first, second = race(composing, composing)
    assert (first.result.deliveries, second.result, second.code) == (1, Composed(), "")
    assert Delivery.objects.count() == 1


def test_two_workers_plan_one_ledger(stage: Cast) -> None:
    Reminder.objects.all().delete()

    def planning() -> int:
        return plan_day(today=MONDAY, now=NOW).milestones

    first, second = race(planning, planning)
    assert (first.result, second.result, second.code) == (4, 0, "")
    assert Reminder.objects.count() == 4
