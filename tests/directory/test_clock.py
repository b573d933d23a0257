from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from directory import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-22T15:59:59+00:00", date(2026, 11, 22)),
        ("2026-11-22T16:00:00+00:00", date(2026, 11, 23)),
        ("2026-11-23T00:00:00+08:00", date(2026, 11, 23)),
        ("2026-12-31T23:59:59-08:00", date(2027, 1, 1)),
    ],
)
def test_the_date_of_an_instant_is_that_of_shanghai(instant: str, day: date) -> None:
    assert clock.date_of(datetime.fromisoformat(instant)) == day


def test_whatever_zone_is_active(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may be shown in another zone; the register's day stays Shanghai's."""
    late = datetime(2026, 11, 22, 17, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)

    with timezone.override("America/New_York"):
        assert clock.date_of(late) == date(2026, 11, 23)
        assert clock.today() == date(2026, 11, 23)
    assert clock.now() == late
