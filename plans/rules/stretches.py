"""A stretch of a plan as one reads it on a screen, from which a selection leads back to the text.

Printed lines are joined into paragraphs for the eye alone: each piece keeps the offset at which
its words stand in the text, so that what a person selects is a pair of offsets.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plans.rules.marking import Span

LINE = re.compile(r"[^\r\n]*")
PARAGRAPH_ENDS = tuple("。；：！？…”）")
SHORT = 0.8
"""A line that stays this much shorter than the page is wide ends a heading or a paragraph."""


@dataclass(frozen=True)
class Words:
    """Words that stand together in the text, from `start`, and the rows whose quotes hold them."""

    text: str
    start: int
    owners: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """A printed line: its words, and what follows it on the screen: nothing, a space between
    Latin words, or a paragraph's end."""

    words: Sequence[Words]
    after: str


def lines_of(text: str, *, start: int, spans: Iterable[Span]) -> list[Line]:
    """The lines of a text that begins at `start` of its document, cut at the quotes' borders.

    Unlike in `marking`, quotes may overlap: words belong to all rows that quote them.
    """
    end = start + len(text)
    held = [one for one in spans if one.start < end and one.end > start]
    borders = sorted({edge for one in held for edge in (one.start, one.end)})
    printed = [
        (start + found.start() + _indent(found[0]), found[0].strip())
        for found in LINE.finditer(text)
        if found[0].strip()
    ]
    width = _width([len(words) for _place, words in printed])
    lines = []
    for number, (place, words) in enumerate(printed):
        following = printed[number + 1] if number + 1 < len(printed) else None
        pieces = _pieces(place, words, borders, held)
        lines.append(Line(pieces, _joint(place, words, following, width, held)))
    return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _pieces(place: int, words: str, borders: Sequence[int], held: Sequence[Span]) -> list[Words]:
    end = place + len(words)
    edges = [place, *(edge for edge in borders if place < edge < end), end]
    return [
        Words(
            words[first - place : last - place],
            first,
            tuple(one.owner for one in held if one.start <= first and last <= one.end),
        )
        for first, last in pairwise(edges)
    ]


def _width(lengths: Sequence[int]) -> int:
    """How many characters a full line of the page holds."""
    return sorted(lengths)[len(lengths) * 9 // 10] if lengths else 0


def _joint(
    place: int,
    words: str,
    following: tuple[int, str] | None,
    width: int,
    held: Sequence[Span],
) -> str:
    if following is None:
        return ""
    next_place, next_words = following
    end = place + len(words)
    # A short quote that runs over the break says that the line goes on; a long one may be a
    # whole paragraph, or several.
    goes_on = any(
        one.start < end and one.end > next_place and one.end - one.start < width for one in held
    )
    if not goes_on and (words.endswith(PARAGRAPH_ENDS) or len(words) < width * SHORT):
        return "\n"
    border = words[-1] + next_words[0]
    return " " if border.isascii() and border.isalnum() else ""
