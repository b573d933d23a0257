"""What a plan document is made of, and what is found in it.

Offsets always count the characters of `Source.text`. Everything here is a value: two readings of
the same text are equal.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

SectionKind = Literal["chapter", "section", "subsection", "box", "group", "table"]
ParagraphKind = Literal["heading", "body", "row"]
Level = Literal["programme", "project", "task"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as text: what every offset counts in.

    `format` is txt, md, html, docx or pdf. `encoding` names how the bytes were read, "" where the
    format itself settles it. `pages` holds the offset at which each page begins, () when unknown.
    `frames` are the spans which the format draws as a frame (a table of one cell).
    """

    text: str
    format: str = "txt"
    encoding: str = ""
    pages: tuple[int, ...] = ()
    frames: tuple[tuple[int, int], ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Tell on which page, from 1, a character stands; None when pages are unknown."""
        return bisect_right(self.pages, offset) or None


@dataclass(frozen=True, slots=True)
class Folded:
    """Text as a person reads it, with the way back: `text[i]` stands at `origin[i]` of the source.

    Line breaks and spaces beside Chinese are gone, as are page numbers, running heads and stray
    addresses; digits and Latin letters are half width; punctuation beside Chinese is Chinese.
    """

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the source's offsets of `text[start:end]`; an empty span stands where it begins."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else self.end
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def cut(self, start: int, end: int) -> "Folded":
        """Give a part of the text with its way back."""
        return Folded(self.text[start:end], self.origin[start:end])

    @property
    def start(self) -> int:
        """Where the text begins in the source."""
        return self.origin[0] if self.origin else 0

    @property
    def end(self) -> int:
        """Where the text ends in the source."""
        return self.origin[-1] + 1 if self.origin else 0

    def joined(self, more: "Folded") -> "Folded":
        """Give this text with more of the same source behind it."""
        return Folded(self.text + more.text, (*self.origin, *more.origin))

    def gaps(self) -> tuple[int, ...]:
        """Give the places in `text` before which something of the source was left out."""
        return tuple(i for i, (a, b) in enumerate(pairwise(self.origin), 1) if b != a + 1)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the outline, from its heading to its end.

    A group is a headed paragraph inside a box. `number` as printed (a box or a table: digits
    only), `title` without marks and stray spaces, `parent` the key of the section around it.
    """

    key: str
    kind: SectionKind
    number: str
    title: str
    start: int
    end: int
    parent: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, a paragraph, or a row of a table (its cells parted by tabs) with its notes.

    `level`: the depth of a heading, from 1, in the outline; inside a box the box's title is 1, its
    groups 2, groups of these 3; 0 for what is no heading. A heading that runs on into its
    paragraph (「通用航空产业。运城机场…」) is a heading with its mark and a body without it.
    `section` is the key of the smallest section around it, a group or a box included; `box` that
    of the box, "" outside.
    """

    kind: ParagraphKind
    folded: Folded
    level: int = 0
    section: str = ""
    box: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its structure.

    `home` is the code of the issuer's region, "" for a national or unknown one; `number` the
    document's own (文号), "" where it prints none.
    """

    source: Source
    title: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    home: str = ""
    number: str = ""

    def section_of(self, key: str) -> Section | None:
        """Give the section of a key, None for a key that is none."""
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True, slots=True)
class FoundCommitment:
    """Something the document promises; `fixtures/plans/README.md` says what each field holds.

    `box` is the box's printed number, "" outside; `section` the key of the smallest section.
    `parent` is the name of the programme it belongs to. `confidence` runs from 0 to 1; `why` is a
    short clause naming the rules that found it.
    """

    box: str
    box_title: str
    group: str
    name: str
    quote: str
    start: int
    end: int
    level: Level
    parent: str
    regions: tuple[str, ...]
    sector: str
    facts: dict[str, Any]
    confidence: float
    why: str
    section: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """A row of an indicator table, cell for cell.

    Texts as printed; a year is None where the head names none. `nature` is binding (约束性),
    expected (预期性) or "". `growth_text` is the yearly growth or the sum that is aimed at
    (年均增速, 累计); `further` holds what other years or columns say: (head, text). `number` is
    the printed ordinal (序号), which the members of a `group` (居民人均可支配收入) share.
    """

    table: str
    box: str
    section: str
    category: str
    order: int
    name: str
    unit: str
    base_year: int | None
    base_text: str
    target_year: int | None
    target_text: str
    nature: Literal["binding", "expected", ""]
    further: tuple[tuple[str, str], ...]
    start: int
    end: int
    note: str = ""
    number: str = ""
    group: str = ""
    growth_text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what was found in it, in the text's order."""

    document: Document
    commitments: tuple[FoundCommitment, ...] = ()
    indicators: tuple[FoundIndicator, ...] = ()
