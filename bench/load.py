"""Asks one address again and again over a few kept-alive connections, and measures."""

import http.client
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What a burst of requests took: seconds of wall clock, of the server's processors, and of
    each request."""

    seconds: float
    cpu_seconds: float
    latencies: list[float]


@dataclass(frozen=True)
class Target:
    """An address of a server whose processes are known."""

    name: str
    port: int
    path: str
    headers: Mapping[str, str]
    pid: int

    def fetch(self) -> bytes:
        """One answer. Raises RuntimeError when it is no 200."""
        return _ask(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), self)


def burst(target: Target, *, requests: int, connections: int) -> Measured:
    """Ask the target `requests` times over so many connections at once."""
    latencies: list[float] = []
    failures: list[BaseException] = []
    each = requests // connections

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        try:
            for _ in range(each):
                began = time.perf_counter()
                _ask(connection, target)
                latencies.append(time.perf_counter() - began)
        except (OSError, RuntimeError, http.client.HTTPException) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=client) for _ in range(connections)]
    cpu, began = cpu_seconds(target.pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failures:
        raise RuntimeError(f"{target.name}: {failures[0]}")
    return Measured(seconds, cpu_seconds(target.pid) - cpu, latencies)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its children so far, user and system."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for process in [pid, *_children(pid)]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / ticks


def _children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


def _ask(connection: http.client.HTTPConnection, target: Target) -> bytes:
    connection.request("GET", target.path, headers=dict(target.headers))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{target.path}: {answer.status} {body[:200]!r}")
    return body
