"""Which function does which kind of job, and which jobs every day asks for."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from directory import clock
from directory.models import Job
from directory.services.jobs import claim_job, fail_job, finish_job, request_job
from projects.services import lights

log = logging.getLogger(__name__)


def _recompute_lights(_params: Mapping[str, Any]) -> dict[str, int]:
    """Time alone changes lights: a date passes, a month goes by."""
    return {"changed": lights.recompute(now=clock.now())}


KINDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {"lights.recompute": _recompute_lights}
DAILY = ("lights.recompute",)


def ask_for_daily_jobs() -> None:
    """Once a day each, by the first tick of the day, so that a night without a worker is made up
    for in the morning."""
    today = clock.today()
    for kind in DAILY:
        request_job(kind, key=f"{kind}:{today}", now=clock.now())


def run_due_jobs() -> int:
    """Do every job that is due, one after the other. Returns how many were done."""
    done = 0
    while job := claim_job(KINDS.keys(), now=clock.now()):
        done += _run(job)
    return done


def _run(job: Job) -> bool:
    try:
        result = KINDS[job.kind](job.params)
    except Exception as failure:  # whatever it was is kept on the row, and logged
        log.exception("Job %s failed.", job)
        fail_job(job, message=f"{type(failure).__name__}: {failure}", now=clock.now())
        return False
    return finish_job(job, result=result, now=clock.now())
