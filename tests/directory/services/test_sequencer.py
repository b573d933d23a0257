"""The change feed: numbered without gaps, read without skipping, begun anew when restored."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from directory.models import FeedEpoch, OutboxEntry
from directory.queries.feed import (
    Cursor,
    FeedNotReady,
    NotACursor,
    StaleCursor,
    changes_after,
    current_epoch,
    head,
)
from directory.services.sequencer import keep_epoch, number_outbox
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ALL = Q()


def write(count: int, **values: Any) -> None:
    for number in range(count):
        given: dict[str, Any] = {
            "resource": "projects",
            "object_id": str(number),
            "object_version": 1,
            "change": "created",
            "action": "test",
        }
        OutboxEntry.objects.create(**(given | values))


def test_what_is_committed_gets_the_next_numbers(db: None) -> None:
    write(5)
    assert number_outbox(now=NOW, batch=2) == 5
    write(2)
    assert number_outbox(now=NOW) == 2

    rows = OutboxEntry.objects.order_by("id").values_list("number", "published_at")
    assert list(rows) == [(number, NOW) for number in range(1, 8)]
    assert number_outbox(now=NOW) == 0


def test_one_run_has_its_bounds(db: None) -> None:
    write(5)

    assert number_outbox(now=NOW, batch=2, batches=2) == 4
    assert OutboxEntry.objects.filter(number=None).count() == 1


def test_a_reader_pages_to_the_end(db: None) -> None:
    write(5)
    number_outbox(now=NOW)

    first = changes_after(None, visible=ALL, limit=3)
    second = changes_after(first.cursor, visible=ALL, limit=3)

    assert [one.number for one in first.entries] == [1, 2, 3]
    assert first.more
    assert [one.number for one in second.entries] == [4, 5]
    assert not second.more
    assert second.cursor == head()
    assert changes_after(second.cursor, visible=ALL, limit=3).entries == []


def test_what_a_reader_may_not_see_is_passed_over(db: None) -> None:
    write(2, region_code="990100")
    write(1, region_code="140800")
    number_outbox(now=NOW)

    page = changes_after(None, visible=Q(region_code="140800"), limit=10)

    assert [one.number for one in page.entries] == [3]
    assert (page.cursor.number, page.more) == (3, False)


def test_a_page_looks_through_a_bounded_window(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.queries.feed.WINDOW", 2)
    write(3)
    number_outbox(now=NOW)

    page = changes_after(None, visible=Q(pk__in=[]), limit=10)

    assert (page.entries, page.cursor.number, page.more) == ([], 2, True)


def test_a_cursor_reads_as_it_was_written(db: None) -> None:
    keep_epoch(now=NOW)
    cursor = head()

    assert Cursor.parse(str(cursor)) == cursor
    for text in ("", "x.1", f"{cursor.epoch.hex}.", f"{cursor.epoch.hex}.-1", "1"):
        with pytest.raises(NotACursor):
            Cursor.parse(text)


def test_before_the_sequencer_ran_there_is_no_feed(db: None) -> None:
    with pytest.raises(FeedNotReady):
        current_epoch()


def test_a_restored_database_begins_a_new_epoch(db: None) -> None:
    write(1)
    number_outbox(now=NOW)
    old = head()
    FeedEpoch.objects.update(cluster="another cluster")
    with pytest.raises(FeedNotReady):
        head()

    number_outbox(now=NOW)

    with pytest.raises(StaleCursor) as stale:
        changes_after(old, visible=ALL, limit=1)
    assert stale.value.head == head() != old
    assert keep_epoch(now=NOW).pk == keep_epoch(now=NOW).pk


def test_a_cursor_beyond_the_end_is_stale(db: None) -> None:
    number_outbox(now=NOW)
    beyond = Cursor(head().epoch, 7)

    with pytest.raises(StaleCursor):
        changes_after(beyond, visible=ALL, limit=1)


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_not_skipped() -> None:
    """The earlier row commits after the later one was numbered and read."""
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                write(1, object_id="slow")
                written.set()
                go_on.wait(20)
        finally:
            connection.close()

    writer = threading.Thread(target=slowly)
    writer.start()
    assert written.wait(20)
    write(1, object_id="quick")
    number_outbox(now=NOW)
    page = changes_after(None, visible=ALL, limit=10)
    assert [one.object_id for one in page.entries] == ["quick"]
    go_on.set()
    writer.join(20)
    number_outbox(now=NOW)

    later = changes_after(page.cursor, visible=ALL, limit=10)
    assert [one.object_id for one in later.entries] == ["slow"]
    assert later.entries[0].number == 2
