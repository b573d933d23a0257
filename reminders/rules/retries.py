"""How long to wait before the next attempt, and when to give up. Pure."""

from datetime import timedelta

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 22
"""With these pauses a mail server may be away for three days before a mail is given up."""


def pause_after(attempts: int) -> timedelta:
    """The pause after so many failed attempts: one minute, doubled each time, at most six
    hours."""
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def is_given_up(attempts: int) -> bool:
    return attempts >= MOST_ATTEMPTS
