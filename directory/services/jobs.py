"""Jobs: work that takes long or must happen later. The row is the queue of record.

A worker claims a job for the time of a lease; one that dies leaves the lease to run out, and the
next tick claims the job again.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from directory.models import Job, User

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=20)
ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)


def request_job(
    kind: str,
    *,
    now: datetime,
    params: Mapping[str, Any] | None = None,
    key: str = "",
    requested_by: User | None = None,
) -> Job:
    """Ask for work. With a `key` the same work is asked for once; the row there is handed back."""
    values = {
        "kind": kind,
        "params": dict(params or {}),
        "requested_by": requested_by,
        "run_after": now,
        "created_at": now,
    }
    if not key:
        return Job.objects.create(**values)
    return Job.objects.get_or_create(key=key, defaults=values)[0]


def run_due(
    kinds: Mapping[str, Callable[[Job], Any]],
    *,
    clock: Callable[[], datetime],
    only: int | None = None,
) -> int:
    """Do every job of these kinds that is due, one after the other, or only one by its id.

    Returns how many were done. Whatever breaks a job is kept on its row, and logged.
    """
    done = 0
    while job := claim_job(kinds.keys(), now=clock(), only=only):
        try:
            result = kinds[job.kind](job)
        except Exception as failure:
            log.exception("Job %s failed.", job)
            fail_job(job, message=f"{type(failure).__name__}: {failure}", now=clock())
        else:
            done += finish_job(job, result=result, now=clock())
    return done


def claim_job(kinds: Collection[str], *, now: datetime, only: int | None = None) -> Job | None:
    """The next job of these kinds that is due (or the one named, when it is), leased to the
    caller; none when nothing is.

    A job that its worker never survives is given up after ATTEMPTS like one that fails.
    """
    Job.objects.filter(
        state=Job.State.RUNNING, leased_until__lt=now, attempts__gte=ATTEMPTS
    ).update(
        state=Job.State.FAILED,
        message="no worker lived to finish it",
        leased_until=None,
        finished_at=now,
    )
    due = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, leased_until__lt=now)
    if only is not None:
        due &= Q(pk=only)
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(due, kind__in=kinds, run_after__lte=now)
            .order_by("run_after", "id")
            .first()
        )
        if job is None:
            return None
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.leased_until = now + LEASE
        job.save(update_fields=["state", "attempts", "leased_until"])
        return job


def note_progress(job: Job, *, done: int, total: int) -> None:
    """Write down how far a job has come, for those who wait for it."""
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(steps_done=done, steps_total=total)


def finish_job(job: Job, *, result: Any, now: datetime) -> bool:
    """Write down that a job is done. False when the lease had gone to somebody else."""
    return _release(job, state=Job.State.DONE, result=result, message="", finished_at=now)


def fail_job(job: Job, *, message: str, now: datetime) -> bool:
    """Write down why a job failed; it is tried again later, each time after twice as long, until
    it has failed ATTEMPTS times."""
    if job.attempts >= ATTEMPTS:
        return _release(job, state=Job.State.FAILED, message=message, finished_at=now)
    later = now + FIRST_WAIT * 2 ** (job.attempts - 1)
    return _release(job, state=Job.State.WAITING, message=message, run_after=later)


def _release(job: Job, **values: Any) -> bool:
    """Only the attempt that holds the lease may say how it ended."""
    own = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    return own.update(leased_until=None, **values) == 1
