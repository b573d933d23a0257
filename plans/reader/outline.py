"""A document's outline: chapters, sections and boxes out of numbered paragraphs.

Which depth a mark has, the document decides: where there are chapters (章), 一、 stands below
them; where there are none, 一、 is the chapter.
"""

import re
from collections.abc import Iterator, Sequence

from plans.reader import boxes
from plans.reader.folding import fold, fold_row, title_of
from plans.reader.marks import BoxMark, Mark, Style, box_mark_of, mark_of, table_mark_of
from plans.reader.model import Folded, Paragraph, ParagraphKind, Section, SectionKind, Source
from plans.reader.nodes import LONGEST_TITLE, NAMES_ONE, VERBS, Head, Node, clean_title, head_after
from plans.reader.paragraphs import RawParagraph

_UNNUMBERED = re.compile(r"[\s#*]*(前\s*言|引\s*言|序\s*言|导\s*言|结\s*语|结\s*束\s*语)[\s*]*")
_APPENDIX = re.compile(
    r"[\s#*]*(附\s*[件表录]\s*[\d一二三四五六七八九十]*)(?!\d)[\s：:.、]*([^。；]{0,50})"
)
_NOTE = re.compile(
    r"[（(]?\s*(?:注|备注|说明|数据来源|资料来源|来源)\s*\d?\s*[：:]|[*＊#](?=[^*＊#\s])|\[\]"
)
# What stands in such a box is a table, also where the file lost its columns.
_INDICATORS = re.compile(r"指标(?:表|体系|及完成情况|完成情况表?)?$|情况表$")
_NUMBERED_NOTE = re.compile(r"\s*\d\s*[.、．]")


LONGEST_PARAGRAPH = 3_000  # characters
_FAR = 40  # paragraphs: how far the next entry of a list is looked for


class Builder:
    """Walks the paragraphs of a document's body and keeps what is open around each."""

    def __init__(self, source: Source, raws: Sequence[RawParagraph]) -> None:
        self.source = source
        self.raws = raws
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.box: boxes.OpenBox | None = None
        self.last_box: boxes.OpenBox | None = None
        self.table: Node | None = None
        self.paragraphs: list[Paragraph] = []
        self.last_of: dict[int, int] = {}
        self.notes = ""
        self.box_keys: set[str] = set()
        self.chapters = self.boxes = self.tables = 0

    def build(self) -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
        """Give the outline in order and the paragraphs with their place in it."""
        for at in range(len(self.raws)):
            self._take(at)
        sections = tuple(
            Section(
                node.key,
                node.kind,
                node.number,
                node.title,
                node.start,
                node.end,
                node.parent.key if node.parent else "",
            )
            for node in sorted(self.nodes, key=lambda node: (node.start, -node.end))
        )
        return sections, tuple(self.paragraphs)

    def _take(self, at: int) -> None:
        raw = self.raws[at]
        if raw.row:
            self._row(at)
            return
        table = table_mark_of(raw.text)
        box = box_mark_of(raw.text)
        if box:
            self._open_box(at, box)
        elif table and self._is_table_title(at):
            self._open_table(at, table.number, table.end)
        else:
            self._text(at)

    def _row(self, at: int) -> None:
        raw = self.raws[at]
        self.notes = ""
        if self.table is None and self.box and not self._in_group():
            number, title = self.box.node.number, self.box.node.title
            key = self.box.node.next_key("t")
            self.table = Node(key, "table", number, title, raw.start, raw.end, self.box.node)
            self.nodes.append(self.table)
        self._add("row", fold_row(self.source.text, raw.spans), 0, raw.end)

    def _in_group(self) -> bool:
        return self.box is not None and bool(self.box.groups)

    def _is_table_title(self, at: int) -> bool:
        text = self.raws[at].text
        if len(text) > LONGEST_TITLE or "。" in text:
            return False
        return any(raw.row for raw in self.raws[at + 1 : at + 4])

    def _open_box(self, at: int, mark: BoxMark) -> None:
        raw = self.raws[at]
        number, title = mark.number, clean_title(raw.text[mark.end :])
        if self.last_box and self.last_box.is_repeated_by(mark, title):
            self.box = self.last_box
            return
        self._close_box()
        self.table = None
        end = raw.end
        parent = self.open[-1] if self.open else None
        node = Node(self._box_key(number), "box", number, title, raw.start, end, parent)
        self.nodes.append(node)
        self.box = self.last_box = boxes.OpenBox(node, self._frame_end(raw.start, end))
        self._add("heading", fold(self.source.text, raw.spans), 1, end)

    def _box_key(self, number: str) -> str:
        """Name a box by its number; where that is taken, or there is none, by its order too."""
        self.boxes += 1
        key = f"b{int(number):02d}" if number.isdecimal() else f"b{number or self.boxes}"
        key = f"{key}.{self.boxes}" if key in self.box_keys else key
        self.box_keys.add(key)
        return key

    def _frame_end(self, start: int, end: int) -> int | None:
        """Give the end of the frame that holds a box's title or begins right below it."""
        for a, b in self.source.frames:
            if a <= start < b or (start < a and not self.source.text[end:a].strip()):
                return b
        return None

    def _open_table(self, at: int, number: str, words_at: int) -> None:
        raw = self.raws[at]
        title = clean_title(raw.text[words_at:])
        if self.table and self.table.number == number:
            return
        parent = self.box.innermost if self.box else self.open[-1] if self.open else None
        self.tables += 1
        key = f"t{self.tables:02d}"
        self.table = Node(key, "table", number, title, raw.start, raw.end, parent)
        self.nodes.append(self.table)
        self._add("heading", fold(self.source.text, raw.spans), self.table.depth, raw.end)

    def _text(self, at: int) -> None:
        raw = self.raws[at]
        if self.table is not None:
            if self._is_note(at):
                self._add_note(raw)
                return
            self.table = None
        mark = mark_of(raw.text)
        if self.box and self._box_ends(at, mark):
            self._close_box()
        if self.box:
            self._in_box(at, mark)
            return
        head = self._outline_head(at, mark)
        if head:
            self._open_section(at, head)
        else:
            self._add("body", fold(self.source.text, raw.spans), 0, raw.end)

    def _is_note(self, at: int) -> bool:
        """Tell whether a paragraph explains the table above it."""
        if _NOTE.match(self.raws[at].text):
            return True
        above = self.raws[at - 1]
        numbered = _NUMBERED_NOTE.match(self.raws[at].text)
        return bool(numbered) and not above.row and bool(re.search(r"注\s*[：:]", self.notes))

    def _add_note(self, raw: RawParagraph) -> None:
        """Add a note: of a table of its own it is a part, in a box it stands below the table."""
        self.notes += raw.text[:8]
        table, in_box = self.table, self.box is not None
        if in_box:
            self.table = None
        self._add("row" if in_box else "body", fold(self.source.text, raw.spans), 0, raw.end)
        self.table = table

    def _outline_head(self, at: int, mark: Mark | None) -> Head | None:
        text = self.raws[at].text
        found = _UNNUMBERED.fullmatch(text)
        if found:
            return Head("", title_of(found[1]), len(text), Style.PART)
        found = _APPENDIX.fullmatch(text)
        if found and self.nodes:
            number = re.sub(r"\s", "", found[1])
            return Head(number, title_of(found[2]), len(text), Style.PART)
        if mark is None:
            return None
        head = head_after(mark, text, run_in="。") or self._leading_clause(at, mark)
        if head is None or mark.style <= Style.SECTION:
            return head
        last = self.last_of.get(mark.style, 0)
        if mark.number not in (1, last + 1, last + 2):
            return None
        listed = (
            self._is_listed(at, mark) if head.end >= len(text) else self._is_item(at, mark, head)
        )
        return None if listed else head

    def _leading_clause(self, at: int, mark: Mark) -> Head | None:
        """Read the first clause of a numbered paragraph below which deeper numbers begin."""
        following = mark_of(self.raws[at + 1].text) if at + 1 < len(self.raws) else None
        if following is None or following.style <= mark.style or following.number != 1:
            return None
        return head_after(mark, self.raws[at].text, run_in="，,。")

    def _is_listed(self, at: int, mark: Mark) -> bool:
        """Tell whether a numbered line has nothing of its own below it: an entry of a list."""
        if mark.style < Style.ARABIC or at + 1 >= len(self.raws):
            return mark.style >= Style.ARABIC
        following = mark_of(self.raws[at + 1].text)
        if following is None:
            return bool(box_mark_of(self.raws[at + 1].text))
        return following.style <= mark.style

    def _is_item(self, at: int, mark: Mark, head: Head) -> bool:
        """Tell whether a numbered paragraph is one of a list: of works, or without headings."""
        if mark.style < Style.ARABIC:
            return False
        if NAMES_ONE.search(head.title) and not re.match(VERBS, head.title):
            return True
        if mark.number > 1:
            return self.last_of.get(mark.style) != mark.number - 1
        for raw in self.raws[at + 1 : at + _FAR]:
            other = mark_of(raw.text)
            if other is None:
                continue
            if other.style == mark.style:
                return other.number == 2 and head_after(other, raw.text, run_in="。") is None
            if other.style < mark.style:
                break
        return False

    def _open_section(self, at: int, head: Head) -> None:
        raw = self.raws[at]
        while self.open and self._is_closed_by(self.open[-1], head):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        if parent is None:
            kind: SectionKind = "chapter"
            self.chapters += bool(head.number) or bool(self.chapters)
            key = f"c{self.chapters:02d}"
        else:
            kind = "section" if parent.parent is None else "subsection"
            key = parent.next_key("s" if kind == "section" else "u")
        node = Node(key, kind, head.number, head.title, raw.start, raw.end, parent, head.style)
        self.nodes.append(node)
        self.open.append(node)
        self.last_of[head.style] = head.ordinal
        for style in Style:
            if style > head.style and head.style > Style.CHAPTER and style > Style.HAN_BRACKETS:
                self.last_of.pop(style, None)
        self._add_headed(raw, head.end, node.depth)

    @staticmethod
    def _is_closed_by(node: Node, head: Head) -> bool:
        """Tell whether a heading ends a section; what has no number, a preface, ends with any."""
        return node.style >= head.style or not node.number

    def _box_ends(self, at: int, mark: Mark | None) -> bool:
        assert self.box is not None
        if mark is not None and mark.style <= Style.SECTION:
            return True
        if self.box.frame_end is not None:
            return self.raws[at].start >= self.box.frame_end
        text = self.raws[at].text
        if mark is not None:
            outer = self.last_of.get(mark.style, 0) if self._is_open(mark.style) else 0
            return self.box.is_left_by(mark, text, outer)
        return self.box.is_over(text)

    def _is_open(self, style: Style) -> bool:
        return any(node.style == style for node in self.open)

    def _close_box(self) -> None:
        self.box = None
        self.table = None

    def _in_box(self, at: int, mark: Mark | None) -> None:
        assert self.box is not None
        raw = self.raws[at]
        if not self.box.node.title and len(raw.text) <= LONGEST_TITLE and "。" not in raw.text:
            self.box.node.title = title_of(raw.text)
            self._add("heading", fold(self.source.text, raw.spans), 1, raw.end)
            return
        if _INDICATORS.search(self.box.node.title) and "。" not in raw.text:
            self._add("row", fold(self.source.text, raw.spans), 0, raw.end)
            return
        head = self.box.head_of(self.raws, at, mark)
        if head is None:
            self.box.takes_text(mark)
            self._add("body", fold(self.source.text, raw.spans), 0, raw.end)
            return
        parent = self.box.parent_for(head.style)
        key = parent.next_key("g")
        node = Node(key, "group", head.number, head.title, raw.start, raw.end, parent, head.style)
        self.nodes.append(node)
        self.box.opens(node, head)
        self.box.plain += head.end < len(raw.text)
        self._add_headed(raw, head.end, node.depth)

    def _add_headed(self, raw: RawParagraph, end: int, level: int) -> None:
        """Add a heading and, where its paragraph runs on, the text behind it."""
        folded = fold(self.source.text, raw.spans)
        if end >= len(raw.text):
            self._add("heading", folded, level, raw.end)
            return
        cut = _place(folded, raw, end)
        self._add("heading", folded.cut(0, cut), level, raw.end)
        if cut < len(folded.text):
            self._add("body", folded.cut(cut, len(folded.text)), 0, raw.end)

    def _add(self, kind: ParagraphKind, folded: Folded, level: int, end: int) -> None:
        innermost = self.table or (self.box.innermost if self.box else None)
        innermost = innermost or (self.open[-1] if self.open else None)
        node = innermost
        while node is not None:
            node.end = max(node.end, end)
            node = node.parent
        key = innermost.key if innermost else ""
        box = self.box.node.key if self.box else ""
        for part, piece in readable(kind, folded):
            self.paragraphs.append(Paragraph(part, piece, level, key, box))


def readable(kind: ParagraphKind, folded: Folded) -> Iterator[tuple[ParagraphKind, Folded]]:
    """Part a paragraph that is longer than any that a person wrote.

    What has no punctuation at all is no prose: it is kept as a row, which nobody reads as such.
    """
    while kind == "body" and len(folded.text) > LONGEST_PARAGRAPH:
        ends = (folded.text.rfind(sign, 0, LONGEST_PARAGRAPH) for sign in "。；，、")
        cut = next((at + 1 for at in ends if at > 0), 0)
        yield ("body" if cut else "row"), folded.cut(0, cut or LONGEST_PARAGRAPH)
        folded = folded.cut(cut or LONGEST_PARAGRAPH, len(folded.text))
    yield kind, folded


def _place(folded: Folded, raw: RawParagraph, end: int) -> int:
    """Find in the folded text the place behind the first `end` characters of the raw one."""
    for start, stop in raw.spans:
        if end <= stop - start:
            offset = start + end
            return next((i for i, o in enumerate(folded.origin) if o >= offset), len(folded.text))
        end -= stop - start
    return len(folded.text)
