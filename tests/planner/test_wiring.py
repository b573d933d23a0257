"""Small parts of the wiring: the language of a request, log lines, tasks, what a command needs."""

import logging
import socket
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

from planner.celery import app
from planner.log import KeyValueFormatter
from planner.middleware import ChosenLanguageMiddleware, address_of


@pytest.mark.parametrize(
    ("path", "headers", "cookie", "expected"),
    [
        ("/", {}, None, "zh-hans"),
        ("/", {"Accept-Language": "en-US,en;q=0.9"}, None, "zh-hans"),
        ("/", {"Accept-Language": "zh-CN"}, "en", "en"),
        ("/", {}, "tlh", "zh-hans"),
        ("/api/v1/projects/", {}, None, "zh-hans"),
        ("/api/v1/projects/", {"Accept-Language": "en"}, None, "en"),
        ("/api/v1/projects/", {"Accept-Language": "fr"}, None, "zh-hans"),
    ],
)
def test_chinese_unless_somebody_chose(
    rf: RequestFactory, path: str, headers: dict[str, str], cookie: str | None, expected: str
) -> None:
    seen: list[str | None] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    if cookie:
        rf.cookies["django_language"] = cookie
    with translation.override("zh-hans"):
        ChosenLanguageMiddleware(answer)(rf.get(path, headers=headers))
    assert seen == [expected]


@pytest.mark.parametrize(
    ("behind_proxy", "header", "expected"),
    [
        (False, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_our_proxy_says_where_a_caller_is(
    rf: RequestFactory, settings: Settings, behind_proxy: bool, header: str, expected: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    headers = {"X-Forwarded-For": header} if header else {}
    assert address_of(rf.get("/", headers=headers)) == expected


def test_a_log_line_is_one_line() -> None:
    record = logging.LogRecord(
        "reminders", logging.WARNING, __file__, 1, 'mail to "%s"\nfailed', ("a@b",), None
    )
    record.created = 1_795_395_200.5
    line = KeyValueFormatter().format(record)
    assert line == (
        "2026-11-23T08:53:20.500+08:00 level=warning logger=reminders "
        "message=\"mail to 'a@b'\\nfailed\""
    )


def test_a_traceback_follows_indented() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "no", (), sys.exc_info())
    lines = KeyValueFormatter().format(record).splitlines()
    assert lines[-1] == "    ValueError: broken"
    assert all(line.startswith("    ") for line in lines[1:])


def test_beat_knows_only_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled
    assert scheduled <= set(app.tasks)


def test_tasks_are_acknowledged_late_and_one_at_a_time() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    longest = app.conf.task_time_limit
    assert app.conf.broker_transport_options["visibility_timeout"] > longest


def test_tests_stay_on_this_machine() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as leaving,
        pytest.raises(RuntimeError, match="wanted to connect to 192\\.0\\.2\\.1"),
    ):
        leaving.connect(("192.0.2.1", 80))
