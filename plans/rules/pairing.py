"""Which commitment of the register a row of a corrected file speaks of.

Keys count places in a box: a row that is put in moves all after it. So a commitment is known by
what it is (name and place in the text), and its key follows.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A promise with its name and its place in a plan's text."""

    @property
    def plan_id(self) -> int: ...
    @property
    def box(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Stored = TypeVar("Stored", bound=Placed)
Given = TypeVar("Given", bound=Placed)

SAME_BY: Sequence[Callable[[Placed], Hashable]] = (
    lambda row: (row.plan_id, row.start, row.end, row.name),
    lambda row: (row.plan_id, row.box, row.name),
    lambda row: (row.plan_id, row.start, row.end),
)


def pair(
    stored: Iterable[Stored], given: Iterable[Given]
) -> tuple[list[tuple[Stored, Given]], list[Given], list[Stored]]:
    """Pairs of stored and given rows, the given rows that are new, and the stored ones that the
    file no longer has.

    First what agrees in name and place, then by name in its box, then by place. A mark that two
    rows of one side share pairs nothing: better new than wrong.
    """
    left, right = list(stored), list(given)
    pairs: list[tuple[Stored, Given]] = []
    for mark in SAME_BY:
        ours, theirs = _by(mark, left), _by(mark, right)
        found = [(ours[key], theirs[key]) for key in theirs if key in ours]
        pairs += found
        left = _without(left, [one for one, _other in found])
        right = _without(right, [other for _one, other in found])
    return pairs, right, left


def _by(mark: Callable[[Placed], Hashable], rows: Sequence[Given]) -> dict[Hashable, Given]:
    marks = [mark(row) for row in rows]
    counts = Counter(marks)
    return {key: row for key, row in zip(marks, rows, strict=True) if counts[key] == 1}


def _without(rows: Sequence[Given], gone: Sequence[Given]) -> list[Given]:
    identities = {id(row) for row in gone}
    return [row for row in rows if id(row) not in identities]
