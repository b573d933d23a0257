from datetime import timedelta

import pytest

from directory.models import Job
from directory.services.jobs import ATTEMPTS, LEASE, claim_job, fail_job, finish_job, request_job
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KINDS = ("a",)


def test_a_job_with_a_key_is_asked_for_once() -> None:
    first = request_job("a", key="a:2026-11-23", now=NOW)
    assert request_job("a", key="a:2026-11-23", now=NOW) == first
    assert Job.objects.count() == 1


def test_a_claimed_job_is_nobody_elses_until_its_lease_is_over() -> None:
    job = request_job("a", now=NOW)

    assert claim_job(KINDS, now=NOW) == job
    assert claim_job(KINDS, now=NOW) is None
    again = claim_job(KINDS, now=NOW + LEASE + timedelta(seconds=1))
    assert again is not None
    assert (again.pk, again.attempts) == (job.pk, 2)


def test_who_lost_the_lease_cannot_say_how_it_ended() -> None:
    request_job("a", now=NOW)
    dead = claim_job(KINDS, now=NOW)
    later = NOW + LEASE + timedelta(seconds=1)
    alive = claim_job(KINDS, now=later)
    assert dead is not None
    assert alive is not None

    assert not finish_job(dead, result=1, now=later)
    assert finish_job(alive, result=2, now=later)
    assert Job.objects.get().result == 2


def test_a_failed_job_waits_longer_each_time_and_then_gives_up() -> None:
    request_job("a", now=NOW)
    now, waits = NOW, []
    for _ in range(ATTEMPTS):
        job = claim_job(KINDS, now=now)
        assert job is not None
        fail_job(job, message="kaputt", now=now)
        job.refresh_from_db()
        waits.append(job.run_after - now)
        now = max(job.run_after, now)

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert Job.objects.get().state == Job.State.FAILED
    assert Job.objects.get().message == "kaputt"
    assert claim_job(KINDS, now=now + timedelta(days=1)) is None


def test_a_job_of_another_kind_or_of_later_is_not_claimed() -> None:
    request_job("b", now=NOW)
    request_job("a", now=NOW + timedelta(hours=1))

    assert claim_job(KINDS, now=NOW) is None


def test_a_job_that_no_worker_survives_is_given_up() -> None:
    job = request_job("a", now=NOW)
    now = NOW
    for _ in range(ATTEMPTS):
        assert claim_job(KINDS, now=now) is not None
        now += LEASE + timedelta(seconds=1)

    assert claim_job(KINDS, now=now) is None
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (Job.State.FAILED, now)
