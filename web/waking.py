"""Waking a worker for work that has just been asked for. The row in the database is what counts:
a wake that is lost costs a minute, until the tick finds the row."""

import logging
from typing import Any

from kombu.exceptions import OperationalError

from directory.models import Job

log = logging.getLogger(__name__)


def wake(task: Any, job: Job | None) -> None:
    """Tell a worker of a job by its id, after the commit."""
    if job is None:
        return
    try:
        task.apply_async((job.pk,), retry=False)
    except OperationalError:
        log.warning("Nobody could be woken for %s; the tick will find it.", job)
