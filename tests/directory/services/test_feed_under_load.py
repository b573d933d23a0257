"""Sixteen writers, two sequencers and a reader at once: nothing skipped, no object backwards."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.db.models import Q

from directory.models import OutboxEntry
from directory.queries.feed import Cursor, changes_after
from directory.services.sequencer import keep_epoch, number_outbox
from directory.unit import locked, unit_of_work
from projects.models import Project
from tests.factories import NOW, ProjectFactory

WRITERS, CHANGES, OBJECTS = 16, 10, 4


class Traffic:
    """Everybody at work on a few projects, each in a thread of their own."""

    def __init__(self) -> None:
        self.projects = [ProjectFactory().pk for _ in range(OBJECTS)]
        self.finished = threading.Event()
        self.read: list[OutboxEntry] = []
        self.troubles: list[BaseException] = []

    def write(self, writer: int) -> None:
        for turn in range(CHANGES):
            with unit_of_work("test.change", actor=None, now=NOW) as work:
                project = locked(Project.objects.all(), self.projects[(writer + turn) % OBJECTS])
                work.change(project, place=f"{writer}/{turn}")

    def sequence(self) -> None:
        while not self.finished.is_set():
            number_outbox(now=NOW, batch=7)

    def follow(self, cursor: Cursor | None = None) -> Cursor:
        """Read until there is nothing more after the work is finished."""
        while True:
            last_look = self.finished.is_set()
            page = changes_after(cursor, visible=Q(), limit=9)
            self.read += page.entries
            cursor = page.cursor
            if last_look and not page.more:
                return cursor

    def run(self) -> None:
        writers = [self._thread(partial(self.write, number)) for number in range(WRITERS)]
        sequencers = [self._thread(self.sequence) for _ in range(2)]
        reader = self._thread(self.follow)
        for thread in writers:
            thread.join(60)
        self.finished.set()
        for thread in (*sequencers, reader):
            thread.join(60)

    def _thread(self, work: Callable[[], object]) -> threading.Thread:
        def guarded() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 (handed to the test's own thread)
                self.troubles.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread


@pytest.mark.django_db(transaction=True)
def test_nothing_is_skipped_and_no_object_goes_backwards() -> None:
    epoch = keep_epoch(now=NOW).epoch
    traffic = Traffic()
    traffic.run()
    # What the sequencers left, and what was numbered after the reader's last look.
    number_outbox(now=NOW)
    traffic.follow(Cursor(epoch, traffic.read[-1].number or 0) if traffic.read else None)

    assert traffic.troubles == []
    numbers = [entry.number for entry in traffic.read]
    assert numbers == list(range(1, WRITERS * CHANGES + 1))
    for project in traffic.projects:
        versions = [e.object_version for e in traffic.read if e.object_id == str(project)]
        assert versions == list(range(2, WRITERS * CHANGES // OBJECTS + 2))
