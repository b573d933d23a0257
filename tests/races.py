"""Two writers on the same rows, deterministically.

The first does its work and keeps its transaction open; the second begins; the test waits until
`pg_locks` shows the second waiting; the first commits; the second goes on. (A barrier passes by
luck without any lock; `pg_stat_activity` is cached inside a transaction.)

For tests marked `django_db(transaction=True)`.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from directory.errors import RuleViolation

PATIENCE = 20
WAITING = "SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted"


@dataclass
class Writer:
    """One side of a race: what it returned, or what it was refused with."""

    work: Callable[[], Any]
    result: Any = None
    error: BaseException | None = None
    pid: int = 0
    begun: threading.Event = field(default_factory=threading.Event)
    worked: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def code(self) -> str:
        """The code of the refusal; "" when the work was done."""
        if self.error is None:
            return ""
        if isinstance(self.error, RuleViolation):
            return self.error.code
        raise self.error

    def run(self, *, hold: bool) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.begun.set()
            with transaction.atomic():
                self.result = self.work()
                self.worked.set()
                if hold:
                    assert self.let_go.wait(PATIENCE)
        except BaseException as error:  # noqa: BLE001 (handed to the test's own thread)
            self.error = error
        finally:
            self.worked.set()
            self.begun.set()
            connection.close()


def race(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Writer, Writer]:
    """Let the second writer run into the first one's open transaction."""
    leader, follower = Writer(first), Writer(second)
    threads = [
        threading.Thread(target=leader.run, kwargs={"hold": True}),
        threading.Thread(target=follower.run, kwargs={"hold": False}),
    ]
    threads[0].start()
    try:
        assert leader.worked.wait(PATIENCE)
        assert leader.error is None, leader.error
        threads[1].start()
        assert follower.begun.wait(PATIENCE)
        _until_waiting(follower)
    finally:
        leader.let_go.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join(PATIENCE)
    return leader, follower


def _until_waiting(writer: Writer) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [writer.pid])
            if cursor.fetchone():
                return
        assert not writer.worked.is_set(), f"nothing held the second writer back: {writer.error}"
        time.sleep(0.01)
    raise AssertionError("the second writer neither waited nor finished")
