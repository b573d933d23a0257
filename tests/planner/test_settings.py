"""The settings as a process sees them: what must be given, what https switches on, what is kept."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from planner.launch import BASE_DIR

NEEDED = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgres://me@127.0.0.1/register",
    "REDIS_URL": "redis://127.0.0.1/0",
}
PRINT = """
import json, sys
from planner import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))
"""


def read(variables: dict[str, str], *names: str) -> tuple[list[Any], str]:
    """Load the settings in a fresh process; return the named ones, and what it complained about."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT, *names],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return (json.loads(done.stdout) if done.returncode == 0 else []), done.stderr


@pytest.mark.parametrize("name", NEEDED)
def test_what_has_no_default_must_be_given(name: str) -> None:
    variables = {key: value for key, value in NEEDED.items() if key != name}
    values, complaint = read(variables, "DEBUG")
    assert not values
    assert f"{name} must be given" in complaint


def test_only_development_has_a_key_of_its_own() -> None:
    variables = {key: value for key, value in NEEDED.items() if key != "SECRET_KEY"}
    values, _ = read(variables | {"DEBUG": "1"}, "SECRET_KEY")
    assert values


def test_https_switches_its_safeguards_on() -> None:
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]
    assert read(NEEDED, *names)[0] == [False] * 4
    assert read(NEEDED | {"PUBLIC_URL": "https://planner.example"}, *names)[0] == [True] * 4


def test_a_pooler_is_spared_the_timeouts() -> None:
    off = dict.fromkeys(
        ["DATABASE_STATEMENT_TIMEOUT", "DATABASE_LOCK_TIMEOUT", "DATABASE_IDLE_TIMEOUT"], "0"
    )
    (databases,), _ = read(NEEDED, "DATABASES")
    assert "statement_timeout=30000" in databases["default"]["OPTIONS"]["options"]
    assert "statement_timeout=900000" in databases["owner"]["OPTIONS"]["options"]
    (databases,), _ = read(NEEDED | off, "DATABASES")
    assert databases["default"]["OPTIONS"] == {}


def test_mail_goes_to_files_without_a_server() -> None:
    (by_smtp, backend), _ = read(NEEDED, "MAIL_BY_SMTP", "EMAIL_BACKEND")
    assert not by_smtp
    assert backend.endswith("filebased.EmailBackend")


def test_a_mail_server_is_taken_apart() -> None:
    url = "smtp://me%40x:pw@mail.example:587?starttls=1"
    names = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"]
    values, _ = read(NEEDED | {"EMAIL_URL": url}, *names)
    assert values == ["mail.example", 587, "me@x", "pw", True]


def test_pages_may_not_run_inline_code() -> None:
    (policy,), _ = read(NEEDED, "CONTENT_SECURITY_POLICY")
    assert "unsafe" not in json.dumps(policy)
    assert policy["DIRECTIVES"]["default-src"] == ["'self'"]


def test_a_stalled_worker_wakes_to_no_pile() -> None:
    """Each entry of beat expires before its next tick; those of a calendar within the hour."""
    (schedule,), _ = read(NEEDED, "CELERY_BEAT_SCHEDULE")
    for name, entry in schedule.items():
        period = entry["schedule"] if isinstance(entry["schedule"], int | float) else 3600
        assert 0 < entry["options"]["expires"] < period, name


def test_every_variable_that_the_settings_read_stands_in_the_example() -> None:
    settings = (BASE_DIR / "planner" / "settings.py").read_text("utf-8")
    example = (BASE_DIR / ".env.example").read_text("utf-8")
    wanted = set(re.findall(r"(?:env\.[a-z]+|_seconds)\(\s*\"([A-Z_]+)\"", settings))

    assert wanted
    assert wanted <= set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
