"""The members of a list, each with its full name: shared heads and tails put back, one work's products left whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.reader.lists import Piece, at_and, veil
from plans.reader.names import act, name_like, placed, thing

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a list: the spans whose words make its name, its own words, and why it is one."""

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


_CODE = r"(?:[国省县乡]道\s?[A-Z]?\d{1,4}(?:线)?|[A-Z]{1,2}\d{1,4}(?:线)?|\d{3}[国省]道)"
_CODED = re.compile(_CODE)
_CODES = re.compile(rf"{_CODE}$")
_ROUTE = re.compile(
    r"[一-龥A-Za-z0-9（）]{2,16}?(?:[—–－~-]{1,2}|至|到)[一-龥A-Za-z0-9（）—–-]{2,24}"
)
_LINE = re.compile(r"[—–－~-]|至")
_AMOUNT = re.compile(
    r"(?:年产|年处理|年加工|日处理|日产)?\d[\d.×*]*[万亿]?(?:吨|千瓦|兆瓦|MW|GW|平方米|立方米|立方|头|只|台|套|辆|件|米|公里|亩|kV|千伏|床|张)"
)
_DISTRICT = re.compile(r"[一-龥]{1,4}?(?:市|县|区|旗)(?![一二三四五六七八九十]|域|政|场|级)")
_ADJECTIVAL = re.compile(
    r"(?!\w{0,2}产业(?:集群|园|基地|中心|平台))(?:\w{0,2}(?:行业|领域|产业|部门|环节|专业|功能|方面|用途|要素|产业链|污染物|物质|多种|多元|技术|设备|服务|产品|工序|工艺|灾害|资源|信息|固废|缓控释|公共))"
)
_CLASS = re.compile(
    r"(?:(?:\d+|[一二三四五六七八九十]+)(?:个|条|座|处|项|家|所|大|类))?(?:县（[^）]*）|[一-龥]{0,2}(?:县|市|区)(?![一-龥]{0,1}域)|乡镇|乡（镇）|镇|地)?(?:的)?"
)
_STRONG = re.compile(r"(?:项目|工程)(?:（[^）]*）)?$")
_KIND = re.compile(r"(?:产业|集群|品牌|体系|机制|技术|制度|活动|行动|试点)$")
_OWNER = re.compile(r"公司|集团|开发区|示范区|[省市县区](?!域|政|级)|的|科技|股份|药业")
_GRADES = re.compile(r"(?:国家|省|市|县|区)级")


def members(pieces: Sequence[Piece], *, opened: bool = False) -> list[Member]:
    """Read the items of one clause. `opened`: a verb stands before them (加快推进 …)."""
    pieces = _with_long_tail(list(pieces))
    before = [None, *pieces]
    pieces = [
        part
        for piece, last in zip(pieces, before, strict=False)
        for part in _parted_names(piece, last)
    ]
    if not pieces:
        return []
    return _sharing_project(
        pieces, [member for group in _groups(pieces) for member in _read(group, opened)]
    )


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
    if _ROUTE.match(right.text) and (_ROUTE.fullmatch(left.text) or _LINE.search(left.text)):
        return [*_parted_names(left, before), right]
    if _CODES.fullmatch(left.text) and _CODED.match(right.text):
        return [left, right]
    if before and not closes(before.text) and not closes(left.text):
        if "的" not in right.text and len(left.text) <= len(before.text) + 4:
            return [left, right]
    return [piece]


def closes(words: str) -> bool:
    """Tell whether an item can stand for itself, or needs the tail of a later one."""
    return not _CODES.fullmatch(words) and (thing(words) or act(words))


def is_strong(words: str) -> bool:
    """Tell whether a name ends in 项目 or 工程."""
    return bool(_STRONG.search(words))


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
    """Take the things before 「等…修复项目」 into the list whose tail they share."""
    cut = _others(run[-1].text)
    tail = run[-1].text[cut[1] :] if cut else ""
    if len(tail) < 3 or _ADJECTIVAL.match(tail) or len(run) < 2 or _STRONG.fullmatch(tail):
        return run
    while groups and len(groups[-1]) == 1 and not _DISTRICT.match(run[0].text):
        own = groups[-1][0].text
        if _STRONG.search(own) or act(own) or not thing(own):
            break
        run = [*groups.pop(), *run]
    return run


def _others(words: str) -> Span | None:
    """Find 「等」 inside an item, with the class that it names (等县（市、区）, 等8个)."""
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
        base, tail = last.cut(0, cut[0]), last.cut(cut[1])
        if _shares(tail.text):
            return _with_tail([*bare, base], last, (tail.start, tail.end), 0.93)
        return [_joined(group)]
    if (split := _parallel(group)) is not None:
        return split
    if _is_one_work(group):
        return [_joined(group)]
    return [member for piece in group for member in _single(piece, opened, sure=0.8)]


def _shares(tail: str) -> bool:
    """Tell whether the noun behind 等 holds for each item (等煤炭集运站), not for their trade (等行业…)."""
    return not _ADJECTIVAL.match(tail) and (thing(tail) or act(tail) or bool(_KIND.search(tail)))


def _is_one_work(group: list[Piece]) -> bool:
    """Tell whether 、 stands inside the name of one work: between its products, parts, functions."""
    *bare, last = (piece.text for piece in group)
    if bare[0].startswith("以"):
        return True
    if "的" in last and all(len(words) <= 14 for words in bare) and not placed(last):
        return True
    if _STRONG.search(last) and not placed(last) and _OWNER.search(bare[0]):
        return not _OWNER.search(last)
    lengths = [len(words) for words in bare]
    return max(lengths) <= 5 and len(last) > max(lengths) + 2


def _leans(words: str) -> bool:
    """Tell whether an item is a bare name: of a place, a line, a road, a monument."""
    return bool(_CODED.match(words) or _ROUTE.fullmatch(words)) or name_like(words)


def _joined(group: list[Piece]) -> Member:
    start, end = group[0].start, group[-1].end
    return Member(((start, end),), start, end, "one work of several parts", 0.7)


def _single(piece: Piece, opened: bool, sure: float = 0.95) -> list[Member]:
    """Read one item: mostly one member, two where 和 joins two nouns that both can stand."""
    if (sides := _two_works(piece, opened)) is None:
        return [Member(((piece.start, piece.end),), piece.start, piece.end, sure=sure)]
    left, right = sides
    if right.text.endswith("建设") and left.text[-2:] != "建设":
        tail = (right.end - 2, right.end)
        return [
            Member(((left.start, left.end), tail), left.start, left.end, "parted at 和", 0.75),
            Member(((right.start, right.end),), right.start, right.end, "parted at 和", 0.75),
        ]
    head = _head_of_two(left.text, right.text)
    name: tuple[Span, ...] = ((right.start, right.end),)
    if head:
        name = ((left.start, left.start + head), *name)
    return [
        Member(((left.start, left.end),), left.start, left.end, "parted at 和", 0.8),
        Member(name, right.start, right.end, "parted at 和", 0.75),
    ]


def _two_works(piece: Piece, opened: bool) -> tuple[Piece, Piece] | None:
    sides = at_and(piece, "和|与|以及")
    if sides is None:
        return None
    left, right = sides
    if _STRONG.search(left.text):
        return sides if _STRONG.search(right.text) or thing(right.text) else None
    if (
        _STRONG.search(right.text)
        or act(right.text)
        or not (thing(left.text) and thing(right.text))
    ):
        return None
    if (
        opened
        or _GRADES.match(right.text)
        or left.text[-2:] == right.text[-2:]
        or _DISTRICT.match(right.text)
    ):
        return sides
    return None


def _head_of_two(left: str, right: str) -> int:
    """How many characters at the beginning of the left side hold for the right one too."""
    if found := re.match(r"[^的]{3,14}的", left):
        return found.end()
    if _DISTRICT.match(right):
        return 0
    if found := _DISTRICT.match(left):
        return found.end()
    if found := _GRADES.match(left):
        return 0 if _GRADES.match(right) else found.end()
    return 0


def _parallel(group: list[Piece]) -> list[Member] | None:
    """Part items of one form that end in a shared tail: places, roads, lines, amounts; else None."""
    *bare, last = group
    if all(_AMOUNT.match(piece.text) for piece in group[1:]):
        return _amounts(group)
    own = _own_part(bare, last.text)
    if own is None or own >= len(last.text):
        return None
    return _with_tail([*bare, last.cut(0, own)], last, (last.start + own, last.end), 0.9)


def _amounts(group: list[Piece]) -> list[Member] | None:
    """Part 山西建龙200万吨冷轧卷板、80万吨冷轧带钢项目: the company is the head, 项目 the tail."""
    first = _AMOUNT.search(group[0].text)
    if first is None:
        return None
    head = (group[0].start, group[0].start + first.start())
    strong = _STRONG.search(group[-1].text)
    tail = (group[-1].start + strong.start(), group[-1].end) if strong else None
    found = []
    for at, piece in enumerate(group):
        name = ([head] if at and head[1] > head[0] else []) + [(piece.start, piece.end)]
        if tail and piece is not group[-1]:
            name.append(tail)
        found.append(Member(tuple(name), piece.start, piece.end, "shared head and tail", 0.85))
    return found


def _own_part(bare: list[Piece], last: str) -> int | None:
    """How much of the last item is its own, the rest being the tail of all."""
    words = [piece.text for piece in bare]
    if all(_CODES.fullmatch(word) for word in words) and (code := _CODED.match(last)):
        return code.end()
    if all(_ROUTE.fullmatch(word) for word in words):
        return _route_end(last)
    stems = [_uncoded(word) for word in words]
    if not all(name_like(stem) for stem in stems):
        return None
    coded = _CODED.match(last)
    begin = coded.end() if coded else 0
    if (district := _DISTRICT.match(last, begin)) and district.end() - begin <= 4:
        return district.end()
    ends = {stem[-1] for stem in stems}
    if len(ends) == 1 and (end := ends.pop()) in "镇乡村河湖山" and end in last[2:8]:
        return last.index(end, 2) + 1
    lengths = {len(stem) for stem in stems}
    length = min(lengths)
    sure = length == 2 or len(stems) > 1
    if sure and lengths == {length} and length <= 4 and len(last) - begin > length + 1:
        return begin + length
    lengths = {len(re.sub("[市县区旗]$", "", stem)) for stem in stems}
    if lengths == {2} and len(last) - begin > 3:
        return begin + 2
    return _before_generic(last)


def _uncoded(word: str) -> str:
    code = _CODED.match(word)
    return word[code.end() :] if code and code.end() < len(word) else word


_GENERIC = re.compile(
    r"(?:特色|美丽|城际|城市|市域|高速|普速|高铁|铁路|公路|客运|货运|专用|专线|国省|干线|普通|一级|二级|快速|大型|中型|小型|煤炭|集运|集装箱|输气|输水|输煤|输油|输电|天然气|长输|抽水|蓄能|风力|风电|光伏|发电|火电"
    r"|垃圾|焚烧|污水|处理|智慧|生态|文化|旅游|物流|产业|工业|农业|科技|通用|支线|国际|航空|综合|综合性|交通|立体|跨河|跨江|过江|长江|黄河|特大|特|大|新|老|旧|自驾车|自驾|露营|考古|遗址|历史|国家|省级|市级|县级|国家级|水利|防洪|灌溉|引水|调水|供水|备用|应急|水源"
    r"|过境|改线|环线|联络|连接|扩容|改扩建|改造|扩建|新建|迁建|建设|治理|整治|修复|保护|开发|提升|升级|续建|配套|工程|项目|机场|公路|高速公路|大桥|航运|水电|隧道|码头|港|站|场|厂|园|区|库|线|路|段|中心|基地|电站|水库|灌区|管道|管线|枢纽|院|馆|通道|小镇|古镇|景区|度假|街区|公园|煤矿|矿井|运河|航道|泵站|水闸|营地|湿地|森林|风景|名胜|现代化|规模化|标准化|数字|大数据|数据|云计算|储能|特高压|变电|千伏|输变电)+$"
)


def _before_generic(words: str) -> int | None:
    found = _GENERIC.search(words)
    return found.start() if found and 2 <= found.start() <= 8 else None


def _route_end(words: str) -> int | None:
    joint = list(re.finditer(r"[—–－~-]{1,2}|至|到", words))
    found = _GENERIC.search(words, joint[-1].end() + 1) if joint else None
    return found.start() if found else None


def _with_tail(pieces: list[Piece], last: Piece, tail: Span, sure: float) -> list[Member]:
    """Complete each piece with the tail, and with the head that only the first one prints."""
    found: list[Member] = []
    head: Span | None = None
    for at, piece in enumerate(pieces):
        begin = _shared_head(pieces) if at == 0 else None
        code = _CODED.match(piece.text)
        if code and code.end() < len(piece.text):
            head = (piece.start, piece.start + code.end())
            own: tuple[Span, ...] = ((piece.start, piece.end),)
        else:
            own = (head, (piece.start, piece.end)) if head else ((piece.start, piece.end),)
        if begin:
            head = (piece.start, piece.start + begin)
        end = last.end if piece is pieces[-1] else piece.end
        name = (*own, tail) if tail[1] > tail[0] else own
        found.append(Member(_fused(name), piece.start, end, "shared tail", sure))
    return found


def _shared_head(pieces: list[Piece]) -> int | None:
    """The county before the first name only: it holds for those after it as well."""
    district = _DISTRICT.match(pieces[0].text)
    if district is None or len(pieces[0].text) - district.end() < 2:
        return None
    if any(_DISTRICT.match(piece.text) for piece in pieces[1:]):
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


def _sharing_project(pieces: Sequence[Piece], found: list[Member]) -> list[Member]:
    """Give 项目 to all when only the last one prints it and one of the others cannot stand without."""
    if len(pieces) < 2 or len(found) != len(pieces):
        return found
    strong = _STRONG.search(pieces[-1].text)
    if strong is None or any(_STRONG.search(piece.text) for piece in pieces[:-1]):
        return found
    if all(closes(piece.text) for piece in pieces[:-1]) or not all(m.why == "list" for m in found):
        return found
    tail = (pieces[-1].start + strong.start(), pieces[-1].end)
    return [
        *(replace(m, name=(*m.name, tail), why="shared tail", sure=0.8) for m in found[:-1]),
        found[-1],
    ]


def in_order(found: Sequence[Member]) -> bool:
    """Tell whether the members' own words stand one after the other."""
    return all(a.end <= b.start for a, b in pairwise(found))
