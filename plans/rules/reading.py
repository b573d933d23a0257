"""A part of a plan as one reads it: headings as headings, boxes as boxes, tables as tables, and
every quote marked where it stands.

Only the display changes: printed lines are joined into paragraphs, page numbers left out; quotes
and offsets stay those of the text. Quotes may overlap and lie in each other: words know all whose
they are, the outermost first.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from plans.reader.model import Source
from plans.reader.paragraphs import RawParagraph, paragraphs_of
from plans.rules.marking import Span

MARKUP = re.compile(r"^\s*#+\s+|\*\*")
DECORATION = frozenset("#*_>")
"""Marks of a page's markup around headings and emphasis; they are no words of the plan."""
LEVELS = {"chapter": 2, "section": 3, "subsection": 4, "box": 4, "table": 5, "group": 5}
HEADING_ENDS = "。：:．. \t\u3000*#"
LONGEST_BARE_HEADING = 80
LONGEST_BROKEN_QUOTE = 120
"""A quote no longer than that is no paragraph; where it runs over a break, the words go on."""


@dataclass(frozen=True)
class Heading:
    """A part of the outline as the text knows it."""

    id: int
    kind: str
    number: str
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """Words that stand together; whose quotes hold them, which of these begin and end here.
    `strong` for a heading that stands at the head of its paragraph."""

    text: str
    owners: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    strong: bool = False

    @property
    def owner(self) -> int | None:
        """The innermost quote that holds the words."""
        return self.owners[-1] if self.owners else None

    @property
    def around(self) -> tuple[int, ...]:
        """The quotes around the innermost one."""
        return self.owners[:-1]


@dataclass(frozen=True)
class Block:
    """A heading (`level` 2 to 5), a paragraph (level 0), or the rows of a table."""

    words: Sequence[Words] = ()
    level: int = 0
    section: int | None = None
    rows: Sequence[Sequence[Sequence[Words]]] = ()


@dataclass
class Frame:
    """Blocks that stand in one box, or outside of boxes (`box` None); `goes_on` where the box
    began in an earlier part."""

    box: int | None
    goes_on: bool = False
    blocks: list[Block] = field(default_factory=list)


@lru_cache(maxsize=8)
def paragraphs(text: str) -> tuple[RawParagraph, ...]:
    """The paragraphs of a plan's text, printed lines joined; of the last few texts they are kept,
    since one reads a plan part by part."""
    return tuple(paragraphs_of(Source(text)))


def frames_of(
    text: str,
    written: Sequence[RawParagraph],
    headings: Iterable[Heading],
    spans: Iterable[Span],
    *,
    start: int,
    end: int,
) -> list[Frame]:
    """The stretch of a plan's text from `start` to `end`, ready to be shown."""
    held = [one for one in spans if one.start < end and one.end > start]
    outline = sorted(headings, key=lambda one: (one.start, -one.end))
    page = _Page(text, held, [one for one in outline if start <= one.start < end], start, end)
    drafts = page.drafts([one for one in written if one.end > start and one.start < end])
    ends = _first_and_last(drafts)
    boxes = [one for one in outline if one.kind == "box"]
    frames: list[Frame] = []
    for draft in drafts:
        box = next((one for one in boxes if one.start <= draft.place < one.end), None)
        box_id = box.id if box else None
        if not frames or frames[-1].box != box_id:
            goes_on = box is not None and box.start < start
            frames.append(Frame(box_id, goes_on))
        frames[-1].blocks.append(_block(draft, text, ends))
    return frames


# --- Cutting ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Segment:
    start: int
    end: int
    owners: tuple[int, ...]
    strong: bool = False
    glue: str = ""


@dataclass
class _Draft:
    place: int
    level: int = 0
    section: int | None = None
    segments: list[_Segment] = field(default_factory=list)
    rows: list[list[list[_Segment]]] = field(default_factory=list)


class _Page:
    """What a stretch is cut with: its text, the quotes in it, and the headings."""

    def __init__(
        self,
        text: str,
        held: Sequence[Span],
        headings: Sequence[Heading],
        start: int,
        end: int,
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.held = sorted(held, key=lambda one: (one.start - one.end, one.start, one.owner))
        self.edges = sorted({edge for one in held for edge in (one.start, one.end)})
        self.headings = list(headings)

    def drafts(self, written: Sequence[RawParagraph]) -> list[_Draft]:
        drafts: list[_Draft] = []
        done = self.start
        for paragraph in self._joined(written):
            if paragraph.end <= done:
                continue
            if paragraph.row:
                self._row(drafts, paragraph)
                continue
            spans = [
                (max(first, done), min(last, self.end))
                for first, last in paragraph.spans
                if last > done and first < self.end
            ]
            for heading in self._headings_at(spans[0][0], paragraph.end):
                title_end = heading_end(self.text, heading)
                if title_end is None and len(paragraph.text) <= LONGEST_BARE_HEADING:
                    title_end = paragraph.end
                if title_end is None:
                    continue
                title_end = min(title_end, self.end)
                # Asked of the whole paragraph, also where the part ends within it.
                if self.text[title_end : paragraph.end].strip(HEADING_ENDS):
                    drafts.append(self._paragraph(spans, strong_until=title_end))
                    spans = []
                    break
                title = [(spans[0][0], max(title_end, spans[0][0]))]
                drafts.append(self._paragraph(title, heading=heading))
                done, spans = max(title_end, paragraph.end), []
                break
            if spans:
                drafts.append(self._paragraph(spans))
            done = max(done, paragraph.end)
        return [one for one in drafts if one.segments or one.rows]

    def _joined(self, written: Sequence[RawParagraph]) -> list[RawParagraph]:
        """Paragraphs between which none ends, because a short quote runs over the break."""
        begins = {one.start for one in self.headings}
        joined: list[RawParagraph] = []
        for one in written:
            before = joined[-1] if joined else None
            goes_on = (
                before is not None
                and not (before.row or one.row)
                and any(
                    quote.start < before.end
                    and quote.end > one.start
                    and quote.end - quote.start <= LONGEST_BROKEN_QUOTE
                    for quote in self.held
                )
            )
            if before is not None and goes_on and one.start not in begins:
                spans = [*before.spans, *one.spans]
                joined[-1] = RawParagraph(spans, before.text + one.text)
            else:
                joined.append(one)
        return joined

    def _headings_at(self, start: int, end: int) -> list[Heading]:
        """The headings of a paragraph, the innermost kind last."""
        return [one for one in self.headings if start <= one.start < end]

    def _paragraph(
        self,
        spans: Sequence[tuple[int, int]],
        *,
        heading: Heading | None = None,
        strong_until: int = 0,
    ) -> _Draft:
        level = LEVELS.get(heading.kind, 4) if heading else 0
        draft = _Draft(spans[0][0], level, heading.id if heading else None)
        for place, (start, end) in enumerate(spans):
            before = self.text[spans[place - 1][1] - 1] if place else ""
            glue = " " if place and _are_latin(before, self.text[start]) else ""
            draft.segments += self._segments(start, end, strong_until, glue)
        return draft

    def _segments(
        self, start: int, end: int, strong_until: int = 0, glue: str = ""
    ) -> list[_Segment]:
        cuts = [*self.edges, strong_until]
        edges = sorted({start, end, *(edge for edge in cuts if start < edge < end)})
        return [
            _Segment(a, b, self._owners(a, b), strong=b <= strong_until, glue=glue if not n else "")
            for n, (a, b) in enumerate(pairwise(edges))
        ]

    def _owners(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(one.owner for one in self.held if one.start <= start and end <= one.end)

    def _row(self, drafts: list[_Draft], paragraph: RawParagraph) -> None:
        """A row of a table; rows that follow each other are one table."""
        start, end = max(paragraph.start, self.start), min(paragraph.end, self.end)
        while start > self.start and self.text[start - 1] in "\t \u3000":
            start -= 1
        mark = "|" if paragraph.text.startswith("|") else "\t"
        cells: list[list[_Segment]] = []
        place = start
        for cell in self.text[start:end].split(mark):
            inner = place + len(cell) - len(cell.lstrip())
            last = inner + len(cell.strip())
            cells.append(self._segments(inner, last) if last > inner else [])
            place += len(cell) + len(mark)
        if mark == "|":
            cells = cells[1:-1]
        if not (drafts and drafts[-1].rows):
            drafts.append(_Draft(paragraph.start))
        drafts[-1].rows.append(cells)


def heading_end(text: str, heading: Heading) -> int | None:
    """Where a heading's own words end; None where its title is not what the text says there."""
    title = [one for one in heading.title if not one.isspace() and one not in DECORATION]
    reach = heading.start + 3 * (len(heading.number) + len(title)) + 40
    places = [
        place
        for place in range(heading.start, min(reach, len(text)))
        if not text[place].isspace() and text[place] not in DECORATION
    ]
    words = "".join(text[place] for place in places)
    at = words.find("".join(title))
    if at < 0 or at > len(heading.number) + 8 or not title:
        return None
    return places[at + len(title) - 1] + 1


# --- Putting together ---------------------------------------------------------------------------


def _first_and_last(drafts: Iterable[_Draft]) -> Mapping[int, tuple[int, int]]:
    """For each quote the places of the first and the last of its words that are shown."""
    found: dict[int, tuple[int, int]] = {}
    for draft in drafts:
        rows = [segment for row in draft.rows for cell in row for segment in cell]
        for segment in [*draft.segments, *rows]:
            for owner in segment.owners:
                first, _last = found.get(owner, (segment.start, 0))
                found[owner] = (first, segment.start)
    return found


def _block(draft: _Draft, text: str, ends: Mapping[int, tuple[int, int]]) -> Block:
    def words(segment: _Segment) -> Words:
        shown = text[segment.start : segment.end]
        plain = shown if segment.owners else MARKUP.sub("", shown)
        return Words(
            segment.glue + plain.replace("\n", ""),
            segment.owners,
            tuple(one for one in segment.owners if ends[one][0] == segment.start),
            tuple(reversed([one for one in segment.owners if ends[one][1] == segment.start])),
            segment.strong,
        )

    width = max((_filled(row) for row in draft.rows), default=0)
    return Block(
        words=[words(segment) for segment in draft.segments],
        level=draft.level,
        section=draft.section,
        rows=[
            [[words(segment) for segment in cell] for cell in _padded(row, width)]
            for row in draft.rows
        ],
    )


def _filled(row: Sequence[Sequence[_Segment]]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _padded(row: list[list[_Segment]], width: int) -> list[list[_Segment]]:
    return row[:width] + [[] for _missing in range(width - len(row))]


def _are_latin(before: str, after: str) -> bool:
    return (before + after).isascii() and before.isalnum() and after.isalnum()
