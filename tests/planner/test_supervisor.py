"""`script/server` as it is: real processes, killed one by one and all at once."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from planner.engines import Home
from planner.engines.home import any_free_port
from planner.engines.processes import clear_out
from planner.launch import BASE_DIR
from planner.orphans import orphans_of

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]
PATIENCE = 240.0
# Two cores spend this within ten seconds; seconds by the clock would judge what else runs here.
CPU_SECONDS_OF_A_START = 20.0
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "STATIC_MANIFEST", "PORT")


class Server:
    """A running `script/server` of a home, and what it says."""

    all: ClassVar[list["Server"]] = []

    def __init__(self, home: Path, *arguments: str, **variables: str) -> None:
        self.home = home
        self.log = home.with_suffix(".said")
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "planner.supervisor", *arguments],
                cwd=BASE_DIR,
                env={**inherited, "PLANNER_HOME": str(home), **variables},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        Server.all.append(self)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_ready(self) -> str:
        """Wait for the announcement; return the address."""
        wait_for(lambda: "Ready: " in self.said() or self.process.poll() is not None, self.said)
        found = re.search(r"Ready: (\S+)", self.said())
        assert found, self.said()
        return found[1]

    def children(self) -> dict[str, psutil.Process]:
        """Return the supervisor's own children by what they are."""
        kinds = {"gunicorn": "web", " worker": "worker", " beat": "beat", "redis": "redis"}
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                line = " ".join(child.cmdline())
                found[next((kinds[mark] for mark in kinds if mark in line), "postgres")] = child
        return found

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(PATIENCE) == 0, self.said()


def wait_for(happened: Callable[[], object], tell: Callable[[], str] = lambda: "") -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, tell()
        time.sleep(0.1)


def ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310
            return bool(json.load(answer)["status"] == "ok")
    except (URLError, OSError):
        return False


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that was set up once; whatever a test leaves running is ended."""
    path = tmp_path_factory.mktemp("server") / "home"
    Home.at(path)
    yield path
    for server in Server.all:
        server.process.kill()
        server.process.wait()
    for process in orphans_of(Home.at(path)):
        process.kill()
    for folder in ("postgres", "redis"):
        clear_out(path / folder, polite=signal.SIGTERM, patience=5)


def test_from_nothing_to_ready_and_back(home: Path) -> None:
    server = Server(home, "--no-demo", DEMO_PASSWORD="a-password-for-everyone")
    address = server.wait_until_ready()
    assert ready(address)
    assert re.search(r"^  admin +a-password-for-everyone ", server.said(), re.MULTILINE)
    children = server.children()
    assert children.keys() == {"postgres", "redis", "web", "worker", "beat"}
    second = Server(home.parent / "home", "--no-demo")
    assert second.process.wait(30) == 1
    assert "runs already" in second.said()
    server.stop()
    assert not [child for child in children.values() if child.is_running()]
    assert not orphans_of(Home.at(home))
    assert not (home / "logins.json").exists()


def test_what_dies_comes_back_and_what_is_killed_at_once_starts_again(home: Path) -> None:
    server = Server(home, "--no-demo")
    address = server.wait_until_ready()
    assert _cpu_seconds(server) < CPU_SECONDS_OF_A_START
    assert "(password as given before)" in server.said()
    for kind in ("postgres", "redis", "web", "worker", "beat"):
        victim = server.children()[kind]
        victim.kill()
        wait_for(partial(_replaced, server, kind, victim), server.said)
    wait_for(lambda: ready(address), server.said)
    _kill_all_at_once(server)
    again = Server(home, "--no-demo")
    assert ready(again.wait_until_ready())
    _kill_the_supervisor_alone(again, home)


def _cpu_seconds(server: Server) -> float:
    """Return what the server and all it started (set-up included) have worked so far."""
    supervisor = psutil.Process(server.process.pid)
    times = [process.cpu_times() for process in [supervisor, *supervisor.children(recursive=True)]]
    return float(sum(sum(time[:4]) for time in times))


def _replaced(server: Server, kind: str, victim: psutil.Process) -> bool:
    child = server.children().get(kind)
    return child is not None and child != victim and child.status() != psutil.STATUS_ZOMBIE


def _kill_all_at_once(server: Server) -> None:
    supervisor = psutil.Process(server.process.pid)
    for process in [supervisor, *supervisor.children(recursive=True)]:
        process.kill()
    server.process.wait()


def _kill_the_supervisor_alone(server: Server, home: Path) -> None:
    """Its children follow it or are cleared away, and the next start finds its port free."""
    server.process.kill()
    server.process.wait()
    again = Server(home, "--no-demo")
    assert again.wait_until_ready() == server.wait_until_ready()
    assert len(again.children()) == 5
    again.stop()


def test_a_taken_port_is_named(home: Path) -> None:
    import socket

    port = any_free_port()
    with socket.create_server(("127.0.0.1", port)):
        server = Server(home, "--no-demo", PORT=str(port))
        assert server.process.wait(PATIENCE) == 1
    assert f"PORT={port} cannot be listened on" in server.said()
