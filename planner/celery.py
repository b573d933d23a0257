"""The Celery application: the worker and beat start from here, and the pages wake it."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

app = Celery("planner")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Also for the threads of the web server, which wake a worker through it.
app.set_default()


@heartbeat_sent.connect
def say_that_the_worker_lives(**_: Any) -> None:
    """Leave the worker's sign of life whenever it sends a heartbeat to the broker."""
    from planner.heartbeat import leave_sign

    leave_sign("worker")
