"""The sets of statuses name real ones, and say what the questions that use them need."""

from projects.models import Status
from projects.rules import moves, statuses


def test_they_are_statuses() -> None:
    for group in (statuses.OUT, statuses.OVER, statuses.WITHOUT_DATES):
        assert set(group) < set(Status.values)


def test_whoever_is_out_or_at_an_end_is_held_to_no_date() -> None:
    assert set(statuses.WITHOUT_DATES) == {*statuses.OUT, *statuses.OVER}


def test_every_move_out_needs_a_reason() -> None:
    assert set(statuses.OUT) <= set(moves.NEEDS_REASON)
