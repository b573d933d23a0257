"""The two probes: `/healthz` says the process answers, `/readyz` that the whole system works."""

import logging
from collections.abc import Callable
from functools import cache

import redis
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from planner import heartbeat

logger = logging.getLogger(__name__)


class Failing(Exception):
    """A part does not work; the message says which in a few words."""


def check_database() -> str:
    """Ask PostgreSQL for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "answers"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this release; replaced (squashed) ones are not asked for."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.replacements.values() for name in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)


def check_migrations() -> str:
    """Compare the migrations of this release with those that were applied."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = sorted(_known_migrations() - applied)
    if missing:
        raise Failing(f"{len(missing)} not applied, first {'.'.join(missing[0])}")
    return "applied"


def check_redis() -> str:
    """Ask Redis for the signs of life, which proves that it answers."""
    heartbeat.seconds_since("beat")
    return "answers"


def check_worker() -> str:
    """See whether a worker was seen within a minute."""
    return _seen("worker")


def check_beat() -> str:
    """See whether beat was seen within a minute."""
    return _seen("beat")


def _seen(part: heartbeat.Part) -> str:
    seconds = heartbeat.seconds_since(part)
    if seconds is None:
        raise Failing(f"not seen for {heartbeat.LIFETIME_SECONDS} seconds")
    return f"seen {seconds} seconds ago"


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "redis": check_redis,
    "worker": check_worker,
    "beat": check_beat,
}


def _result(name: str, check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"ok": True, "detail": check()}
    except Failing as failing:
        return {"ok": False, "detail": str(failing)}
    except (DatabaseError, redis.RedisError) as error:
        # The probe is open to everyone: addresses and roles stay in the log.
        logger.warning("%s does not answer: %s", name, error)
        return {"ok": False, "detail": "does not answer"}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part works, 503 with the failing ones otherwise."""
    results = {name: _result(name, check) for name, check in CHECKS.items()}
    ready = all(result["ok"] for result in results.values())
    body = {"status": "ok" if ready else "failing", "checks": results}
    return JsonResponse(body, status=200 if ready else 503)
