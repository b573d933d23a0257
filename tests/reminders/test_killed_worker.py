"""The worker is killed between two mails: nothing is lost, nothing confirmed is sent twice.

Real PostgreSQL, real Redis, a real Celery worker and a real mail server.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
import redis
from django.conf import settings

from directory import clock
from directory.models import Role
from planner.celery import app
from reminders.models import Delivery, Reminder
from reminders.services.composing import compose
from reminders.services.planning import plan_day
from tests.factories import UserFactory
from tests.reminders.mail_server import MailServer, mail_server
from tests.reminders.stage import MONDAY, morning, owed, set_stage

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PATIENCE_SECONDS = 60
LEASE_SECONDS = 3
MAILS = 5


@contextmanager
def worker(server: MailServer) -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery worker with a child of its own, which sends to the mail server."""
    environment = os.environ | {"EMAIL_URL": server.url, "REMIND_LEASE": str(LEASE_SECONDS)}
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "planner", "worker", "-c", "1", "-l", "WARNING"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End the worker and its children at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(reached: Callable[[], bool], *, tick: Callable[[], object] = lambda: None) -> None:
    """Wait until something is so, and do what beat does meanwhile."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        assert time.monotonic() < end, "it did not happen"
        tick()
        time.sleep(0.5)


def tick() -> None:
    """Start the task as beat does."""
    app.send_task("reminders.deliver", expires=55)


def sent() -> int:
    return Delivery.objects.filter(state=Delivery.State.SENT).count()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def digests() -> dict[str, bytes]:
    """Five digests that wait, by Message-ID."""
    cast = set_stage()
    for number in range(MAILS - 2):
        UserFactory(
            username=f"colleague{number}",
            role=Role.DEPARTMENT_REPORTER,
            region=None,
            department=cast.lead_department,
        )
    owed(cast, MONDAY + timedelta(days=7))
    plan_day(today=MONDAY, now=morning(MONDAY))
    # Due at once, whatever the clock says: the worker reads the real one.
    compose(day=MONDAY, now=clock.now() - timedelta(minutes=1))
    rows = Delivery.objects.values_list("message_id", "message")
    assert len(rows) == MAILS
    return {message_id: bytes(message) for message_id, message in rows}


@pytest.mark.parametrize("taken_before_the_crash", [False, True])
def test_nothing_is_lost_and_nothing_confirmed_is_sent_twice(
    server: MailServer, digests: dict[str, bytes], taken_before_the_crash: bool
) -> None:
    """Two mails are confirmed. The third is on its way when the worker dies: either the server
    has not taken it yet, or it has and could not say so."""
    if taken_before_the_crash:
        server.silent_after_taking = 3
    else:
        server.silent_at_recipient = 3
    with worker(server) as first:
        until(server.silent.is_set, tick=tick)
        assert sent() == 2
        kill(first)
    confirmed = set(
        Delivery.objects.filter(state=Delivery.State.SENT).values_list("message_id", flat=True)
    )
    server.speak_again()
    # The broker forgets everything, too.
    redis.Redis.from_url(settings.REDIS_URL).flushdb()

    with worker(server):
        until(lambda: sent() == MAILS, tick=tick)

    times = Counter(server.ids())
    assert set(times) == set(digests), "nothing is lost"
    assert all(times[message_id] == 1 for message_id in confirmed), "nothing confirmed comes twice"
    again = {message_id for message_id, count in times.items() if count > 1}
    assert len(again) == (1 if taken_before_the_crash else 0)
    for message_id, (_to, content) in zip(server.ids(), server.mails, strict=True):
        assert content == digests[message_id], "a retry sends the same bytes"
    states = Reminder.objects.exclude(state=Reminder.State.FOLDED)
    assert set(states.values_list("state", flat=True)) == {Reminder.State.SENT}
