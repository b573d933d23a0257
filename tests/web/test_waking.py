"""A worker is woken through our own broker, from whichever thread answers the request."""

import importlib
from threading import Thread
from typing import Any

import pytest
from kombu.exceptions import OperationalError

from directory.models import Job
from planner.celery import app as celery
from plans.tasks import do_job
from tests.factories import NOW
from web.waking import wake

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    return Job.objects.create(kind="plans.read_intake", run_after=NOW, created_at=NOW)


def test_the_wake_arrives_at_our_broker(job: Job) -> None:
    importlib.import_module("planner.wsgi")

    with celery.connection_for_write() as connection:
        channel: Any = connection.default_channel
        channel.queue_declare(queue="planner")
        channel.queue_purge("planner")
        thread = Thread(target=wake, args=(do_job, job))
        thread.start()
        thread.join()
        message = channel.basic_get("planner", no_ack=True)
    assert message is not None
    assert message.headers["task"] == "plans.do_job"
    assert message.headers["argsrepr"] == f"({job.pk},)"


def test_without_a_broker_the_tick_finds_the_row(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(do_job, "apply_async", nobody)
    wake(do_job, job)
    wake(do_job, None)
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
