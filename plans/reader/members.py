"""The members of a list, each with its full name; one work of several parts is left whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.reader.forms import (
    AMOUNT,
    CODED,
    CODES,
    COUNTED,
    DISTRICT,
    JOINT,
    NUMBERED_TAIL,
    ROUTE,
    is_place,
    mentions_first,
    same_kind,
)
from plans.reader.gazetteer import Gazetteer
from plans.reader.joint_lists import jointly
from plans.reader.lists import Piece, at_and, veil
from plans.reader.names import act, is_act_tail, name_like, placed, thing
from plans.reader.naming import naming
from plans.reader.pairs import KIND, head_of_two, numbered_schools, two_roads, two_works
from plans.reader.shared import (
    STRONG,
    Member,
    Span,
    closes,
    parallel,
    sharing_project,
    with_line_heads,
    with_tail,
)

_ADJECTIVAL = re.compile(
    r"(?!\w{0,2}产业(?:集群|园|基地|中心|平台))(?:\w{0,2}(?:行业|领域|产业|部门|环节|专业|功能|方面|用途|要素|产业链|污染物|物质|多种|多元|技术|设备|服务|产品|工序|工艺|灾害|资源|信息|固废|缓控释|公共))"
)
_CLASS = re.compile(
    r"(?:(?:\d+|[一二三四五六七八九十]+)(?:个|条|座|处|项|家|所|大|类))?(?:县（[^）]*）|[一-龥]{0,2}(?:县|市|区)(?![一-龥]{0,1}域)|乡镇|乡（镇）|镇|地(?![下表面质铁方区标]))?(?:的)?"
)
_OWNER = re.compile(r"公司|集团|开发区|示范区|[省市县区](?!域|政|级)|的|科技|股份|药业")
_LINES = re.compile(
    r"(?:高速铁路|铁路|高铁|高速公路|高速|公路|管道|航道|线路|航线|机场|水库|桥|隧道)$"
)
_INSTITUTION = re.compile(r"学校|道路|公园|医院|河流|小区|街道|村")
_SYSTEM = re.compile(r"(?:机制|制度|体系|试点|措施|招商|对接|合作|整合|关系|便利化|标准)$")
_POOLED = re.compile(r"(?:资源|信息|要素|数据)(?:整合|共享|汇聚|互通|融合)")
_ONLY_CLASS = re.compile(
    r"(?:重要|主要|重点)?(?:文物建筑|古建筑|景点|文物古迹|文物|古迹|节点|点位|村庄|乡镇|河流|路段|场馆)"
)


def members(pieces: Sequence[Piece], *, opened: bool = False) -> list[Member]:
    """Read the items of one clause. `opened`: a verb stands before them (加快推进 …)."""
    if (jointly_named := jointly(pieces)) is not None:
        return jointly_named
    pieces = _with_long_tail(list(pieces))
    before = [None, *pieces]
    pieces = [
        part
        for piece, last in zip(pieces, before, strict=False)
        for part in _parted_names(piece, last)
    ]
    if not pieces:
        return []
    if _are_kinds(pieces):
        return [_joined(pieces)]
    found = [member for group in _groups(pieces) for member in _read(group, opened)]
    return with_line_heads(pieces, sharing_project(pieces, found))


# A branch with its own name stands for itself: 市医院城北分院、县医院迁建.
_BRANCH = re.compile(r"分院|分校|[院校]区")
_OF_KINDS = re.compile(r"(?:铁路|公路)?专用线$|专用(?:铁路|公路)$|集疏运(?:铁路|公路|通道)$")
_KIND_OF_SITE = re.compile(r"[一-龥]{0,6}(?:企业|园区|港口|港区|矿区|口岸|货场|枢纽|基地|电厂)")


def _are_kinds(pieces: Sequence[Piece]) -> bool:
    """Tell whether kinds of sites share a line: 工矿企业、物流园区和重点港口铁路专用线."""
    *bare, last = (piece.text for piece in pieces)
    if not bare or not _OF_KINDS.search(last) or not all(map(_KIND_OF_SITE.fullmatch, bare)):
        return False
    names = Gazetteer.standard()
    return not any(placed(words) or naming(words, names) for words in (*bare, last))


def _with_long_tail(pieces: list[Piece]) -> list[Piece]:
    """Leave a tail whole that lists its own parts: 芮城、垣曲等山区县水源工程及…、…等建设工程."""
    for at, piece in enumerate(pieces):
        cut = _others(piece.text)
        if cut is None or not at or cut[1] == cut[0] + 1:
            continue
        for end in range(len(pieces) - 1, at, -1):
            own = pieces[at + 1 : end + 1]
            if "等" in pieces[end].text and not any(placed(part.text) for part in own):
                gap = pieces[end].end - piece.start
                text = piece.text
                for part in own:
                    text += "、" + part.text
                if len(text) == gap:
                    return [*pieces[:at], Piece(text, piece.start), *pieces[end + 1 :]]
    return pieces


def _parted_names(piece: Piece, before: Piece | None) -> list[Piece]:
    """Part an item at 和 where it joins two lines (甲至乙和丙至丁铁路), or two names of a list."""
    sides = at_and(piece, "和|与|以及")
    if sides is None:
        return [piece]
    left, right = sides
    if COUNTED.match(right.text) and NUMBERED_TAIL.match(left.text) and closes(left.text):
        return [left, right]
    if "等" in left.text:
        return [left, right] if closes(left.text) and name_like(right.text) else [piece]
    two_places = mentions_first(left.text)[0] and mentions_first(right.text)[0]
    if two_places and len(left.text) <= 10 and closes(right.text) and not closes(left.text):
        return [left, right]
    if ROUTE.match(right.text) and (closes(left.text) or JOINT.search(left.text)):
        return [*_parted_names(left, before), right]
    if CODES.fullmatch(left.text) and CODED.match(right.text):
        return [left, right]
    if before is None or closes(before.text) or closes(left.text):
        return [piece]
    short = len(left.text) <= len(before.text) + 4
    if (
        "的" not in right.text
        and short
        and not (is_act_tail(right.text[-4:]) and not name_like(left.text))
    ):
        return [left, right]
    return [piece]


def is_strong(words: str) -> bool:
    """Tell whether a name ends in 项目 or 工程."""
    return bool(STRONG.search(words))


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Gather the items that lean on the same tail."""
    groups: list[list[Piece]] = []
    run: list[Piece] = []
    for piece in pieces[:-1]:
        run.append(piece)
        if closes(piece.text):
            groups.append(_reaching_back(groups, run))
            run = []
    groups.append(_reaching_back(groups, [*run, pieces[-1]]))
    return groups


def _reaching_back(groups: list[list[Piece]], run: list[Piece]) -> list[Piece]:
    """Take the things before 「等…修复项目」, 「中山路改造工程」 into the list of their tail."""
    last = run[-1].text
    cut = _others(last)
    if cut and _POOLED.match(last[cut[1] :]):
        pooled = [piece for group in groups for piece in group]
        groups.clear()
        return [*pooled, *run]
    if last.endswith("项目") and len(last) <= 7 and not placed(last) and cut is None:
        return _to_the_place(groups, run)
    tail = last[cut[1] :] if cut else _deed_tail(last)
    if not _pulls(tail, run):
        return run
    while groups and not DISTRICT.match(run[0].text):
        own = groups[-1][-1].text
        if len(groups[-1]) > 1:
            if cut is None or not all(_may_lean(piece.text) for piece in groups[-1]):
                break
            run = [*groups.pop(), *run]
            continue
        if _stands_alone(own, last):
            break
        if cut is None and not same_kind(own, last):
            break
        if STRONG.search(tail) and not act(STRONG.sub("", tail)) and len(own) > 6:
            break
        run = [*groups.pop(), *run]
    return run


def _stands_alone(own: str, last: str) -> bool:
    """Tell whether an item needs nothing of the tail that a later one ends with."""
    branch = _BRANCH.search(own) and not _BRANCH.search(last)
    return bool(branch or STRONG.search(own) or act(own) or not thing(own))


def _may_lean(words: str) -> bool:
    """Tell whether a short name can lean on a noun behind it: 泰安二期、浑源等抽水蓄能电站."""
    return len(words) <= 9 and not act(words) and not STRONG.search(words)


def _to_the_place(groups: list[list[Piece]], run: list[Piece]) -> list[Piece]:
    """Take back what a short last item belongs to: 垣曲县交通扶贫产业路、旅游路、资源路项目."""
    while groups and len(groups[-1]) == 1 and len(run) < 6:
        own = groups[-1][0].text
        if STRONG.search(own):
            break
        run = [*groups.pop(), *run]
        if placed(own):
            break
    return run


def _pulls(tail: str, run: list[Piece]) -> bool:
    """Tell whether a tail holds for the things before it: a deed always, a noun for bare names."""
    if len(tail) < 2 or _ADJECTIVAL.match(tail) or STRONG.fullmatch(tail):
        return False
    if act(STRONG.sub("", tail)) or is_act_tail(tail):
        return True
    lines = any(ROUTE.fullmatch(piece.text) for piece in run[:-1])
    return len(run) > 1 and not lines and all(name_like(piece.text) for piece in run[:-1])


def _deed_tail(words: str) -> str:
    """The deed at the end of a name, when the noun before it could stand alone."""
    for at in range(max(2, len(words) - 12), len(words) - 1):
        if is_act_tail(words[at:]) and thing(words[:at]):
            return words[at:]
    return ""


def _others(words: str) -> Span | None:
    """Find 「等」 inside an item, with the class it names (等县（市、区）, 等8个)."""
    found = re.search("等(?!级|离子|温|额|效|距)", veil(words))
    if found is None or not found.start() or found.end() >= len(words):
        return None
    rest = _CLASS.match(words, found.end())
    return found.start(), rest.end() if rest else found.end()


def _read(group: list[Piece], opened: bool) -> list[Member]:
    if len(group) == 1:
        return _single(group[0], opened)
    *bare, last = group
    cut = _others(last.text)
    if cut is not None:
        base = last.cut(0, cut[0])
        tail = last.cut(cut[1])
        if closes(base.text) or _INSTITUTION.match(tail.text):
            tail = _own_tail(last, cut)
        if tail.text[:1] in ("与", "和", "跨"):
            tail = _own_tail(last, cut)
        if _ONLY_CLASS.fullmatch(tail.text):
            return with_tail([*bare, base], last, (last.end, last.end), 0.85)
        places = all(is_place(part.text) for part in (*bare, base)) and thing(tail.text)
        if places or _shares(tail.text):
            counted = last.text[cut[0] + 1].isdigit() and not is_act_tail(tail.text)
            span = (tail.start, tail.end)
            return with_tail([*bare, base], last, span, 0.93, counted=counted)
        return [_joined(group)]
    if (split := parallel(group)) is not None:
        return split
    if _is_one_work(group, opened):
        return [_joined(group)]
    return [member for piece in group for member in _single(piece, opened, sure=0.8)]


def _own_tail(last: Piece, cut: Span) -> Piece:
    """Leave the class out of a tail: 等15条道路大修改造 shares 大修改造."""
    tail = last.cut(cut[1])
    if last.text[cut[0] + 1 : cut[1]][:1].isdigit() and (deed := _deed_tail(tail.text)):
        return tail.cut(len(tail.text) - len(deed))
    if tail.text.startswith(("与", "和", "跨")) and (noun := _LINES.search(tail.text)):
        return tail.cut(noun.start())
    return tail


def _one_of_class(piece: Piece, opened: bool) -> Member | None:
    """Read 龙安公园等190个园林绿化项目 as the park: what follows 等 only says its kind."""
    cut = _others(piece.text)
    if cut is None:
        return None
    base, tail = piece.cut(0, cut[0]), _own_tail(piece, cut)
    if closes(base.text) and cut[1] > cut[0] + 1 and _deed_tail(piece.text[cut[1] :]):
        name = ((base.start, base.end), (tail.start, tail.end))
        return Member(name, piece.start, piece.end, "first of a class", 0.85)
    counted = cut[1] > cut[0] + 1 and piece.text[cut[0] + 1].isdigit()
    kin = closes(base.text) and base.text[-2:] in tail.text
    if closes(base.text) and (
        counted or kin or (thing(tail.text) and not STRONG.search(tail.text))
    ):
        return Member(((base.start, base.end),), piece.start, piece.end, "first of a class", 0.85)
    if mentions_first(base.text)[0] == len(base.text) and _shares(tail.text):
        name = ((base.start, base.end), (tail.start, tail.end))
        return Member(name, piece.start, piece.end, "first of a class", 0.85)
    noun = _LINES.search(tail.text)
    if opened and noun and len(base.text) <= 4 and name_like(base.text):
        name = ((base.start, base.end), (tail.start + noun.start(), tail.end))
        return Member(name, piece.start, piece.end, "first of a class", 0.75)
    return None


def _shares(tail: str) -> bool:
    """Tell whether the noun behind 等 holds for each item (等煤炭集运站), not for a trade."""
    return not _ADJECTIVAL.match(tail) and (thing(tail) or act(tail) or bool(KIND.search(tail)))


def _is_one_work(group: list[Piece], opened: bool) -> bool:
    """Tell whether 、 stands inside one work's name: between its products, parts, functions."""
    *bare, last = (piece.text for piece in group)
    if bare[0].startswith("以"):
        return True
    if (
        "的" in last
        and bare[-1][-2:] != last[-2:]
        and all(len(words) <= 14 for words in bare)
        and not placed(last)
    ):
        return True
    if last.endswith("项目") and len(bare) == 1 and len(bare[0]) > 8 and not placed(last):
        return not _OWNER.search(last)
    if STRONG.search(last) and not placed(last) and _OWNER.search(bare[0]):
        return not _OWNER.search(last)
    if _SYSTEM.search(last) and bare[-1][-2:] != last[-2:] and len(last) < 40:
        return True
    if all(AMOUNT.match(words) for words in (*bare[1:], last)) or (
        last.endswith("项目") and len(last) <= 7 and not placed(last)
    ):
        return not (opened and all(closes(words) for words in bare))
    lengths = [len(words) for words in bare]
    if opened and min(lengths) >= 4:
        return False
    return max(lengths) <= 5 and len(last) > max(lengths) + 2


def _joined(group: Sequence[Piece]) -> Member:
    start, end = group[0].start, group[-1].end
    return Member(((start, end),), start, end, "one work of several parts", 0.7)


def _single(piece: Piece, opened: bool, sure: float = 0.95) -> list[Member]:
    """Read one item: mostly one member, two where 和 joins two nouns that both can stand."""
    if (first := _one_of_class(piece, opened)) is not None:
        return [first]
    if (several := numbered_schools(piece) or two_roads(piece)) is not None:
        return several
    if (sides := two_works(piece, opened)) is None:
        return [Member(((piece.start, piece.end),), piece.start, piece.end, sure=sure)]
    left, right = sides
    if right.text.endswith("建设") and left.text[-2:] != "建设":
        tail = (right.end - 2, right.end)
        return [
            Member(((left.start, left.end), tail), left.start, left.end, "parted at 和", 0.75),
            Member(((right.start, right.end),), right.start, right.end, "parted at 和", 0.75),
        ]
    head = head_of_two(left.text, right.text)
    name: tuple[Span, ...] = ((right.start, right.end),)
    if head:
        name = ((left.start, left.start + head), *name)
    return [
        Member(((left.start, left.end),), left.start, left.end, "parted at 和", 0.8),
        Member(name, right.start, right.end, "parted at 和", 0.75),
    ]
