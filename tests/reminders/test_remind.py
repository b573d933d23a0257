"""`remind` for operators, and the tasks that beat starts."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command

from directory import clock
from planner.celery import app
from reminders import tasks
from reminders.models import Delivery, Reminder
from tests.cast import Cast
from tests.reminders.stage import MONDAY, morning, owed


@pytest.fixture
def kept(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No mail server, and a clock that stands at Monday morning."""
    settings.MAIL_BY_SMTP, settings.MAIL_DIRECTORY = False, tmp_path
    monkeypatch.setattr(clock, "now", lambda: morning(MONDAY))
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    return tmp_path


def remind(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("remind", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_all_three_steps(cast: Cast, kept: Path) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    assert remind() == [
        "planned: milestones 6, reports 0, folded 4",
        "composed: deliveries 2, reminders 2, withdrawn 0",
        "delivered: sent 2, postponed 0, failed 0",
    ]
    files = sorted(kept.glob("*.eml"))
    assert [file.read_bytes() for file in files] == [
        bytes(row.message) for row in Delivery.objects.order_by("id")
    ]
    assert remind()[2] == "delivered: sent 0, postponed 0, failed 0"


def test_one_step_of_another_day(cast: Cast, kept: Path) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    assert remind("plan", "--date", "2026-11-28") == ["planned: milestones 0, reports 0, folded 0"]
    assert remind("plan", "--date", "2026-11-25") == ["planned: milestones 2, reports 0, folded 0"]
    assert set(Reminder.objects.values_list("planned_on", flat=True)) == {date(2026, 11, 25)}


@pytest.mark.parametrize("arguments", [("send",), ("--date", "Monday")])
def test_nonsense_is_refused(db: None, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        remind(*arguments)


def test_the_tasks_do_the_same(cast: Cast, kept: Path) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    tasks.plan_and_compose()
    tasks.deliver()
    assert len(list(kept.glob("*.eml"))) == 2


def test_beat_knows_the_tasks_and_each_expires_before_its_next_tick() -> None:
    app.loader.import_default_modules()
    for name, seconds in (("compose-reminders", 3600), ("deliver-mail", 60)):
        entry = installed.CELERY_BEAT_SCHEDULE[name]
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] < seconds
        task = app.tasks[entry["task"]]
        assert 0 < (task.soft_time_limit or 0) < (task.time_limit or 0)
        assert task.acks_late
