"""The bootstrap makes `.venv` once, fills it when the lock changed, and asks in one sentence."""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from script import bootstrap


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A checkout with two lock files where nothing is really installed; returns the commands."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "RUNTIME", tmp_path / "requirements.txt")
    monkeypatch.setattr(bootstrap, "DEVELOPMENT", tmp_path / "requirements-dev.txt")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(bootstrap, "_python_works", lambda: (tmp_path / ".venv").exists())
    monkeypatch.setattr(bootstrap, "_make_venv", lambda: (tmp_path / ".venv").mkdir())
    commands: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    return commands


def test_filled_once_and_again_when_the_lock_changed(checkout: list[list[str]]) -> None:
    bootstrap.ready()
    bootstrap.ready()
    assert len(checkout) == 1
    assert checkout[0][1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in checkout[0]
    bootstrap.RUNTIME.write_text("# another\n", encoding="utf-8")
    bootstrap.ready()
    assert len(checkout) == 2


def test_what_tests_need_contains_what_running_needs(checkout: list[list[str]]) -> None:
    bootstrap.ready(development=True)
    bootstrap.ready()
    bootstrap.ready(development=True)
    assert [command[-1].split("/")[-1] for command in checkout] == ["requirements-dev.txt"]


def test_running_needs_less_than_tests(checkout: list[list[str]]) -> None:
    bootstrap.ready()
    bootstrap.ready(development=True)
    assert len(checkout) == 2


def test_uv_is_taken_where_it_is(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    bootstrap.ready()
    assert checkout[0][:3] == ["/usr/bin/uv", "pip", "install"]


def test_the_env_file_gives_way_to_the_environment(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (bootstrap.ROOT / ".env").write_text(
        "# a comment\nTRIAL_ONE=from the file\nTRIAL_TWO='quoted'\n", encoding="utf-8"
    )
    monkeypatch.setenv("TRIAL_ONE", "from outside")
    monkeypatch.setenv("TRIAL_TWO", "")
    monkeypatch.delenv("TRIAL_TWO")
    bootstrap.read_env_file()
    assert os.environ["TRIAL_ONE"] == "from outside"
    assert os.environ.pop("TRIAL_TWO") == "quoted"


def test_a_user_is_asked_in_one_sentence(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"chromium is needed .*: apt-get install chromium"):
        bootstrap.install_packages("chromium", reason="for the tests in a browser")
    assert checkout == []


def test_in_ci_too_what_is_missing_is_a_failure_and_never_skipped(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    with pytest.raises(SystemExit, match="chromium fontconfig fonts-noto-cjk is needed"):
        bootstrap.require_browser()


def test_root_installs_what_the_browser_tests_need(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(
        shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )

    def absent(_name: str) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", absent)
    bootstrap.require_browser()
    assert checkout[-1][-4:] == ["chromium", "fontconfig", "fonts-noto-cjk", "libatomic1"]
