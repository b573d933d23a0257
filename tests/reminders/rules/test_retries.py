from datetime import timedelta
from itertools import pairwise

from reminders.rules.retries import LONGEST_PAUSE, MOST_ATTEMPTS, is_given_up, pause_after


def test_pauses_grow_to_six_hours() -> None:
    pauses = [pause_after(attempt) for attempt in range(1, 40)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert all(before <= after for before, after in pairwise(pauses))
    assert pauses[-1] == LONGEST_PAUSE


def test_a_mail_server_may_be_away_for_three_days() -> None:
    last = next(attempt for attempt in range(1, 100) if is_given_up(attempt))
    assert last == MOST_ATTEMPTS
    waited = sum((pause_after(attempt) for attempt in range(1, last)), timedelta())
    assert waited >= timedelta(days=3)
