"""What beat starts: each task asks the clock and calls one service.

A task carries no data. When one is lost with its worker or with Redis, the next tick finds the
same rows in PostgreSQL.
"""

from celery import shared_task

from directory import clock
from reminders.services import composing, delivering, planning


@shared_task(name="reminders.plan_and_compose", time_limit=900, soft_time_limit=840)
def plan_and_compose() -> None:
    """Put today's reminders into the ledger and make the digests."""
    today = clock.today()
    planning.plan_day(today=today, now=clock.now())
    composing.compose(day=today, now=clock.now())


@shared_task(name="reminders.deliver", time_limit=720, soft_time_limit=660)
def deliver() -> None:
    """Send what is due."""
    delivering.deliver(clock=clock.now)
