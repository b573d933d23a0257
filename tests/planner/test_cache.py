from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from directory.models import Role
from planner.cache import ForgivingRedisCache
from planner.engines.home import any_free_port
from tests.factories import UserFactory


@pytest.fixture
def nobody_there() -> str:
    return f"redis://127.0.0.1:{any_free_port()}/0"


def test_a_cache_that_is_away_knows_nothing(
    nobody_there: str, caplog: pytest.LogCaptureFixture
) -> None:
    cache: Any = ForgivingRedisCache(nobody_there, {})

    assert cache.get("a", "b") == "b"
    assert cache.add("a", 1) is True
    assert cache.get_many(["a"]) == {}
    assert cache.delete("a") is False
    cache.set("a", 1)
    assert "The cache is away" in caplog.text


def test_pages_go_on_without_redis(db: None, nobody_there: str, settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "planner.cache.ForgivingRedisCache", "LOCATION": nobody_there}
    }
    client = Client()
    client.force_login(
        UserFactory(role=Role.PLAN_OFFICE), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.get("/").status_code == 200
    assert client.get("/api/v1/projects/").status_code == 200
