"""`script/server`: engines, set-up, web, worker and beat under one supervisor.

Children die with the supervisor (the kernel tells them); what outlives a `kill -9` all the same is
found by its environment at the next start. One that dies is started again, more patiently each
time.
"""

import argparse
import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.request import urlopen

from planner import env
from planner.engines import Engines, EngineTrouble, Home
from planner.engines.home import any_free_port, port_is_free
from planner.launch import BASE_DIR, environment, home_of
from planner.orphans import MARK, end_orphans

SERVER_LOCK = "server.lock"
WAIT_FOR_COMMANDS = 120.0
READY_PATIENCE = 180.0
LOOK_EVERY = 0.5
LONGEST_PAUSE = 30.0
# A child that dies this often before the first readiness will not get better by itself.
HOPELESS_AFTER = 4
# A child that ran this long had started well: its next death is a new story.
STEADY_AFTER = 60.0
MOST_WEB_PROCESSES = 64
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked the server to stop."""


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, flush=True)


def _die_with_parent() -> None:
    """Ask the kernel (Linux) to end this process when the supervisor dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program of the system and how often it died."""

    name: str
    command: list[str]
    patience: float
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_again_at: float = field(default=0.0)

    def start(self, home: Home, variables: Mapping[str, str]) -> None:
        """Start it in a session of its own: Ctrl-C reaches it through the supervisor, in order."""
        with home.log(self.name) as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(variables),
                cwd=BASE_DIR,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started_at = time.monotonic()

    def died(self) -> bool:
        """Say whether it ended since the last look, and plan its next start."""
        if self.process is None or self.process.poll() is None:
            return False
        now = time.monotonic()
        self.deaths = 1 if now - self.started_at > STEADY_AFTER else self.deaths + 1
        self.start_again_at = now + min(2.0 ** (self.deaths - 1) - 1, LONGEST_PAUSE)
        self.process = None
        return True

    def stop(self) -> None:
        """End it: politely, then by force, together with what it started."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            say(f"{self.name} does not stop; ending it.")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Starts everything in order, keeps it alive, and stops it in the opposite order."""

    def __init__(self, home: Home, given: Mapping[str, str], *, demo: bool) -> None:
        self._home = home
        self._given = given
        self._demo = demo
        self._engines = Engines(home, given)
        self._children: list[Child] = []
        self._variables: dict[str, str] = {}
        self._web_processes = 0

    def run(self) -> None:
        """Serve until asked to stop; raises EngineTrouble, BadEnvironment or Stopped."""
        # Before anything is started: a web server that cannot read it dies again and again.
        self._web_processes = env.integer("WEB_PROCESSES", 2, least=1, most=MOST_WEB_PROCESSES)
        end_orphans(self._home)
        try:
            self._start_engines()
            self._prepare_environment()
            logins = self._set_up()
            self._children = self._programs()
            for child in self._children:
                child.start(self._home, self._variables)
            self._wait_until_ready()
            self._announce(logins)
            while True:
                self._look_after()
                time.sleep(LOOK_EVERY)
        finally:
            self._stop()

    # --- starting -----------------------------------------------------------------------------

    def _start_engines(self) -> None:
        if self._engines.all_given:
            return
        deadline = time.monotonic() + WAIT_FOR_COMMANDS
        told = False
        while not self._engines.try_start():
            if not told:
                say("Waiting for a running script/manage to finish …")
                told = True
            if time.monotonic() > deadline:
                raise EngineTrouble("A running script/manage keeps the engines; end it first.")
            time.sleep(0.2)

    def _prepare_environment(self) -> None:
        base = environment(self._home, self._given, self._engines.environment())
        port = self._port()
        self._variables = base | {
            MARK: str(self._home.root),
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "planner.settings",
        }

    def _port(self) -> int:
        """Return PORT, or 8000, or when another checkout has that one the next free one."""
        given = self._given.get("PORT")
        if given:
            if not given.isdigit() or not port_is_free(int(given)):
                raise EngineTrouble(f"PORT={given} cannot be listened on; give another one.")
            self._remember_port(int(given))
            return int(given)
        remembered = int(self._home.read("ports.json").get("web", 8000))
        candidates = [remembered, *range(8000, 8100)]
        port = next((one for one in candidates if port_is_free(one)), None) or any_free_port()
        self._remember_port(port)
        return port

    def _remember_port(self, port: int) -> None:
        """Commands that run beside the server write the same links into mails."""
        self._home.write("ports.json", self._home.read("ports.json") | {"web": str(port)})

    def _set_up(self) -> list[dict[str, str]]:
        """Run `manage.py setup`; return who can log in."""
        report = self._home.root / "logins.json"
        report.unlink(missing_ok=True)
        arguments = ["setup", "--logins", str(report), *([] if self._demo else ["--no-demo"])]
        setup = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=self._variables,
            preexec_fn=_die_with_parent,
        )
        try:
            status = setup.wait()
        except BaseException:
            setup.terminate()
            setup.wait()
            raise
        if status:
            raise EngineTrouble("manage.py setup failed; see the lines above.")
        try:
            logins: list[dict[str, str]] = json.loads(report.read_text(encoding="utf-8"))
        finally:
            # It may hold fresh passwords: they are shown once and kept nowhere.
            report.unlink(missing_ok=True)
        return logins

    def _programs(self) -> list[Child]:
        python = sys.executable
        bind = self._given.get("BIND") or "127.0.0.1"
        celery = [python, "-m", "celery", "-A", "planner.celery:app"]
        return [
            Child(
                "web",
                [
                    *[python, "-m", "gunicorn", "planner.wsgi:application"],
                    *["--bind", f"{bind}:{self._variables['PORT']}", "--no-control-socket"],
                    *["--workers", str(self._web_processes)],
                    *["--worker-class", "gthread", "--threads", "4", "--timeout", "60"],
                    # Loaded once and then forked: quicker to start, and memory is shared.
                    *["--graceful-timeout", "15", "--keep-alive", "5", "--preload"],
                ],
                patience=20,
            ),
            Child(
                "worker",
                [*celery, "worker", "--loglevel=INFO", "--without-mingle"],
                patience=30,
            ),
            Child("beat", [*celery, "beat", "--loglevel=INFO", "--pidfile="], patience=10),
        ]

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_PATIENCE
        answer = "no answer"
        while time.monotonic() < deadline:
            try:
                with urlopen(f"{self._local()}/readyz", timeout=5):  # noqa: S310  (our own)
                    return
            except HTTPError as refusal:
                answer = refusal.read().decode(errors="replace")
            except OSError:
                pass
            self._look_after()
            for child in self._children:
                if child.deaths >= HOPELESS_AFTER:
                    raise EngineTrouble(
                        f"{child.name} dies again and again; "
                        f"see {self._home.root / 'log' / child.name}.log."
                    )
            time.sleep(0.1)
        raise EngineTrouble(
            f"Not ready after {READY_PATIENCE:.0f} seconds ({answer}); "
            f"see the logs in {self._home.root / 'log'}."
        )

    def _local(self) -> str:
        return f"http://127.0.0.1:{self._variables['PORT']}"

    def _announce(self, logins: list[dict[str, str]]) -> None:
        address = self._given.get("PUBLIC_URL") or self._local()
        say(f"\nReady: {address}\n\nWho can log in:")
        for login in logins:
            password = login.get("password") or "(password as given before)"
            say(f"  {login['username']:<16} {password:<28} {login['who']}")
        say(f"\nLogs: {self._home.root / 'log'}    Stop: Ctrl-C\n")

    # --- living -------------------------------------------------------------------------------

    def _look_after(self) -> None:
        """Start again what died: engines first, since the others live on them."""
        before = self._engines.environment()
        for name in self._engines.restart_the_dead():
            say(f"{name} had died and was started again.")
        if self._engines.environment() != before:
            self._prepare_environment()
            for child in self._children:
                child.stop()
                child.start(self._home, self._variables)
        for child in self._children:
            if child.died():
                say(f"{child.name} died; starting it again.")
            if child.process is None and time.monotonic() >= child.start_again_at:
                child.start(self._home, self._variables)

    # --- stopping -----------------------------------------------------------------------------

    def _stop(self) -> None:
        """Nothing new (beat), no more requests (web), finish the tasks (worker), then engines."""
        order = {"beat": 0, "web": 1, "worker": 2}
        for child in sorted(self._children, key=lambda child: order[child.name]):
            child.stop()
        self._engines.stop(patience=10)


def _on_signal(number: int, _: object) -> None:
    # A second Ctrl-C must not tear the orderly stop apart.
    for stopping in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, signal.SIG_IGN)
    raise Stopped(signal.Signals(number).name)


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C; return the exit status."""
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument(
        "--no-demo", action="store_true", help="leave the fictitious demonstration city out"
    )
    options = parser.parse_args(arguments)
    for stopping in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, _on_signal)
    home = home_of(os.environ)
    with home.lock(SERVER_LOCK) as lock:
        if not lock.try_exclusive():
            say(f"A server of this folder runs already ({home.root}).")
            return 1
        try:
            Supervisor(home, os.environ, demo=not options.no_demo).run()
        except Stopped:
            say("Stopped.")
        except (EngineTrouble, env.BadEnvironment) as trouble:
            print(trouble, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
