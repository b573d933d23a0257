"""A database for each parallel test worker, copied from one that was migrated once."""

import contextlib
import fcntl
import hashlib
import os
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg2
import psycopg2.errors

from planner.launch import BASE_DIR
from planner.roles import ROW_RIGHTS, let_application_role_in

OURS = "test_planner"


def own_name(worker: str) -> str:
    """Return the name of this run's and this worker's database."""
    return f"{OURS}_{os.environ['PLANNER_TEST_RUN']}_{worker}"


def urls_of(worker: str) -> dict[str, str]:
    """Return both roles' addresses of the worker's database, to set before the settings load."""
    application = os.environ["DATABASE_URL"]
    owner = os.environ.get("DATABASE_OWNER_URL") or application
    os.environ.setdefault("PLANNER_TEST_OWNER_URL", owner)
    name = own_name(worker)
    return {
        "DATABASE_URL": urlsplit(application)._replace(path=f"/{name}").geturl(),
        "DATABASE_OWNER_URL": urlsplit(owner)._replace(path=f"/{name}").geturl(),
    }


def redis_url_of(worker: str) -> str:
    """Return the worker's own one of Redis' sixteen databases."""
    number = int(worker.removeprefix("gw")) % 15 + 1 if worker.startswith("gw") else 0
    return urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()


def create_own(home: Path) -> None:
    """Copy the migrated template, making it first when the migrations changed."""
    with (home / "template.lock").open("a") as lock:
        # Workers start at once, and a template in use cannot be copied.
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = f"{OURS}_template_{_fingerprint()}"
        with closing(_maintenance()) as connection, connection.cursor() as cursor:
            _drop_stale(cursor, keep=template)
            if not _exists(cursor, template):
                _migrate_template(cursor, template)
            cursor.execute(f'CREATE DATABASE "{_own()}" TEMPLATE "{template}"')


def drop_own() -> None:
    """Drop this worker's database, once the last connection to it has gone.

    What a test left connected keeps it for the next run, which drops what nobody uses.
    """
    from django.db import connections

    connections.close_all()
    with closing(_maintenance()) as connection, connection.cursor() as cursor:
        for _ in range(20):
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{_own()}"')
            except psycopg2.errors.ObjectInUse:
                time.sleep(0.1)
            else:
                return


def _own() -> str:
    return urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")


def _maintenance() -> Any:
    connection = psycopg2.connect(os.environ["PLANNER_TEST_OWNER_URL"])
    connection.autocommit = True
    return connection


def _exists(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return bool(cursor.fetchone())


def _migrate_template(cursor: Any, template: str) -> None:
    """Migrate under another name and rename when it is whole, so that a crash leaves no half."""
    from django.core.management import call_command
    from django.db import connections

    draft = f"{OURS}_draft"
    cursor.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{draft}"')
    owner, application = connections["owner"], connections["default"]
    own = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = draft
    try:
        call_command("migrate", verbosity=0)
        # Emptying tables after a test of transactions is the tests' own right.
        let_application_role_in(
            owner, role=application.settings_dict["USER"], row_rights=f"{ROW_RIGHTS}, TRUNCATE"
        )
    finally:
        owner.close()
        owner.settings_dict["NAME"] = own
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{template}"')


def _drop_stale(cursor: Any, *, keep: str) -> None:
    """Drop the databases of runs that are over and templates of other migrations."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{OURS}\\_%"])
    for (name,) in cursor.fetchall():
        run = name.removeprefix(f"{OURS}_").split("_")[0]
        over = run.isdigit() and not psutil.pid_exists(int(run))
        if over or (run == "template" and name != keep):
            with contextlib.suppress(psycopg2.errors.ObjectInUse):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _fingerprint() -> str:
    """Return a digest of all that shapes the migrated database."""
    digest = hashlib.sha256()
    shapes = [
        BASE_DIR / "requirements.txt",
        BASE_DIR / "planner" / "roles.py",
        *sorted(BASE_DIR.glob("*/migrations/*.py")),
    ]
    for path in shapes:
        digest.update(path.relative_to(BASE_DIR).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
