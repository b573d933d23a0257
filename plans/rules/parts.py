"""A long document cut into parts that one reads and confirms one after the other.

A part is a chapter, section or box of the outline, split where it is too long for one screen.
Together the parts are the whole text: nothing lies between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LARGEST = 5000
"""Characters of a part: more than that nobody holds in view beside the rows."""
GATHERED = 2500
CRUMB = 80

Piece = tuple[int, int, Mapping[str, Any]]


@dataclass(frozen=True)
class Part:
    """A stretch of the text; `place` counts from 0, `title` says what it is of."""

    place: int
    start: int
    end: int
    kind: str
    number: str
    title: str


def parts_of(
    text: str, sections: Sequence[Mapping[str, Any]], *, largest: int = LARGEST
) -> list[Part]:
    """Cut a text along its outline, as coarsely as `largest` allows."""
    children: dict[str, list[Mapping[str, Any]]] = {}
    for section in sorted(sections, key=lambda one: (one["start"], -one["end"])):
        children.setdefault(section["parent"], []).append(section)
    whole = {"key": "", "kind": "", "number": "", "title": "", "start": 0, "end": len(text)}
    split = [
        (start, end, section)
        for first, last, section in _gathered(text, _cut(whole, children, largest))
        for start, end in _by_lines(text, first, last, largest)
    ]
    starts = [0, *(start for start, _end, _section in split[1:])]
    ends = [*starts[1:], len(text)]
    return [
        Part(place, start, end, section["kind"], section["number"], section["title"])
        for place, (start, end, (_start, _end, section)) in enumerate(
            zip(starts, ends, split, strict=True)
        )
    ]


def part_at(parts: Sequence[Part], offset: int) -> int:
    """The place of the part in which a character stands."""
    return next((part.place for part in reversed(parts) if part.start <= offset), 0)


def _cut(
    section: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]],
    largest: int,
) -> list[Piece]:
    start, end = section["start"], section["end"]
    within = [one for one in children.get(section["key"], ()) if one["end"] > one["start"]]
    whole = end - start <= (min(GATHERED, largest) if _holds_box(within, children) else largest)
    if not within or whole:
        return [(start, end, section)]
    pieces, place = [], start
    for child in within:
        if child["start"] < place:
            # An outline that overlaps itself: the earlier part keeps the words.
            continue
        if child["start"] > place:
            pieces.append((place, child["start"], section))
        pieces += _cut(child, children, largest)
        place = child["end"]
    if place < end:
        pieces.append((place, end, section))
    return pieces


def _holds_box(
    within: Sequence[Mapping[str, Any]], children: Mapping[str, Sequence[Mapping[str, Any]]]
) -> bool:
    """Whether a box, which one reads by itself, stands among these sections or in them."""
    return any(
        one["kind"] == "box" or _holds_box(children.get(one["key"], ()), children) for one in within
    )


def _gathered(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Short sections that follow each other are read at one go, under the heading of the first;
    a box stays by itself, and a heading that stands alone goes with what follows it."""
    kept: list[Piece] = []
    for start, end, section in pieces:
        if kept:
            first, last, before = kept[-1]
            crumb = len(text[first:last].strip()) < CRUMB
            boxes = "box" in (before["kind"], section["kind"])
            if crumb or (not boxes and end - first <= GATHERED):
                kept[-1] = (first, end, section if crumb else before)
                continue
        kept.append((start, end, section))
    return kept


def _by_lines(text: str, start: int, end: int, largest: int) -> list[tuple[int, int]]:
    """A stretch in pieces of at most `largest`, parted at the ends of lines or sentences."""
    found = []
    while end - start > largest:
        window = text[start : start + largest]
        at = max(window.rfind("\n", largest // 2), window.rfind("。", largest // 2))
        cut = start + (at + 1 if at > 0 else largest)
        found.append((start, cut))
        start = cut
    return [*found, (start, end)]
