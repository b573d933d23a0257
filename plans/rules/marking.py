"""A stretch of a plan's text, cut at the quotes that stand in it, to underline them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LINE_BREAK = re.compile(r"[ \t]*[\r\n]\s*")


@dataclass(frozen=True)
class Span:
    """The place of a quote in the text, and whose it is."""

    start: int
    end: int
    owner: int


@dataclass(frozen=True)
class Piece:
    """A piece of text; `owner` where it is a quote."""

    text: str
    owner: int | None = None


def marked(text: str, *, start: int, spans: Iterable[Span]) -> list[Piece]:
    """Cut a text that begins at `start` of its document into quotes and what stands between.

    Of quotes that overlap the first and longer one is marked; nothing of the text is lost.
    """
    pieces: list[Piece] = []
    place, end = start, start + len(text)
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < place or span.end > end:
            continue
        if span.start > place:
            pieces.append(Piece(text[place - start : span.start - start]))
        pieces.append(Piece(text[span.start - start : span.end - start], span.owner))
        place = span.end
    if place < end:
        pieces.append(Piece(text[place - start :]))
    return pieces


def readable(text: str) -> str:
    """A stretch of a printed page as a sentence: the line breaks of the page are no words."""
    return LINE_BREAK.sub("", text)
