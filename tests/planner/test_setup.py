"""`manage.py setup`, run twice, leaves the same as run once."""

import json
import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from pytest_django import Settings

from directory.models import Role, User
from planner import static_files
from planner.first_users import ensure_first_users

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def counts() -> dict[str, int]:
    """Return how many rows every table holds."""
    tables = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._base_manager.count() for model in tables}


def test_twice_is_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    report = tmp_path / "logins.json"
    call_command("setup", "--no-demo", "--logins", str(report), stdout=StringIO())
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    first = json.loads(report.read_text(encoding="utf-8"))
    before = counts()
    assert before["projects.Project"] > 0
    assert before["plans.Commitment"] > 0
    call_command("setup", "--no-demo", "--logins", str(report), stdout=StringIO())
    assert counts() == before
    second = json.loads(report.read_text(encoding="utf-8"))
    assert [login["username"] for login in second] == [login["username"] for login in first]
    assert all(login["password"] for login in first)
    # What was printed once is kept nowhere.
    assert not any(login["password"] for login in second)
    assert len({login["password"] for login in first}) == len(first)
    _opens_the_door(first[0]["username"], first[0]["password"])


def _opens_the_door(username: str, password: str) -> None:
    request = RequestFactory().post("/login/")
    user = authenticate(request, username=username, password=password)
    assert isinstance(user, User)
    assert user.role == Role.ADMINISTRATOR
    assert authenticate(request, username=username, password=password + "x") is None


def test_one_password_for_everyone_who_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a-password-for-everyone")
    call_command("setup", "--no-demo", stdout=StringIO())
    _opens_the_door("admin", "a-password-for-everyone")


@pytest.mark.parametrize("given", [None, "a-password-for-everyone"])
def test_what_a_person_chose_stays(given: str | None) -> None:
    call_command("setup", "--no-demo", stdout=StringIO())
    admin = User.objects.get(username="admin")
    admin.set_password("chosen by the person")
    admin.save(update_fields=["password"])
    logins = ensure_first_users(now=NOW, password=given)
    assert User.objects.get(username="admin").check_password("chosen by the person")
    assert not any(login.password for login in logins)


def test_no_account_carries_a_name_of_a_real_person() -> None:
    """Offices have accounts; the demonstration alone has people."""
    call_command("setup", "--no-demo", stdout=StringIO())
    for user in User.objects.all():
        assert user.display_name.endswith(("管理员", "重点办", "填报员", "领导", "接口")), user


def test_static_files_are_collected_when_they_changed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_MANIFEST = True
    settings.STATIC_ROOT = tmp_path
    called: list[str] = []
    monkeypatch.setattr(static_files, "call_command", lambda name, **_: called.append(name))
    static_files.collect()
    static_files.collect()
    assert called == ["collectstatic"]
    monkeypatch.setattr(static_files, "_fingerprint", lambda: "changed")
    static_files.collect()
    assert called == ["collectstatic", "collectstatic"]


def test_development_collects_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not settings.STATIC_MANIFEST
    monkeypatch.setattr(static_files, "call_command", pytest.fail)
    static_files.collect()
