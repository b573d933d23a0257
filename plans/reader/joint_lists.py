"""Lists whose members share more than one tail: a head as well, a deed over two lists, a noun."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plans.reader.lists import Piece, veil
from plans.reader.names import is_act_tail, name_like
from plans.reader.shared import Member, Span

_PARTNERS = re.compile(
    r"(?P<others>等(?:一批)?[一-龥]{0,8}?)?(?P<tail>的(?:合作|对接|协作|共建|交流)平台)$"
)
_SAID_OF_BOTH = re.compile(r"(?P<head>异地|跨省|跨境|跨区域|网上|线上|远程)(?P<own>[一-龥]{2})")
_OWN_AND_TAIL = re.compile(
    r"[一-龥]{2}(?P<tail>[一-龥]{2,6}(?:便利化|一体化|互认|共享|服务|体系|办理|结算))"
)
_TWO_KINDS = re.compile(
    r"(?P<last>[^等]{2,12})等(?P<noun>[^等和及]{2,12})(?:和|及|以及)(?P<next>.{2,12})"
)
_OTHERS_DONE = re.compile(r"(?P<last>[^等]{2,12})等(?P<noun>[^等]{2,24})")
_GRADE = r"(?:国家级|省级|市级|县级|乡级|镇级|村级)"
_COUNT = r"\d+[座个处所家条]"
_GRADED = re.compile(rf"{_GRADE}(?P<noun>[一-龥]{{2,16}}){_COUNT}")
_ONLY_GRADE = re.compile(rf"(?P<grade>{_GRADE}){_COUNT}")


def jointly(pieces: Sequence[Piece]) -> list[Member] | None:
    """Read a list of one of these forms, or nothing where it has none of them."""
    if len(pieces) < 2:
        return None
    for form in _FORMS:
        if found := form(pieces):
            return found
    return None


def _partners(pieces: Sequence[Piece]) -> list[Member] | None:
    """Read 与甲大学、乙研究所的合作平台 as a platform with each of them."""
    first, last = pieces[0], pieces[-1]
    tail = _PARTNERS.search(last.text)
    if not first.text.startswith("与") or tail is None or not tail.start():
        return None
    head = (first.start, first.start + 1)
    shared = (last.start + tail.start("tail"), last.end)
    ends = [*(piece.end for piece in pieces[:-1]), last.start + tail.start()]
    own = [(piece.start, end) for piece, end in zip(pieces, ends, strict=True)]
    return [
        Member(
            (span, shared) if piece is first else (head, span, shared),
            *(piece.start, piece.end, "shared tail", 0.85),
        )
        for piece, span in zip(pieces, own, strict=True)
    ]


def _both(pieces: Sequence[Piece]) -> list[Member] | None:
    """Read 异地门诊、住院结算便利化: 异地 holds for both, and so does 结算便利化."""
    if len(pieces) != 2:
        return None
    one, other = pieces
    first, tail = _SAID_OF_BOTH.fullmatch(one.text), _OWN_AND_TAIL.fullmatch(other.text)
    if first is None or tail is None:
        return None
    shared = (other.start + tail.start("tail"), other.end)
    head = (one.start, one.start + first.end("head"))
    return [
        Member(((one.start, one.end), shared), one.start, one.end, "shared head and tail", 0.8),
        Member(
            (head, (other.start, other.end)), other.start, other.end, "shared head and tail", 0.8
        ),
    ]


def _two_lists(pieces: Sequence[Piece]) -> list[Member] | None:
    """Read 「甲、乙等国际机场和丙、丁等区域机场改扩建工程」: the deed holds for both lists."""
    last = _OTHERS_DONE.fullmatch(pieces[-1].text)
    if last is None:
        return None
    for at, piece in enumerate(pieces[:-1]):
        kinds = _TWO_KINDS.fullmatch(veil(piece.text))
        if kinds is None:
            continue
        kind = kinds["noun"][-2:]
        if not last["noun"].find(kind) > 0 or not is_act_tail(last["noun"].split(kind, 1)[1]):
            return None
        end = pieces[-1]
        begins = end.start + last.start("noun") + last["noun"].index(kind) + len(kind)
        deed = (begins, end.end)
        noun = (piece.start + kinds.start("noun"), piece.start + kinds.end("noun"))
        one = [*pieces[:at], piece.cut(0, kinds.end("last"))]
        two = [piece.cut(kinds.start("next")), *pieces[at + 1 : -1], end.cut(0, last.end("last"))]
        if not all(name_like(part.text) for part in (*one, *two)):
            return None
        return [
            *_each(one, (noun, deed)),
            *_each(two, ((end.start + last.start("noun"), end.end),)),
        ]
    return None


def _each(pieces: Sequence[Piece], tail: tuple[Span, ...]) -> list[Member]:
    return [
        Member(((part.start, part.end), *tail), part.start, part.end, "shared tail", 0.85)
        for part in pieces
    ]


def _graded(pieces: Sequence[Piece]) -> list[Member] | None:
    """Read 省级储备库1座、市级8座、县级45座: what is counted holds for every grade."""
    first, *others = pieces
    noun = _GRADED.fullmatch(first.text)
    grades = [_ONLY_GRADE.fullmatch(piece.text) for piece in others]
    if noun is None:
        return None
    counted = (first.start + noun.start("noun"), first.start + noun.end("noun"))
    found = [Member(((first.start, first.end),), first.start, first.end, sure=0.85)]
    for piece, grade in zip(others, grades, strict=True):
        if grade is None:
            return None
        split = piece.start + grade.end("grade")
        name = ((piece.start, split), counted, (split, piece.end))
        found.append(Member(name, piece.start, piece.end, "shared tail", 0.85))
    return found


_FORMS: tuple[Callable[[Sequence[Piece]], list[Member] | None], ...] = (
    _partners,
    _both,
    _two_lists,
    _graded,
)
