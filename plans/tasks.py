"""What Celery does for plans. A task carries the id of a job and nothing else: when it is lost
with its worker or with Redis, the tick finds the same row."""

from collections.abc import Callable, Mapping
from typing import Any

from celery import shared_task

from directory import clock
from directory.models import Job
from directory.services.jobs import note_progress, run_due
from plans.services.intake import READ
from plans.services.intake_reading import read_intake


def _read_intake(job: Job) -> dict[str, Any]:
    return read_intake(
        intake_id=job.params["intake"],
        now=clock.now(),
        progress=lambda done, total: note_progress(job, done=done, total=total),
    )


KINDS: Mapping[str, Callable[[Job], Any]] = {READ: _read_intake}
"""Which function does which kind of job."""


@shared_task(name="plans.do_job", time_limit=1150, soft_time_limit=1100)
def do_job(job_id: int) -> int:
    """Do the job that an interface has just asked for, without waiting for the tick."""
    return run_due(KINDS, clock=clock.now, only=job_id)
