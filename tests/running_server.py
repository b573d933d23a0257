"""`script/server` as real processes of a home of its own, for the tests that need all of it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from planner.engines import Home
from planner.engines.processes import clear_out
from planner.launch import BASE_DIR
from planner.orphans import orphans_of

PATIENCE = 240.0
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


def end_all(home: Path) -> None:
    """End whatever the servers of a home left running."""
    for server in Server.all:
        server.process.kill()
        server.process.wait()
    for process in orphans_of(Home.at(home)):
        process.kill()
    for folder in ("postgres", "redis"):
        clear_out(home / folder, polite=signal.SIGTERM, patience=5)
