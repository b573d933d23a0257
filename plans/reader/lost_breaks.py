"""Texts whose line breaks were lost: where the paragraphs of a line that holds chapters began.

Numbers that count on (第一节, 第二节; 专栏 3, 专栏 4; 一、 二、) show where headings stood; where a
heading ends, white space shows, the table of contents, or the way in which titles are written.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from plans.reader.marks import HAN_DIGITS, Style, value_of

LOST_BREAKS = 1_500  # characters: no paragraph of a plan is longer
_SUSPECT = 400  # characters: a paragraph of this length with several numbers in it is suspect

_MARK = re.compile(
    rf"第\s?(?P<outer>[{HAN_DIGITS}\d]{{1,4}})\s?(?P<kind>[篇章节])(?![的在中是年课])"
    rf"|专\s?栏\s*(?P<box>\d{{1,3}}|[{HAN_DIGITS}]{{1,3}})(?!\d)"
    rf"|(?P<han>[{HAN_DIGITS}]{{1,3}})、"
    rf"|[（(]\s?(?P<inner>[{HAN_DIGITS}]{{1,3}})\s?[)）]"
    r"|(?<![\d.—-])(?P<arabic>\d{1,2})[.．](?!\d)"
    r"|[（(](?P<small>\d{1,2})[)）]"
    r"|(?P<tail>抄\s?送[：:])"
    r"|(?P<contents>目\s{0,4}录)(?=\s*(?:第一|前\s?言|一、))"
)
_STYLES = {"han": 3, "inner": 4, "arabic": 5, "small": 6}
_KINDS = {"篇": Style.PART, "章": Style.CHAPTER, "节": Style.SECTION}
_BOX_STYLE = -1
_TAIL_STYLE = -2
_CONTENTS_STYLE = -3
_ENDS = "。；！？：”）)…"
_REFERS = "见《（(、和及在照据按与“"
_CLAUSE_END = re.compile(r"[。，；：:;]")
_LIST_END = re.compile(r"[。，、；：:;]")
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_PAGE = re.compile(r"[\s.·…—-]*\d{0,3}\s*$")
_BOX_TITLE = re.compile(
    r"\s*[^。，、；：]{2,30}?(?:工程|项目|行动|任务|工作|指标表?|情况表?|路径|布局|计划|举措|清单|平台|政策)"
    r"(?![、，。：；的和与及建一览表库完情])"
)
_BOX_TITLE_END = re.compile(
    r"(?:工程|项目|行动|任务|工作|指标表?|路径|布局|计划|举措|清单|平台|政策|重点|目标|情况表?)\s*$"
)
_OPENER = re.compile(
    r"(?<=[一-龥”]{3})(?=党的十|以习近平|“十[一二三四五六]五”(?:时期|期间|以来)|当前|近年来|到\s?20\d\d\s?年"
    r"|20\d\d\s?年|高举|坚持以|围绕|立足|紧紧围绕|按照|为深入|为贯彻|我[市省国县区]|本规划|根据|以[^，。]{2,12}为)"
    r"|(?<=[一-龥]{6})(?:加快|推进|推动|加强|完善|优化|强化|深化|促进|健全|构建|建立|打造|实施|统筹|开展|新建"
    r"|续建|开工|建成|抓紧|启动|规划建设|改造|大力|积极|全面|深入|着力|稳步|扩大|充分|严格|抢抓|聚焦|发挥|引导|鼓励|支持|培育)"
    r"(?=[^，。；：]{3})"
)
_GROUP = re.compile(
    r"(?<=[。；])\s*(?=[^。，；、：\s]{2,20}(?:工程|项目|行动|计划|产业|集群|建设|网络?|基地|枢纽|设施|体系)。"
    r"[^。]{6}|[^。，；、：\s]{2,18}[：:][^。]{6}|[一-龥]{2,8}。(?:[^。]*、){2})"
)
_SPACED = re.compile(r"(?<=[。！？；])\s+(?=\S)")


def places_of(text: str) -> list[int]:
    """Give the places in a line at which a paragraph began, its own beginning left out."""
    if len(text) < _SUSPECT:
        return []
    marks = list(_numbered(text))
    spaced = [found.end() for found in _SPACED.finditer(text)]
    if len(text) < LOST_BREAKS and len(marks) < 3 and len(spaced) < 3:
        return []
    places = set(spaced)
    known: dict[str, list[str]] = {}
    bounds = [*marks, (len(text), _TAIL_STYLE, 0)]
    in_box = False
    for (start, style, end_of_mark), (stop, _, _) in pairwise(bounds):
        places.add(start)
        in_box = style == _BOX_STYLE or (in_box and style >= Style.HAN)
        cut = _end_of_heading(text, start, end_of_mark, stop, style, known)
        if cut:
            places.add(cut)
        if in_box:
            places |= {found.end() for found in _GROUP.finditer(text, cut or end_of_mark, stop)}
    return sorted(place for place in places if 0 < place < len(text))


def _numbered(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the numbers that count on: where they stand, their style, where their words begin."""
    count = _Count()
    before = 0
    for found in _MARK.finditer(text):
        style, number = _style_of(found)
        if not _stands_free(text, found.start(), before, style) or not count.takes(style, number):
            continue
        before = found.start()
        yield found.start(), style, found.end()
        if style == _CONTENTS_STYLE:
            count = _Count()


class _Count:
    """The last number of each style, outside the box that is open and inside it."""

    def __init__(self) -> None:
        self.outside: dict[int, int] = {}
        self.inside: dict[int, int] | None = None
        self.box = 0

    def takes(self, style: int, number: int) -> bool:
        """Count a number, False for one that does not go on from the last."""
        if style < _BOX_STYLE:
            return True
        if style == _BOX_STYLE:
            return self._takes_box(number)
        if self.inside is not None and style >= Style.HAN:
            if number in {1, self.inside.get(style, 0) + 1}:
                self._note(self.inside, style, number)
                return True
            if number != self.outside.get(style, 0) + 1:
                return False
        elif not self._goes_on(style, number):
            return False
        self.inside = None
        self._note(self.outside, style, number)
        return True

    def _takes_box(self, number: int) -> bool:
        if self.box and number != 1 and not 0 <= number - self.box <= 3:
            return False
        self.box, self.inside = number, {}
        return True

    def _goes_on(self, style: int, number: int) -> bool:
        step = number - self.outside.get(style, 0)
        if style <= Style.SECTION and style not in self.outside:
            return True
        return number == 1 or step == 1 or (style <= Style.SECTION and 0 <= step <= 3)

    @staticmethod
    def _note(last: dict[int, int], style: int, number: int) -> None:
        last[style] = number
        for inner in [s for s in last if s > style]:
            del last[inner]


def _style_of(found: re.Match[str]) -> tuple[int, int]:
    if found["outer"]:
        return _KINDS[found["kind"]], value_of(found["outer"])
    if found["box"]:
        return _BOX_STYLE, value_of(found["box"])
    name = found.lastgroup or ""
    if name in {"tail", "contents"}:
        return (_TAIL_STYLE if name == "tail" else _CONTENTS_STYLE), 1
    return _STYLES[name], value_of(found[name])


def _stands_free(text: str, at: int, before: int, style: int) -> bool:
    """Tell whether a number stands where a heading may: behind a sentence, or behind a heading."""
    if at == 0 or text[at - 1] in _ENDS or text[at - 1].isspace():
        return True
    if style <= Style.SECTION:
        return text[at - 1] not in _REFERS
    return 4 < at - before <= 60 and not _CLAUSE_END.search(text, before, at)


def _end_of_heading(
    text: str, start: int, words: int, stop: int, style: int, known: dict[str, list[str]]
) -> int | None:
    """Find where the words of a heading end and its text begins, None where nothing shows it."""
    if style == _CONTENTS_STYLE:
        return words
    if style == _BOX_STYLE:
        return _end_of_box_title(text, words, stop)
    mark = re.sub(r"\s", "", text[start:words])
    clause = _CLAUSE_END.search(text, words, stop)
    if clause is None:
        title = _PAGE.sub("", text[words:stop]).strip()
        if title:
            known.setdefault(mark, []).append(title)
        return None
    for title in known.get(mark, ()):
        if text[words:stop].lstrip().startswith(title):
            return text.index(title, words) + len(title)
    gaps = [gap.end() for gap in _GAP.finditer(text, words, clause.start()) if gap.start() > words]
    if gaps:
        return gaps[-1]
    if style in {Style.ARABIC, Style.ARABIC_BRACKETS} or text[clause.start()] == "。":
        return None
    opener = _OPENER.search(text, words, clause.start() + 1)
    return opener.start() if opener else None


def _end_of_box_title(text: str, words: int, stop: int) -> int | None:
    """Find where a box's title ends: at a space behind a noun of work, else behind such a noun."""
    for gap in _GAP.finditer(text, words, min(stop, words + 60)):
        if _BOX_TITLE_END.search(text[words : gap.start()]):
            return gap.end()
    found = _BOX_TITLE.match(text, words, stop)
    if found:
        return found.end()
    clause = _LIST_END.search(text, words, stop)
    gaps = [gap.end() for gap in _GAP.finditer(text, words, clause.start() if clause else stop)]
    return gaps[-1] if gaps else None
