"""`script/server` as it is: real processes, killed one by one and all at once."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from planner.engines import Home
from planner.engines.home import any_free_port
from planner.orphans import orphans_of
from tests.running_server import PATIENCE, Server, end_all, ready, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]
# Two cores spend this within ten seconds; seconds by the clock would judge what else runs here.
CPU_SECONDS_OF_A_START = 20.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that was set up once; whatever a test leaves running is ended."""
    path = tmp_path_factory.mktemp("server") / "home"
    Home.at(path)
    yield path
    end_all(path)


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


@pytest.mark.parametrize("given", ["x", "0", "1000"])
def test_web_processes_that_are_no_number_are_named_at_the_start(home: Path, given: str) -> None:
    server = Server(home, "--no-demo", WEB_PROCESSES=given)
    assert server.process.wait(PATIENCE) == 1
    assert f"WEB_PROCESSES={given!r} is not a whole number between 1 and 64." in server.said()
    assert "Traceback" not in server.said()


def test_a_taken_port_is_named(home: Path) -> None:
    import socket

    port = any_free_port()
    with socket.create_server(("127.0.0.1", port)):
        server = Server(home, "--no-demo", PORT=str(port))
        assert server.process.wait(PATIENCE) == 1
    assert f"PORT={port} cannot be listened on" in server.said()
