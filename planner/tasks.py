"""What Celery does for no single app: thin tasks, which read the clock and call one service."""

from celery import shared_task

from api.idempotency import forget_old_answers
from directory import clock
from directory.services.sequencer import number_outbox
from planner.jobs import ask_for_daily_jobs, run_due_jobs


@shared_task(name="planner.number_outbox")
def number_outbox_task() -> int:
    """Number the committed outbox rows, for the change feed."""
    return number_outbox(now=clock.now())


@shared_task(name="planner.forget_old_answers")
def forget_old_answers_task() -> int:
    """Let go of the answers kept for repeated requests."""
    return forget_old_answers(now=clock.now())


@shared_task(name="planner.run_jobs", time_limit=1150, soft_time_limit=1100)
def run_jobs_task() -> int:
    """Ask for the day's jobs and do what is due."""
    ask_for_daily_jobs()
    return run_due_jobs()
