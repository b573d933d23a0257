"""Programmes inside a paragraph: 「X工程。甲；乙。Y工程。丙。」 and 「X工程，开展甲，实施乙。」"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.reader.lists import Piece, clauses, items, veil
from plans.reader.names import opening

_ALONE = re.compile(r"[一-龥“”、（）A-Za-z0-9+·]{3,26}(?:工程|行动)$")
_QUANTITY = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a paragraph below a heading of its own, or below none."""

    head: Piece | None
    body: Piece
    mark: str = ""


def parts(paragraph: Piece) -> Iterator[Part]:
    """Part a paragraph at the programmes that it names as sentences of their own."""
    told = _sentences(paragraph)
    head: Piece | None = None
    new: Piece
    mark, begin = "", 0
    for at, sentence in enumerate(told):
        following = told[at + 1] if at + 1 < len(told) else None
        if _is_alone(sentence) and following and not _is_alone(following):
            new, new_mark, new_begin = sentence, "。", sentence.end + 1
        elif mark == "。" and _is_alone(sentence):
            yield from _part(paragraph, head, begin, sentence.start, mark)
            head, mark, begin = None, "", sentence.start - paragraph.start
            continue
        elif (led := _leads(sentence)) is not None:
            new, new_mark, new_begin = led, "，", led.end + 1
        else:
            continue
        yield from _part(paragraph, head, begin, sentence.start, mark)
        head, mark, begin = new, new_mark, new_begin - paragraph.start
    yield from _part(paragraph, head, begin, paragraph.end, mark)


def _part(paragraph: Piece, head: Piece | None, begin: int, end: int, mark: str) -> Iterator[Part]:
    body = paragraph.cut(begin, max(begin, end - paragraph.start))
    if head or body:
        yield Part(head, body, mark)


def _sentences(paragraph: Piece) -> list[Piece]:
    found, begin = [], 0
    for stop in re.finditer("。", veil(paragraph.text)):
        found.append(paragraph.cut(begin, stop.start()))
        begin = stop.end()
    found.append(paragraph.cut(begin))
    return [piece for piece in found if piece]


def _is_alone(sentence: Piece) -> bool:
    return bool(_ALONE.fullmatch(sentence.text)) and not opening(sentence.text).length


def _leads(sentence: Piece) -> Piece | None:
    """Give the programme with which a sentence begins when its deeds follow."""
    first, *rest = clauses(sentence)
    if not rest or not _is_alone(first):
        return None
    listed = len(rest) == 1 and len(items(rest[0])) > 1
    if not listed and not opening(rest[0].text).length:
        return None
    return None if _QUANTITY.search(sentence.text) else first
