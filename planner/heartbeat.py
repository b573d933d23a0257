"""Signs of life: the worker and beat leave them in Redis, `/readyz` looks for them.

A worker writes when it sends its own heartbeat, beat at its ticks; neither needs the other one
(or an empty queue) for it.
"""

import time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import redis
from celery.beat import PersistentScheduler
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

Part = Literal["worker", "beat"]

# A part that was not seen for this long is held to be gone.
LIFETIME_SECONDS = 60
INTERVAL_SECONDS = 5
_written: dict[Part, float] = {}


def client_of(url: str) -> redis.Redis:
    """Return a client that says soon when Redis is gone: a probe has no time for patience.

    The one retry is for a connection that a restarted Redis no longer knows.
    """
    return redis.Redis.from_url(
        url, socket_timeout=3, socket_connect_timeout=3, retry=Retry(NoBackoff(), 1)
    )


@cache
def _client() -> redis.Redis:
    return client_of(settings.REDIS_URL)


def key_of(part: Part) -> str:
    """Return the key that stands in Redis as long as the part lives."""
    return f"planner:seen:{part}"


def leave_sign(part: Part) -> None:
    """Write the part's sign of life, at most every five seconds; a silent Redis is no reason to
    stop working.
    """
    now = time.monotonic()
    if now - _written.get(part, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
        return
    try:
        _client().set(key_of(part), "1", ex=LIFETIME_SECONDS)
    except redis.RedisError:
        return
    _written[part] = now


def seconds_since(part: Part) -> int | None:
    """Return how long ago the part was seen; None when not within a minute.

    Raises redis.RedisError when Redis does not answer.
    """
    left = _client().ttl(key_of(part))
    return LIFETIME_SECONDS - left if left >= 0 else None


class Scheduler(PersistentScheduler):
    """Beat's scheduler, which also says that it lives."""

    # Beat wakes at least this often, so that its sign never grows old while nothing is due.
    max_interval = INTERVAL_SECONDS
    schedule_filename: str

    def setup_schedule(self) -> None:
        """Open what is remembered of the last run, in a folder that a first run has to make."""
        Path(self.schedule_filename).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due and leave a sign; return the seconds until the next tick."""
        leave_sign("beat")
        return min(float(super().tick(*args, **kwargs)), INTERVAL_SECONDS)
