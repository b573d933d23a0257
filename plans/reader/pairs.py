"""One item that names two works, or more: joined by 和, numbered, or roads with one head."""

from __future__ import annotations

import re
from dataclasses import replace

from plans.reader.forms import DISTRICT, mentions_first
from plans.reader.lists import Piece, at_and
from plans.reader.names import act, placed, thing
from plans.reader.shared import STRONG, Member, closes

GRADES = re.compile(r"(?:国家|省|市|县|区)级")
KIND = re.compile(r"(?:产业|集群|品牌|体系|机制|技术|制度|活动|行动|试点)$")

_TWO_ROADS = re.compile(
    r"(?P<head>[一-龥]{2,10})[A-Z]\d{2,4}(?P<joint>[和与])(?P<second>[A-Z]\d{2,4})(?P<tail>线[^、，和与]{0,12})?"
)


def two_roads(piece: Piece) -> list[Member] | None:
    """Read 沿边公路G219和G331线 as two roads with one head and one tail."""
    found = _TWO_ROADS.fullmatch(piece.text)
    if found is None:
        return None
    start = piece.start
    head = (start, start + found.end("head"))
    first = (start, start + found.start("joint"))
    second = (start + found.start("second"), piece.end)
    tail = (start + found.start("tail"), piece.end) if found["tail"] else None
    return [
        Member((first, tail) if tail else (first,), *first, "two roads", 0.85),
        Member((head, second), *second, "two roads", 0.85),
    ]


_ORDINALS = re.compile(r"第[一二三四五六七八九十](（[一二三四五六七八九十、]+）)")


def numbered_schools(piece: Piece) -> list[Member] | None:
    """Read 第一（二、三）实验小学 as three: each number stands for one."""
    found = _ORDINALS.search(piece.text)
    if found is None:
        return None
    head = (piece.start, piece.start + found.start(1))
    ordinal = (piece.start, head[1] - 1)
    tail = (piece.start + found.end(1), piece.end)
    listed = [Member((head, tail), *head, "numbered names", 0.85)]
    for number in re.finditer(r"[一二三四五六七八九十]", found.group(1)):
        at = piece.start + found.start(1) + number.start()
        listed.append(Member((ordinal, (at, at + 1), tail), at, at + 1, "numbered names", 0.85))
    listed[-1] = replace(listed[-1], end=piece.end)
    return listed


def two_works(piece: Piece, opened: bool) -> tuple[Piece, Piece] | None:
    sides = at_and(piece, "和|与|以及")
    if sides is None:
        return None
    left, right = sides
    if closes(left.text) and closes(right.text) and _two_districts(left.text, right.text):
        return sides
    if STRONG.search(left.text):
        return sides if STRONG.search(right.text) or thing(right.text) else None
    if right.text.endswith("建设") and thing(right.text[:-2]) and thing(left.text):
        return None if placed(left.text) else sides
    stands = thing(right.text) or (opened and KIND.search(right.text))
    if STRONG.search(right.text) or act(right.text) or not (thing(left.text) and stands):
        return None
    if (
        opened
        or GRADES.match(right.text)
        or left.text[-2:] == right.text[-2:]
        or DISTRICT.match(right.text)
    ):
        return sides
    return None


def _two_districts(left: str, right: str) -> bool:
    """Tell whether both sides of 和 begin with a county, city or prefecture of their own."""
    return bool(_FULL_PLACE.match(left) and _FULL_PLACE.match(right)) and (
        mentions_first(left)[0] > 1 and mentions_first(right)[0] > 1
    )


_FULL_PLACE = re.compile(r"[一-龥]{2,6}?[县市州旗省](?!级|域)")


def head_of_two(left: str, right: str) -> int:
    """How many characters at the beginning of the left side hold for the right one too."""
    if found := re.match(r"[^的]{3,14}的", left):
        return found.end()
    if DISTRICT.match(right):
        return 0
    if found := DISTRICT.match(left):
        return found.end()
    if found := GRADES.match(left):
        return 0 if GRADES.match(right) else found.end()
    return 0
