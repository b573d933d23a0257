"""The embedded engines: two homes side by side, killed, half made, with a taken port."""

import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from planner.engines import Engines, EngineTrouble, Home, engines_in_use, launcher, processes
from planner.engines.postgres import binaries
from planner.launch import BASE_DIR

pytestmark = pytest.mark.processes
NOTHING: dict[str, str] = {}


def ask(url: str, statement: str) -> str:
    """Run one statement and return its first value."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(statement)
        row = cursor.fetchone()
        assert row is not None
        return str(row[0])


def test_two_homes_side_by_side(tmp_path: Path) -> None:
    one, other = Home.at(tmp_path / "one"), Home.at(tmp_path / "other")
    with (
        engines_in_use(one, NOTHING, durable=False) as first,
        engines_in_use(other, NOTHING, durable=False) as second,
    ):
        assert first.keys() == {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
        assert not set(first.values()) & set(second.values())
        ask(first["DATABASE_OWNER_URL"], "CREATE TABLE mine (id int); SELECT 1")
        found = ask(second["DATABASE_OWNER_URL"], "SELECT to_regclass('mine') IS NULL")
        assert found == "True"
        assert ask(first["DATABASE_URL"], "SHOW server_version").startswith("18")
        _no_password_no_entry(first)
        _secrets_are_private(one)
    assert not processes.living_in(one.root / "postgres")
    assert not processes.living_in(one.root / "redis")


def _no_password_no_entry(addresses: dict[str, str]) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        user = addresses[name].split("//")[1].split(":")[0]
        wrong = f"postgres://{user}:wrong@{addresses[name].split('@')[1]}"
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong)
    address = addresses["REDIS_URL"].split("@")[1]
    with (
        closing(redis.Redis.from_url(f"redis://{address}")) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def _secrets_are_private(home: Home) -> None:
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    for name in ("secrets.json", "engines.json", "redis/redis.conf"):
        assert stat.S_IMODE((home.root / name).stat().st_mode) == 0o600, name


def test_what_was_committed_outlives_every_kill(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    engines = Engines(home, NOTHING)
    assert engines.try_start()
    assert engines.postgres is not None
    assert engines.redis is not None
    owner = engines.environment()["DATABASE_OWNER_URL"]
    ask(owner, "CREATE TABLE kept AS SELECT 1 AS id; SELECT 1")
    for killed in (engines.postgres, engines.redis):
        pid = killed.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        # Dead and not reaped: the pid is still taken when the next one starts.
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    assert engines.restart_the_dead() == ["postgres", "redis"]
    try:
        assert engines.environment()["DATABASE_OWNER_URL"] == owner
        assert ask(owner, "SELECT count(*) FROM kept") == "1"
    finally:
        engines.stop()


def test_the_next_start_clears_away_after_a_killed_starter(tmp_path: Path) -> None:
    """The starter is killed, its engines live on, a stranger takes both ports."""
    code = (
        "import sys, time; from planner.engines import Engines, Home\n"
        "engines = Engines(Home.at(sys.argv[1]), {}, durable=False); engines.try_start()\n"
        "print('started', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=BASE_DIR, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"started\n"
        starter.kill()
    home = Home.at(tmp_path)
    assert processes.living_in(tmp_path / "postgres")
    processes.clear_out(tmp_path / "postgres", polite=signal.SIGINT, patience=10)
    # The file now names a stranger who lives: this very process.
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{tmp_path / 'postgres'}\n0\n1\n\n127.0.0.1\n\nready\n")
    before = int(home.read("ports.json")["postgres"])
    with (
        closing(socket.create_server(("127.0.0.1", before))),
        engines_in_use(home, NOTHING, durable=False) as addresses,
    ):
        assert f":{before}/" not in addresses["DATABASE_URL"]
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == "1"


def test_a_second_user_keeps_the_first_from_stopping(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    starter = Engines(home, NOTHING, durable=False)
    assert starter.try_start()
    said: list[str] = []
    with engines_in_use(home, NOTHING) as addresses:
        assert addresses == starter.environment()
        stopping = threading.Thread(target=lambda: starter.stop(say=said.append))
        stopping.start()
        stopping.join(0.5)
        assert stopping.is_alive()
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == "1"
    stopping.join(20)
    assert not stopping.is_alive()
    assert said == ["Another command still uses the engines; waiting for it."]


def test_servers_of_the_operator_leave_nothing_to_start(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgres://me@host/db", "REDIS_URL": "redis://host"}
    with engines_in_use(Home.at(tmp_path), given) as addresses:
        assert addresses == {}
    assert not (tmp_path / "postgres").exists()


def test_an_ordinary_user_starts_directly(tmp_path: Path) -> None:
    assert launcher.choose(binaries(), Home.at(tmp_path), uid=1000).prefix == ()


def test_root_becomes_a_user_that_this_machine_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    root, daemon = pwd.getpwuid(0), pwd.getpwuid(1)
    monkeypatch.setattr(pwd, "getpwall", lambda: [root, daemon])
    assert launcher.namespace()[2:4] == ("--map-user=1", f"--map-group={daemon.pw_gid}")
    monkeypatch.setattr(pwd, "getpwall", lambda: [root])
    assert launcher.namespace() == ()


def test_root_goes_through_a_namespace_or_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "namespaces_work", lambda prefix, postgres: True)
    chosen = launcher.choose(binaries(), Home.at(tmp_path), uid=0)
    assert chosen.prefix[0] == "unshare"
    monkeypatch.setattr(launcher, "namespaces_work", lambda prefix, postgres: False)

    def impossible() -> None:
        raise PermissionError

    monkeypatch.setattr(launcher, "_make_user", impossible)
    with pytest.raises(EngineTrouble, match="give DATABASE_URL"):
        launcher.choose(binaries(), Home.at(tmp_path), uid=0)
