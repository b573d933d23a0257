"""Gives committed outbox rows the numbers by which readers page through the change feed.

A row's id says when it was written, not when it was committed: a reader that pages by id skips
what commits late. So one sequencer at a time numbers what is committed, without gaps, in the
order of ids. Of one object the ids rise with its versions, because a row is written while its
object is locked, and the next writer waits for that lock: no object goes backwards.
"""

from datetime import datetime

from django.db import connection, transaction

from directory.models import FeedEpoch
from directory.queries.feed import database_identity

BATCH = 1000
BATCHES = 50
LOCK = "SELECT pg_advisory_xact_lock(hashtext('directory.sequencer'))"
NUMBER_A_BATCH = """
WITH waiting AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM directory_outboxentry WHERE number IS NULL ORDER BY id LIMIT %s
), head AS (
    SELECT coalesce(max(number), 0) AS last FROM directory_outboxentry
)
UPDATE directory_outboxentry AS entry
SET number = head.last + waiting.place, published_at = %s
FROM waiting, head WHERE entry.id = waiting.id
"""


def number_outbox(*, now: datetime, batch: int = BATCH, batches: int = BATCHES) -> int:
    """Number what is committed and waiting, at most `batches` × `batch` rows in short
    transactions; return how many. Several at once take turns."""
    keep_epoch(now=now)
    numbered = 0
    for _ in range(batches):
        count = _number_a_batch(now=now, batch=batch)
        numbered += count
        if count < batch:
            break
    return numbered


def keep_epoch(*, now: datetime) -> FeedEpoch:
    """Begin a new epoch when this database is not the one that the last epoch names."""
    with transaction.atomic():
        _take_turn()
        cluster, oid = database_identity()
        epoch = FeedEpoch.objects.order_by("-id").first()
        if epoch is None or (epoch.cluster, epoch.database_oid) != (cluster, oid):
            epoch = FeedEpoch.objects.create(cluster=cluster, database_oid=oid, began_at=now)
    return epoch


def _number_a_batch(*, now: datetime, batch: int) -> int:
    with transaction.atomic():
        _take_turn()
        with connection.cursor() as cursor:
            cursor.execute(NUMBER_A_BATCH, [batch, now])
            return int(cursor.rowcount)


def _take_turn() -> None:
    """A statement of its own: the snapshot of the next one is taken when the lock is held, and
    sees what the sequencer before has numbered."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
