"""From the lines of a text to the paragraphs that its author wrote.

Lines end where the page was full, in the middle of a word; page numbers, running heads and
addresses stand between them; or all breaks were lost and a line holds whole chapters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from plans.reader.folding import ADDRESS, PAGE_MARK, SPACE, Span
from plans.reader.lost_breaks import LOST_BREAKS, places_of
from plans.reader.marks import Style, box_mark_of, mark_of, table_mark_of
from plans.reader.model import Source

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_NOISE_LINE = re.compile(
    rf"[{SPACE}]*(?:(?:{ADDRESS}|{PAGE_MARK})[{SPACE}]*)+"
    rf"|[{SPACE}]*[-—–－·]\s*\d{{1,4}}\s*[-—–－·][{SPACE}]*"
    rf"|[{SPACE}]*第\s?\d{{1,4}}\s?页(?:\s?[，,/／]?\s?共\s?\d{{1,4}}\s?页)?[{SPACE}]*"
    rf"|[{SPACE}]*(?:-{{3,}}|={{3,}}|\*{{3,}}|_{{3,}}|[|\s:+-]*-{{3,}}[|\s:+-]*|[┌┬┐├┼┤└┴┘─━\s]+)[{SPACE}]*"
)
_LONE_NUMBER = re.compile(r"\d{1,3}")
_ENDS_SENTENCE = re.compile(r"[。！？!?；;：:…][”’」』）)\]】*]*$")
_ENDS_CLAUSE = re.compile(r"[，,、《（(“—]$")
_HAS_CLAUSES = re.compile(r"[，。；,]")
# A row of an indicator table that lost its tabs ends with the indicator's nature.
_INDICATOR = re.compile(
    r"^.{4,100}(?<![为是属、，（])(?:预期性|约束性)$|^(?:类别\s?)?序号\s?.{0,6}(?:指标|名称)"
)
# A heading that runs on into its paragraph: 「智慧物流园工程：」, 「轨道交通工程。」.
_RUNS_IN = re.compile(
    r"[^，。；、：:]{2,30}[：:]|[^，。；、：:]{2,20}(?:工程|项目|行动|产业|集群|计划|建设)。"
)
_LONGEST_REST = 20  # characters: what a title leaves for its second line
_PARTED = re.compile(r"[，、；。,]")
_NOTE = re.compile(r"\s*[（(]?\s*(?:注|备注|说明|数据来源|资料来源|来源)\s*\d?\s*[：:]")
_STARTS_ANEW = re.compile(
    r"\s*(?:[—–-]{2}|[·•●■◆▲▶※☆★◇□○]|0\d\s|目\s*录\s*$|抄\s*送\s*[：:]|前\s*言\s*$|附\s*件?\s*[\d一二三：:]"
    r"|(?:牵头|责任|配合|实施|建设|主管|参与)(?:单位|部门|主体)\s*[：:])"
)


@dataclass(slots=True)
class Line:
    """A line without the white space around it.

    `indented` where it was set off, `turned` where a page was turned before it, `cut` where it is a
    piece of a longer line.
    """

    start: int
    end: int
    text: str
    indented: bool = False
    row: bool = False
    page: int | None = None
    cut: bool = False
    turned: bool = False


@dataclass(slots=True)
class RawParagraph:
    """The lines of one paragraph, in order; `row` for a table's row, `cut` out of a longer line."""

    spans: list[Span] = field(default_factory=list)
    text: str = ""
    row: bool = False
    cut: bool = False

    @property
    def start(self) -> int:
        """Where its first line begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return self.spans[-1][1]


def paragraphs_of(source: Source) -> list[RawParagraph]:
    """Give the paragraphs of a text in order, page noise left out and broken lines joined."""
    lines, edges = _without_page_numbers(list(_lines(source)))
    lines = _without_running_heads(_without_lone_numbers(lines), len(source.pages), edges)
    wrap = _Wrap.of(lines)
    paragraphs: list[RawParagraph] = []
    before: Line | None = None
    for line in lines:
        if before is not None and wrap.goes_on(before, line):
            paragraphs[-1].spans.append((line.start, line.end))
            paragraphs[-1].text += line.text
        else:
            raw = RawParagraph([(line.start, line.end)], line.text, line.row, line.cut)
            paragraphs.append(raw)
        before = line
    return paragraphs


def is_headed(text: str) -> bool:
    """Tell whether a line begins with a number or a mark of its own."""
    return bool(
        mark_of(text) or box_mark_of(text) or table_mark_of(text) or _STARTS_ANEW.match(text)
    )


def _lines(source: Source) -> Iterator[Line]:
    for found in _LINE.finditer(source.text):
        whole = found[0]
        text = whole.strip(f" \n\t{BLANKS}")
        if not text:
            continue
        start = found.start() + whole.index(text[0])
        row = "\t" in whole.rstrip("\r\n") and not _is_contents_entry(text)
        row = row and not _NOTE.match(text)
        row = (
            row
            or bool(_INDICATOR.search(text))
            or (text.count("|") > 2 and (text.startswith("|") or " | " in text))
        )
        end = start + len(text)
        if row:
            end = found.start() + len(whole.rstrip(" \n\r\u3000"))
        page = source.page_of(start)
        places = places_of(text) if not row or len(text) > LOST_BREAKS else []
        if places:
            yield from _cut(text, start, page, places)
        else:
            yield Line(start, end, source.text[start:end], whole[0] in " \u3000\t", row, page)


BLANKS = "\r\xa0\u3000\ufeff\u200b"


def _is_contents_entry(text: str) -> bool:
    """Tell whether a line is an entry of a table of contents: words, leader, page number."""
    return (
        bool(re.search(r"[^\t\d][.·…\s]*\t[\s（(]*\d{1,3}[)）]?$", text)) and text.count("\t") == 1
    ) or bool(re.match(r"第[^\t]{1,5}[章节篇]\t", text))


def _cut(text: str, start: int, page: int | None, places: list[int]) -> Iterator[Line]:
    """Part a line at the places where its paragraphs began."""
    for a, b in pairwise([0, *places, len(text)]):
        stripped = text[a:b].strip()
        if stripped:
            begin = start + text.index(stripped[0], a)
            yield Line(begin, begin + len(stripped), stripped, page=page, cut=True)


def _without_page_numbers(lines: list[Line]) -> tuple[list[Line], set[int]]:
    """Drop page numbers, addresses and ruled lines; tell which lines stood beside a page number."""
    kept: list[Line] = []
    edges: set[int] = set()
    after = False
    for line in lines:
        if _NOISE_LINE.fullmatch(line.text):
            if any(char.isdigit() for char in line.text) and kept:
                edges.add(kept[-1].start)
                after = True
            continue
        if after:
            edges.add(line.start)
            line.turned = True
        after = False
        kept.append(line)
    return kept, edges


def _without_lone_numbers(lines: list[Line]) -> list[Line]:
    """Drop lines of one number where these count up: they are page numbers."""
    lone = [i for i, line in enumerate(lines) if _LONE_NUMBER.fullmatch(line.text)]
    numbers = [int(lines[i].text) for i in lone]
    steps = sum(0 < b - a <= 2 for a, b in pairwise(numbers))
    if len(lone) < 3 or steps < 0.6 * (len(lone) - 1):
        return lines
    dropped = set(lone)
    return [line for i, line in enumerate(lines) if i not in dropped]


def _without_running_heads(lines: list[Line], pages: int, edges: set[int]) -> list[Line]:
    """Drop the heads and feet that a document repeats at the edges of its pages.

    `edges` are the offsets of lines beside a page number; where pages are known, their first and
    last lines stand at an edge too.
    """
    at_edge: dict[int, str] = {}
    for i, line in enumerate(lines):
        first = i == 0 or lines[i - 1].page != line.page
        last = i + 1 == len(lines) or lines[i + 1].page != line.page
        if (line.start in edges or (pages > 2 and (first or last))) and len(line.text) <= 60:
            at_edge[i] = _without_figures(line.text)
    repeated = Counter(at_edge.values())
    often = max(3, pages // 5)
    titles = {_without_figures(line.text) for line in lines[:12] if len(line.text) > 8}
    kept: list[Line] = []
    turned = False
    seen: set[str] = set()
    for i, line in enumerate(lines):
        words = at_edge.get(i, "")
        repeats = bool(words) and (repeated[words] >= often or words in titles & seen)
        if i < 12:
            seen.add(_without_figures(line.text))
        if repeats and i and not mark_of(line.text):
            turned = True
            continue
        line.turned = line.turned or turned
        turned = False
        kept.append(line)
    return kept


def _without_figures(text: str) -> str:
    return re.sub(r"[\d\s—–-]+", "", text)


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text is set: the width at which its lines break (0: they do not), its indents."""

    width: float
    indents: bool

    @classmethod
    def of(cls, lines: list[Line]) -> "_Wrap":
        """Read the setting off the lines: many of nearly the same width, none wider."""
        prose = [line for line in lines if not line.row and not line.cut]
        if len(prose) < 12:
            return cls(0, False)
        counts = Counter(round(_width(line.text)) for line in prose)
        total = len(prose)
        best, share = 0, 0.0
        for width in range(14, 66):
            near = sum(counts[w] for w in range(width - 2, width + 1)) / total
            if near > share:
                best, share = width, near
        wider = sum(n for w, n in counts.items() if w > best + 2) / total
        if share < 0.35 or wider > 0.08:
            return cls(0, False)
        indented = sum(line.indented for line in prose) / total
        return cls(best, 0.05 < indented < 0.7)

    def goes_on(self, before: Line, line: Line) -> bool:
        """Tell whether a line continues the one before it."""
        if before.row or line.row or before.cut or line.cut:
            return False
        if _NOTE.match(before.text) and not self.width:
            return False
        if _begins(line.text):
            return False
        if line.turned and _PARTED.search(before.text) and not is_headed(before.text):
            return not _ENDS_SENTENCE.search(before.text)
        return self._goes_on_by_width(before.text, line)

    def _goes_on_by_width(self, before: str, line: Line) -> bool:
        headed = is_headed(before)
        wide = _width(before) if headed else len(before)
        if not self.width or wide < self.width - 3:
            return _is_unfinished(before)
        if self.indents and line.indented:
            return False
        if headed and _is_title(before):
            return len(line.text) <= _LONGEST_REST and not _HAS_CLAUSES.search(line.text)
        if not _ENDS_SENTENCE.search(before):
            return True
        if _RUNS_IN.match(line.text):
            return False
        return not line.indented and _width(before) >= self.width - 1


def _is_title(text: str) -> bool:
    """Tell whether a line is a heading of the outer outline or of a box, which no text follows."""
    mark = mark_of(text)
    outer = mark is not None and mark.style <= Style.SECTION
    return (outer or box_mark_of(text) is not None) and not _HAS_CLAUSES.search(text)


def _begins(text: str) -> bool:
    """Tell whether a line begins a paragraph by its mark; a year or an amount is none."""
    mark = mark_of(text)
    if mark and mark.style is Style.HAN and mark.end >= len(text):
        return False
    return is_headed(text) or bool(_NOTE.match(text))


def _is_unfinished(text: str) -> bool:
    """Tell whether a line of prose stops in mid-sentence."""
    if _ENDS_SENTENCE.search(text):
        return False
    if _ENDS_CLAUSE.search(text) and len(text) > 6:
        return True
    if is_headed(text) and not re.search(r"[。：:]", text):
        return False
    return (
        len(text) >= 18 and bool(_HAS_CLAUSES.search(text)) and not text.endswith((")", "）", "”"))
    )


def _width(text: str) -> float:
    """Give a line's width in Chinese characters."""
    wide = len(re.findall("[^\x00-\x7f]", text))
    return wide + (len(text) - wide) / 2
