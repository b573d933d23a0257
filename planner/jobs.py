"""Which function does which kind of job, and which jobs every day asks for."""

from collections.abc import Callable
from typing import Any

from directory import clock
from directory.models import Job
from directory.services.jobs import request_job, run_due
from plans import tasks as plans
from projects.services import evidence, lights


def _recompute_lights(_job: Job) -> dict[str, int]:
    """Time alone changes lights: a date passes, a month goes by."""
    return {"changed": lights.recompute(now=clock.now())}


def _sweep_evidence(_job: Job) -> dict[str, int]:
    """Files that lost their row, or never had one."""
    return {"deleted": evidence.sweep(now=clock.now())}


KINDS: dict[str, Callable[[Job], Any]] = {
    "lights.recompute": _recompute_lights,
    "evidence.sweep": _sweep_evidence,
    **plans.KINDS,
}
DAILY = ("lights.recompute", "evidence.sweep")


def ask_for_daily_jobs() -> None:
    """Once a day each, by the first tick of the day, so that a night without a worker is made up
    for in the morning."""
    today = clock.today()
    for kind in DAILY:
        request_job(kind, key=f"{kind}:{today}", now=clock.now())


def run_due_jobs() -> int:
    """Do every job that is due, one after the other. Returns how many were done."""
    return run_due(KINDS, clock=clock.now)
