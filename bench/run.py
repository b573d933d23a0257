"""`script/bench`: the hot endpoints and pages against their floor, interleaved in one run.

For each size a database of its own is made, both servers are started with the same options (one
process, so that processor time can be told apart), and every target is asked in turn, round by
round: on a noisy machine the ratio of neighbours holds where single figures do not.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.load import Measured, Target, burst
from bench.result import Row, row, table
from planner.engines import Home, engines_in_use
from planner.engines.home import any_free_port
from planner.launch import BASE_DIR, environment, home_of

SIZES = [1_000, 10_000]
CONNECTIONS = 4
CITY = "1408"
FLOOR = "floor: "
ENDPOINTS = {
    "projects": f"/api/v1/projects/?region={CITY}00&status=construction&ordering=next_due_on",
    "overdue": f"/api/v1/overdue/?region={CITY}00",
    "overdue groups": f"/api/v1/overdue/?region={CITY}00&group_by=department",
    "overview": f"/api/v1/summary/?region={CITY}00",
}
"""Each has a statement of the same name in floor.sql, which gives the same body."""

PAGES = {
    "page: overview": "/",
    "page: projects": "/projects/?status=construction",
    "page: overdue": "/overdue/",
}


def main(arguments: list[str]) -> int:
    """Measure each size asked for; print a table and write the JSON file."""
    options = _options(arguments)
    rows: list[Row] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="planner-bench-") as folder:
            rows += measure(size, Path(folder), rounds=options.rounds, requests=options.requests)
    print(f"\n{table(rows)}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps([asdict(one) for one in rows], indent=1) + "\n")
    print(f"\n{options.json}")
    return 0


def measure(size: int, folder: Path, *, rounds: int, requests: int) -> list[Row]:
    """Make a register of this size in a home of its own and measure every target on it."""
    home = Home.at(folder)
    with engines_in_use(home, os.environ) as addresses:
        env = environment(home, os.environ, addresses)
        access = _fill(size, folder, env)
        queries = _count_queries(folder, access, env)
        env["BENCH_PARAMS"] = json.dumps({"today": _today().isoformat(), "city": CITY})
        with (
            _server("planner.wsgi:application", env) as ours,
            _server("bench.floor:application", env) as floor,
        ):
            targets = _targets(ours, floor, access)
            _check_bodies(targets)
            bursts = _interleaved(targets, rounds=rounds, requests=requests)
    return [
        row(size, name, bursts[name], floor=bursts.get(FLOOR + name), queries=queries.get(name))
        for name in targets
    ]


def _fill(size: int, folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Make the database; return how to get in."""
    path = folder / "access.json"
    for command in (
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        ["-m", "bench.data", str(size), str(path)],
    ):
        subprocess.run([sys.executable, *command], cwd=BASE_DIR, env=dict(env), check=True)
    access: dict[str, str] = json.loads(path.read_text())
    return access


def _count_queries(
    folder: Path, access: Mapping[str, str], env: Mapping[str, str]
) -> dict[str, int]:
    """How many statements each target sends to the database."""
    path = folder / "queries.json"
    asked = json.dumps({"access": access, "endpoints": ENDPOINTS, "pages": PAGES})
    subprocess.run(
        [sys.executable, "-m", "bench.queries", str(path)],
        cwd=BASE_DIR,
        env=dict(env),
        input=asked.encode(),
        check=True,
    )
    counted: dict[str, int] = json.loads(path.read_text())
    return counted


@contextmanager
def _server(application: str, env: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Run an application behind the system's own web server; yields its port and process."""
    port = any_free_port()
    command = [
        *[sys.executable, "-m", "gunicorn", application, "--no-control-socket"],
        *["--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread"],
        *["--threads", str(CONNECTIONS), "--keep-alive", "30", "--log-level", "warning"],
    ]
    process = subprocess.Popen(command, cwd=BASE_DIR, env=dict(env))
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nothing answers on port {port}.")


def _targets(
    ours: tuple[int, int], floor: tuple[int, int], access: Mapping[str, str]
) -> dict[str, Target]:
    """Every target by name; an endpoint stands beside its floor."""
    token = {"Authorization": f"Token {access['token']}"}
    cookie = {"Cookie": f"{access['session_cookie']}={access['session']}"}
    targets: dict[str, Target] = {}
    for name, path in ENDPOINTS.items():
        targets[name] = Target(name, ours[0], path, token, ours[1])
        floor_path = f"/{name.replace(' ', '_')}"
        targets[FLOOR + name] = Target(FLOOR + name, floor[0], floor_path, {}, floor[1])
    for name, path in PAGES.items():
        targets[name] = Target(name, ours[0], path, cookie, ours[1])
    return targets


def _check_bodies(targets: Mapping[str, Target]) -> None:
    """An endpoint and its floor answer the same; otherwise the ratio would mean nothing."""
    for name in ENDPOINTS:
        ours = json.loads(targets[name].fetch())
        theirs = json.loads(targets[FLOOR + name].fetch())
        if ours != theirs:
            raise RuntimeError(f"“{name}” and its floor answer differently.")


def _interleaved(
    targets: Mapping[str, Target], *, rounds: int, requests: int
) -> dict[str, list[Measured]]:
    """Ask every target in turn, round by round, after a round that is not counted."""
    bursts: dict[str, list[Measured]] = {name: [] for name in targets}
    for counted in [False, *[True] * rounds]:
        for name, target in targets.items():
            measured = burst(target, requests=requests, connections=CONNECTIONS)
            if counted:
                bursts[name].append(measured)
    return bursts


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of projects")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=200, help="requests a burst")
    default = home_of(os.environ).folder("bench") / f"{_today()}.json"
    parser.add_argument("--json", type=Path, default=default)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
