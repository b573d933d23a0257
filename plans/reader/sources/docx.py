"""A Word document to text, in order: paragraphs with their numbers, tables, text boxes."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from plans.reader.sources.errors import UnreadableSource
from plans.reader.sources.layout import Layout
from plans.reader.sources.numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART = 64 * 1024 * 1024  # bytes, unpacked
_LARGEST_RATIO = 200


def read(data: bytes) -> Layout:
    """Give the document's text as laid out. Raises UnreadableSource."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml")
            styles = _part(package, "word/styles.xml", optional=True)
            numbers = _part(package, "word/numbering.xml", optional=True)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableSource("broken", "The Word document is damaged.") from error
    assert body is not None
    reading = _Reading(Numbering(numbers, styles))
    for block in body.iterfind(f"{W}body/*"):
        reading.block(block)
    return reading.layout


def _part(package: zipfile.ZipFile, name: str, *, optional: bool = False) -> Xml.Element | None:
    """Unpack and parse a part, unless it is encrypted, missing or far too large."""
    try:
        info = package.getinfo(name)
    except KeyError:
        if optional:
            return None
        raise UnreadableSource("wrong_type", "The file is not a Word document.") from None
    if info.flag_bits & 1:
        raise UnreadableSource("encrypted", "The Word document is protected by a password.")
    ratio = info.file_size / max(1, info.compress_size)
    if info.file_size > _LARGEST_PART or (info.file_size > 10_000_000 and ratio > _LARGEST_RATIO):
        raise UnreadableSource("too_large", "The Word document unpacks to more than can be read.")
    try:
        with package.open(info) as file:
            data = file.read(_LARGEST_PART + 1)
    except (RuntimeError, zipfile.BadZipFile) as error:
        raise UnreadableSource("broken", "The Word document is damaged.") from error
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise UnreadableSource("broken", "The Word document declares entities, which none does.")
    try:
        return Xml.fromstring(data)  # noqa: S314 - without entities nothing can be expanded
    except Xml.ParseError as error:
        raise UnreadableSource("broken", "The Word document is damaged.") from error


class _Reading:
    """Walks the blocks of a document."""

    def __init__(self, numbering: Numbering) -> None:
        self.layout = Layout()
        self.numbering = numbering

    def block(self, block: Xml.Element) -> None:
        """Write a paragraph, a table, or the blocks of what only wraps them."""
        if block.tag == f"{W}p":
            self._paragraph(block)
        elif block.tag == f"{W}tbl":
            self._table(block)
        elif block.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            for inner in block:
                self.block(inner)

    def _paragraph(self, paragraph: Xml.Element) -> None:
        words = "".join(_words(paragraph))
        if words.strip():
            self.layout.write(self.numbering.number_of(paragraph))
            for i, line in enumerate(re.split(r"[\n\f]", words)):
                if i:
                    self.layout.end_line()
                self.layout.write(line)
        self.layout.end_line()
        for box in _text_boxes(paragraph):
            self.layout.begin_table()
            self.layout.begin_cell()
            for inner in box:
                self.block(inner)
            self.layout.end_table()

    def _table(self, table: Xml.Element) -> None:
        self.layout.begin_table()
        for row in _rows_of(table):
            self.layout.begin_row()
            for cell in _cells_of(row):
                self.layout.begin_cell(_columns_of(cell))
                if not _continues_merge(cell):
                    for block in cell:
                        self.block(block)
        self.layout.end_table()


def _rows_of(table: Xml.Element) -> list[Xml.Element]:
    """Give a table's own rows, not those of tables inside its cells."""
    return [
        row
        for child in table
        for row in ([child] if child.tag == f"{W}tr" else child.iterfind(f".//{W}tr"))
        if child.tag in {f"{W}tr", f"{W}sdt", f"{W}ins", f"{W}customXml"}
    ]


def _cells_of(row: Xml.Element) -> Iterator[Xml.Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}customXml"}:
            yield from child.iterfind(f".//{W}tc")


def _columns_of(cell: Xml.Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 100) if value.isdecimal() else 1


def _continues_merge(cell: Xml.Element) -> bool:
    """Tell whether a cell belongs to the one above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _words(element: Xml.Element) -> Iterator[str]:
    """Give what a paragraph shows; text boxes, fields' codes and alternatives are left out."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in {f"{W}pPr", f"{W}rPr", f"{W}txbxContent", f"{W}del", _CHOICE}:
            yield from _words(child)


def _text_boxes(element: Xml.Element) -> Iterator[Xml.Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != _CHOICE:
            yield from _text_boxes(child)
