"""Heads and tails that the members of a list share, and the names that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.reader.forms import (
    AMOUNT,
    CODED,
    DISTRICT,
    JOINT,
    NUMBERED_TAIL,
    ROUTE,
    mentions_first,
    own_part,
    province_first,
)
from plans.reader.lists import Piece
from plans.reader.names import act, thing

_TOWN_END = re.compile(r"(?<!特色)(?<!小)(?:街道|[镇乡])$")
_LINE_NOUN = re.compile(r"(?:高速铁路|铁路|高铁|高速公路|高速|公路|管道|航道)$")
# 国道 of 国道341、108、309改线工程.
_ROAD = re.compile(r"[国省县]道(?=\d)")
# How many counties a list of them names: 五县（市） of 甲、乙…五县（市）供水工程.
_SO_MANY_PLACES = re.compile(
    r"(?:\d{1,2}|[两三四五六七八九十]{1,2})个?"
    r"(?:县（(?:市|区|市、区)）|县市区?|县区|市县|[市县](?!域|级|政))的?(?=.{3})"
)
Span = tuple[int, int]
STRONG = re.compile(r"(?:项目|工程)(?:（[^）]*）)?$")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a list: the spans that make its name, its own words, why it is one."""

    name: tuple[Span, ...]
    start: int
    end: int
    why: str = "list"
    sure: float = 0.95

    def words(self, text: str) -> str:
        """The name in the words of the text in which the spans count."""
        return "".join(text[a:b] for a, b in self.name)

    def words_in(self, piece: Piece) -> str:
        """The name in the words of a piece of that text."""
        return "".join(piece.text[a - piece.start : b - piece.start] for a, b in self.name)


def parallel(group: list[Piece]) -> list[Member] | None:
    """Part items of one form that end in a shared tail: places, roads, lines; else None."""
    *bare, last = group
    if all(AMOUNT.match(piece.text) for piece in group[1:]):
        return None
    noun = _LINE_NOUN.search(last.text)
    if noun and not JOINT.search(last.text) and all(ROUTE.fullmatch(p.text) for p in bare):
        found = with_tail(bare, last, (last.start + noun.start(), last.end), 0.85)
        found[-1] = replace(found[-1], end=bare[-1].end)
        return [*found, Member(((last.start, last.end),), last.start, last.end)]
    number = NUMBERED_TAIL.match(last.text)
    if number and all(len(p.text) <= 8 and not closes(p.text) for p in bare):
        behind = (last.start + number.end(), last.end)
        return with_tail([*bare, last.cut(0, number.end("own"))], last, behind, 0.85)
    own = own_part([piece.text for piece in bare], last.text)
    if own is None or own >= len(last.text):
        return None
    if last.text[own:] in ("段", "线"):
        return [Member(((p.start, p.end),), p.start, p.end, sure=0.85) for p in group]
    if last.text[own] == "的" and not ROUTE.fullmatch(bare[0].text):
        return None
    counted = _SO_MANY_PLACES.match(last.text, own)
    tail = counted.end() if counted else own + (last.text[own] == "的")
    if last.text[own - 1] == "的":
        own -= 1
    return with_tail([*bare, last.cut(0, own)], last, (last.start + tail, last.end), 0.9)


def with_tail(
    pieces: list[Piece], last: Piece, tail: Span, sure: float, *, counted: bool = False
) -> list[Member]:
    """Complete each piece with the tail, and with the head that only the first one prints."""
    found: list[Member] = []
    begin = _shared_head(pieces)
    region = (pieces[0].start, pieces[0].start + begin) if begin else None
    road: Span | None = None
    for at, piece in enumerate(pieces):
        own: list[Span] = [(piece.start, piece.end)]
        code = CODED.match(piece.text)
        if code and code.end() < len(piece.text):
            road = (piece.start, piece.start + code.end())
        elif road and (piece.text.endswith("段") or not ROUTE.fullmatch(piece.text)):
            own.insert(0, road)
        elif at and piece.text[0].isdigit() and (kind_of_road := _ROAD.match(pieces[0].text)):
            own.insert(0, (pieces[0].start, pieces[0].start + kind_of_road.end()))
        if at and region:
            own.insert(0, region)
        kind = last.text[tail[0] - last.start :][-2:]
        noun = last.text[: tail[1] - last.start][-3:]
        whole = tail[1] <= tail[0] or piece.text.endswith(kind) or (counted and closes(piece.text))
        whole = whole or (len(noun) == 3 and noun in piece.text and closes(noun))
        if not whole:
            own.append(tail)
        end = last.end if piece is pieces[-1] else piece.end
        found.append(Member(_fused(tuple(own)), piece.start, end, "shared tail", sure))
    return found


def _shared_head(pieces: list[Piece]) -> int | None:
    """The place before the first name only: it holds for those after it as well."""
    first = pieces[0].text
    end = province_first(first)
    if end and len(first) - end >= 2 and first[end] not in "经至到—–-":
        return None if any(province_first(piece.text) for piece in pieces[1:]) else end
    district = DISTRICT.match(first)
    if district is None or len(first) - district.end() < 2:
        return None
    if any(DISTRICT.match(p.text) or mentions_first(p.text)[0] for p in pieces[1:]):
        return None
    return district.end()


def _fused(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Join spans that touch."""
    fused = [spans[0]]
    for a, b in spans[1:]:
        if fused[-1][1] == a:
            fused[-1] = (fused[-1][0], b)
        else:
            fused.append((a, b))
    return tuple(fused)


def sharing_project(pieces: Sequence[Piece], found: list[Member]) -> list[Member]:
    """Give 项目 to all when only the last prints it and others cannot stand without."""
    if len(pieces) < 2 or len(found) != len(pieces):
        return found
    strong = STRONG.search(pieces[-1].text)
    if strong is None or any(STRONG.search(piece.text) for piece in pieces[:-1]):
        return found
    leaning = sum(not closes(piece.text) for piece in pieces[:-1])
    few = leaning * 2 < len(pieces) - 1 and (not leaning or strong.group().startswith("工程"))
    if few or not all(m.why == "list" for m in found):
        return found
    tail = (pieces[-1].start + strong.start(), pieces[-1].end)
    return [
        *(replace(m, name=(*m.name, tail), why="shared tail", sure=0.8) for m in found[:-1]),
        found[-1],
    ]


# Two ends of a line whose noun follows: 石门至双桥 is no bridge.
_BETWEEN = re.compile(r"[一-龥]{2,6}至[一-龥]{1,5}[桥城场站园港库店坝塘寺庙塔堤闸井]")


_STAGE_END = re.compile(r"[一二三四五]期$")


def sharing_carried_out(pieces: Sequence[Piece], found: list[Member]) -> list[Member]:
    """Give the 工程 that ends what is carried out (实施甲改造、乙二期、丙工程) to all the deeds."""
    strong = STRONG.search(pieces[-1].text)
    if len(found) < 3 or len(pieces) != len(found) or strong is None:
        return found
    deeds = [act(p.text) or _STAGE_END.search(p.text) for p in pieces[:-1]]
    if not all(deeds) or any(member.why != "list" for member in found):
        return found
    tail = (pieces[-1].start + strong.start(), pieces[-1].end)
    shared = [replace(m, name=(*m.name, tail), why="shared tail", sure=0.8) for m in found[:-1]]
    return [*shared, found[-1]]


def closes(words: str) -> bool:
    """Tell whether an item can stand for itself, or needs the tail of a later one."""
    if len(words) < 3 or _TOWN_END.search(words) or _BETWEEN.fullmatch(words):
        return False
    return not CODED.fullmatch(words) and (thing(words) or act(words))


_NUMBERED_LINE = re.compile(
    r"(?P<head>[一-龥]{2,6})?(?P<line>\d{1,2}号线)(?P<to>[东西南北]延|[一二三四五]期)?"
)
_ON = re.compile(r"[东西南北]延(?:伸|线|段)?")


def with_line_heads(pieces: Sequence[Piece], found: list[Member]) -> list[Member]:
    """Give 地铁 of 地铁10号线 to the lines behind it, 1号线 of 1号线北延 to 东延 behind it."""
    head: Span | None = None
    whole: tuple[Span, ...] = ()
    done: list[Member] = []
    own = {piece.start: piece.text for piece in pieces}
    for member in found:
        words = own.get(member.start, "")
        line = _NUMBERED_LINE.match(words)
        alone = member.name[0][0] == member.start
        begins: tuple[Span, ...] = ()
        if line and line["head"]:
            head = (member.start, member.start + line.end("head"))
        elif line and head:
            begins = (head,)
        elif whole and _ON.fullmatch(words):
            begins = whole
        if line:
            number = (member.start + line.start("line"), member.start + line.end("line"))
            whole = (*((head,) if head else ()), number) if line["to"] else ()
        if begins and alone:
            member = replace(member, name=_fused((*begins, *member.name)), why="shared head")
        done.append(member)
    return done
