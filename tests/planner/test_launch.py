"""`script/manage`: starts what does not run, stops what it started, whatever happens."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.engines import Home, processes
from planner.launch import BASE_DIR, environment

pytestmark = pytest.mark.processes
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY")


def start(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start one management command in a home of its own, as script/manage does."""
    variables = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "-m", "planner.launch", *arguments],
        cwd=BASE_DIR,
        env={**variables, "PLANNER_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_command_runs_and_its_status_comes_back(tmp_path: Path) -> None:
    code = "from django.db import connection as c; c.ensure_connection(); print(c.vendor)"
    with start(tmp_path, "shell", "-v", "0", "-c", code) as command:
        said, _ = command.communicate(timeout=120)
    assert command.returncode == 0
    assert said == "postgresql\n"
    with start(tmp_path, "shell", "-v", "0", "-c", "raise SystemExit(7)") as command:
        command.communicate(timeout=120)
    assert command.returncode == 7
    assert not processes.living_in(tmp_path / "postgres")
    assert not processes.living_in(tmp_path / "redis")


def test_asked_to_stop_it_leaves_nothing_behind(tmp_path: Path) -> None:
    code = "import time; print('runs', flush=True); time.sleep(120)"
    with start(tmp_path, "shell", "-v", "0", "-c", code) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == "runs\n"
        command.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert command.wait(60) == 143
    assert time.monotonic() - began < 60
    assert not processes.living_in(tmp_path / "postgres")


def test_each_home_has_its_own_key(tmp_path: Path) -> None:
    one, other = Home.at(tmp_path / "one"), Home.at(tmp_path / "other")
    key = environment(one, {}, {})["SECRET_KEY"]
    assert len(key) >= 32
    assert environment(one, {}, {})["SECRET_KEY"] == key
    assert environment(other, {}, {})["SECRET_KEY"] != key
    assert environment(one, {"SECRET_KEY": "given"}, {})["SECRET_KEY"] == "given"
    assert "SECRET_KEY" not in environment(one, {"SECRET_KEY_FILE": "/run/key"}, {})


def test_commands_know_the_port_of_the_server_beside_them(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    assert "PORT" not in environment(home, {}, {})
    home.write("ports.json", {"web": "8123"})
    assert environment(home, {}, {})["PORT"] == "8123"
    assert environment(home, {"PORT": "9000"}, {})["PORT"] == "9000"


def test_a_bad_variable_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), "check"],
        env={**os.environ, "PORT": "abc"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [done.stderr.strip()]
    assert "PORT" in done.stderr
