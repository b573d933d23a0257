"""What a new edition of a plan 「中期调整」 does with the promises of the old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from plans.rules.likeness import Index, Known

REWORDED_FROM = 0.62


class Fate(StrEnum):
    """What became of a promise between two editions."""

    KEPT = "kept"
    REWORDED = "reworded"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Promised:
    """A promise of one edition."""

    id: int
    name: str
    quote: str
    regions: Sequence[str]
    sector: str
    level: str


@dataclass(frozen=True)
class Change:
    """A promise of the old edition, of the new one, or both; `likeness` from 0 to 1."""

    fate: Fate
    old: int | None
    new: int | None
    likeness: float = 1.0


def compare(old: Sequence[Promised], new: Sequence[Promised]) -> list[Change]:
    """Pair two editions: same names first, then the likest, each at most once.

    Sorted by the new edition's order; what was dropped follows in the old one's.
    """
    pairs = _same_names(old, new)
    pairs |= _likest(
        [one for one in old if one.id not in {a for a, _score in pairs.values()}],
        [one for one in new if one.id not in pairs],
    )
    by_id = {one.id: one for one in old}
    changes = [_change(one, pairs.get(one.id), by_id) for one in new]
    taken = {change.old for change in changes}
    return changes + [Change(Fate.DROPPED, one.id, None) for one in old if one.id not in taken]


def _change(one: Promised, pair: tuple[int, float] | None, by_id: dict[int, Promised]) -> Change:
    if pair is None:
        return Change(Fate.NEW, None, one.id)
    before = by_id[pair[0]]
    kept = before.name == one.name and before.level == one.level
    return Change(Fate.KEPT if kept else Fate.REWORDED, before.id, one.id, pair[1])


def _same_names(old: Sequence[Promised], new: Sequence[Promised]) -> dict[int, tuple[int, float]]:
    """New to old where both have a name; one that stands there several times pairs in order."""
    waiting: dict[str, list[int]] = {}
    for one in old:
        waiting.setdefault(one.name, []).append(one.id)
    return {one.id: (waiting[one.name].pop(0), 1.0) for one in new if waiting.get(one.name)}


def _likest(old: Sequence[Promised], new: Sequence[Promised]) -> dict[int, tuple[int, float]]:
    index = Index().add_all(Known(one.id, [one.name], one.regions, one.sector) for one in old)
    offers = [
        (found.score, one.id, found.id)
        for one in new
        for found in index.like(one.name, regions=one.regions, sector=one.sector)
        if found.score >= REWORDED_FROM
    ]
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, newer, older in sorted(offers, key=lambda one: (-one[0], one[1], one[2])):
        if newer not in pairs and older not in taken:
            pairs[newer] = (older, score)
            taken.add(older)
    return pairs
