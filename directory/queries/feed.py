"""The change feed, read: what changed after a cursor.

Readers page by the number that the sequencer gave (`directory.services.sequencer`); a cursor
is the feed's epoch and the last number seen. Numbers are contiguous, so a page is a window of
numbers: the work of a request is bounded, however little of the window its reader may see.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db import connection
from django.db.models import Max, Q

from directory.models import FeedEpoch, OutboxEntry

WINDOW = 5000
"""Numbers that one request looks through at most."""

DATABASE_IDENTITY = """
SELECT (SELECT system_identifier FROM pg_control_system())::text
       || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
       (SELECT oid::bigint FROM pg_database WHERE datname = current_database())
"""


class FeedNotReady(Exception):
    """The sequencer has not run since this database began; it will within seconds."""


class NotACursor(ValueError):
    """The text is no cursor of any feed."""


class StaleCursor(Exception):
    """The cursor speaks of a feed that is over: the reader takes a snapshot and goes on from
    `head`."""

    def __init__(self, head: "Cursor") -> None:
        super().__init__("stale_cursor")
        self.head = head


@dataclass(frozen=True)
class Cursor:
    """A place in the feed: everything up to `number` of this epoch has been read."""

    epoch: uuid.UUID
    number: int

    def __str__(self) -> str:
        return f"{self.epoch.hex}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises NotACursor."""
        match = re.fullmatch(r"([0-9a-f]{32})\.([0-9]{1,18})", text)
        if match is None:
            raise NotACursor(text)
        return cls(uuid.UUID(match[1]), int(match[2]))


@dataclass(frozen=True)
class FeedPage:
    """Entries in order, the cursor behind them, and whether there is more to read now."""

    entries: Sequence[OutboxEntry]
    cursor: Cursor
    more: bool


def database_identity() -> tuple[str, int]:
    """Cluster and timeline, and the database within it: another pair is another life of the
    data (restored from a dump, from a base backup, or promoted from a standby)."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_IDENTITY)
        cluster, oid = cursor.fetchone()
    return cluster, oid


def current_epoch() -> FeedEpoch:
    """The epoch of this database as it is now. Raises FeedNotReady."""
    cluster, oid = database_identity()
    epoch = FeedEpoch.objects.order_by("-id").first()
    if epoch is None or (epoch.cluster, epoch.database_oid) != (cluster, oid):
        raise FeedNotReady
    return epoch


def head() -> Cursor:
    """The cursor behind everything that is numbered now. Raises FeedNotReady."""
    return _head_of(current_epoch())


def changes_after(cursor: Cursor | None, *, visible: Q, limit: int) -> FeedPage:
    """The changes after a cursor (None: from the feed's beginning) that a reader may know of.

    `visible` narrows the entries to what exists for the reader. Raises StaleCursor for one of
    an epoch that is over, or beyond the end; FeedNotReady.
    """
    last = _head_of(current_epoch())
    after = cursor or Cursor(last.epoch, 0)
    if after.epoch != last.epoch or after.number > last.number:
        raise StaleCursor(last)
    end = min(after.number + WINDOW, last.number)
    rows = OutboxEntry.objects.filter(visible, number__gt=after.number, number__lte=end)
    entries = list(rows.order_by("number")[:limit])
    # A full page ends at its last entry; otherwise the whole window has been looked through.
    read = entries[-1].number if len(entries) == limit else end
    assert read is not None
    return FeedPage(entries, Cursor(last.epoch, read), more=read < last.number)


def _head_of(epoch: FeedEpoch) -> Cursor:
    number = OutboxEntry.objects.aggregate(last=Max("number"))["last"]
    return Cursor(epoch.epoch, number or 0)
