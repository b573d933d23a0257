"""The folder that holds everything of one installation: data, secrets, locks, logs."""

import fcntl
import json
import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
LOG_LIMIT = 10 * 1024 * 1024


class EngineTrouble(Exception):
    """An engine cannot be started; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Home:
    """One installation's folder; two of them never meet."""

    root: Path

    @classmethod
    def at(cls, path: str | Path) -> "Home":
        """Make the folder where it is missing, readable by its user alone."""
        root = Path(path).resolve()
        root.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        return cls(root)

    def folder(self, name: str) -> Path:
        """Return a private folder inside, made where it is missing."""
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        return path

    def log(self, name: str) -> IO[bytes]:
        """Open an engine's log for writing at its end; one that grew too long is put aside."""
        path = self.folder("log") / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    # --- what is remembered -------------------------------------------------------------------

    def read(self, name: str) -> dict[str, str]:
        """Return what `write` stored under the name; nothing when nothing (or half) is there."""
        try:
            stored = json.loads((self.root / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {str(key): str(value) for key, value in stored.items()}

    def write(self, name: str, values: Mapping[str, str]) -> None:
        """Store values for this user's eyes alone; a crash leaves the old ones or the new ones."""
        descriptor, temporary = tempfile.mkstemp(dir=self.root, prefix=f".{name}-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(dict(values), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(PRIVATE_FILE)
        Path(temporary).replace(self.root / name)

    def secret(self, name: str) -> str:
        """Return a secret of this installation, random at its first use."""
        with self.lock("secrets.lock") as guard:
            guard.wait()
            known = self.read("secrets.json")
            if name not in known:
                known[name] = secrets.token_urlsafe(32)
                self.write("secrets.json", known)
            return known[name]

    def port(self, engine: str, *, other_than: int | None = None) -> int:
        """Return the engine's remembered port if it is free, else another one to remember."""
        ports = self.read("ports.json")
        remembered = int(ports.get(engine, 0))
        if remembered and remembered != other_than and port_is_free(remembered):
            return remembered
        chosen = any_free_port()
        self.write("ports.json", ports | {engine: str(chosen)})
        return chosen

    def lock(self, name: str) -> "Lock":
        """Return a lock of this installation; the kernel frees it when its holder dies."""
        return Lock(self.root / name)


class Lock:
    """A lock on a file, exclusive or shared; freed by `release`, or by death."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def try_exclusive(self) -> bool:
        """Take it alone if nobody holds it."""
        return self._try(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def wait(self) -> None:
        """Take it alone, however long it takes."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def share(self) -> None:
        """Hold it together with others."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let it go."""
        self._file.close()

    def _try(self, operation: int) -> bool:
        try:
            fcntl.flock(self._file, operation)
        except BlockingIOError:
            return False
        return True

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def port_is_free(port: int) -> bool:
    """Say whether the loopback port can be listened on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
