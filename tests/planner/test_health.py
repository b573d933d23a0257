"""The probes answer, and fail when they should."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from planner import health, heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signs_of_life() -> Iterator[redis.Redis]:
    """Worker and beat were seen just now."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    heartbeat._written.clear()
    heartbeat.leave_sign("worker")
    heartbeat.leave_sign("beat")
    yield client
    client.close()


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    assert answer["Content-Type"] == "application/json"
    return answer.status_code, json.loads(answer.content)["checks"]


def test_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready(client: Client) -> None:
    status, checks = ask(client)
    assert status == 200
    assert {name: check["ok"] for name, check in checks.items()} == dict.fromkeys(
        ("database", "migrations", "redis", "worker", "beat"), True
    )


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_a_part_that_was_not_seen(
    client: Client, signs_of_life: redis.Redis, part: heartbeat.Part
) -> None:
    signs_of_life.delete(heartbeat.key_of(part))
    status, checks = ask(client)
    assert status == 503
    assert [name for name, check in checks.items() if not check["ok"]] == [part]


def test_a_migration_that_is_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions", name="0001_initial").delete()
    status, checks = ask(client)
    assert status == 503
    assert checks["migrations"]["detail"] == "1 not applied, first sessions.0001_initial"


def test_redis_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = heartbeat.client_of("redis://127.0.0.1:1/0")
    monkeypatch.setattr(heartbeat, "_client", lambda: nobody)
    status, checks = ask(client)
    assert status == 503
    assert [name for name, check in checks.items() if not check["ok"]] == [
        "redis",
        "worker",
        "beat",
    ]
    assert checks["redis"]["detail"] == "does not answer"


def test_the_database_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> str:
        raise OperationalError("connection to server at 10.0.0.1 refused for planner_app")

    monkeypatch.setitem(health.CHECKS, "database", gone)
    status, checks = ask(client)
    assert status == 503
    # Addresses and roles stay in the log.
    assert checks["database"] == {"ok": False, "detail": "does not answer"}


def test_a_silent_redis_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = heartbeat.client_of("redis://127.0.0.1:1/0")
    monkeypatch.setattr(heartbeat, "_client", lambda: nobody)
    heartbeat._written.clear()
    heartbeat.leave_sign("beat")
    assert "beat" not in heartbeat._written


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_probes_are_only_read(client: Client, probe: str) -> None:
    assert client.post(probe).status_code == 405
