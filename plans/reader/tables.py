"""Tables in a text: rows of cells, each with its place.

A row is a line with tabs, a line of Markdown, a line whose columns stand apart by blanks, or, where
the extraction of pages tore the table, a run of lines of one cell each. Whether a table is one of
indicators, its head says; `heads` below knows the words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from plans.reader.heads_of_tables import Heads, head_of, is_head_word, is_second_head, joined_heads

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_CELL = re.compile(r"[^\t]+")
_PIPED = re.compile(r"[^|]+")
_APART = re.compile(r"\S+")
_RULE = re.compile(r"[|\s:+=_*─━┼├┤-]+")
_NOTE = re.compile(r"[\s（(|]*(?:注|备注|说明)\s*\d?\s*[：:．.]")
_NOTE_GOES_ON = re.compile(
    r"\s*(?:\d{1,2}\s*[.、．)）]|[（(]\d{1,2}[)）]|[①-⑳]|[*＊]|[\[【]\s*[\]】])"
)
_PAGE = re.compile(r"\s*(?:[—–-]{0,2}\s*\d{1,4}\s*[—–-]{0,2}|第\s*\d+\s*页.{0,10})\s*")
_DASHED = re.compile(r"[—–-]{1,2}\s*\d{1,4}\s*[—–-]{1,2}")
_NATURE = re.compile(r"(?:约束|预期)性?(?:指标)?")
_ORDINAL = re.compile(r"\d{1,3}")
_GROUP = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]).{2,24}"
)
_SHORT = 60  # characters: longer lines without tabs are no cells
_LOST_BREAKS = 1_500


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says and where its words stand."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row, a cell for each column; an empty cell is empty text."""

    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell.text]

    @property
    def start(self) -> int:
        """Where its first word stands."""
        return min(cell.start for cell in self.filled)

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return max(cell.end for cell in self.filled)


@dataclass(slots=True)
class Table:
    """A table of indicators: the line above it, its heads, its rows, the notes below it."""

    title: str
    heads: Heads
    rows: list[Row] = field(default_factory=list)
    note: str = ""
    form: Literal["rows", "apart", "torn"] = "rows"


def tables_in(text: str) -> Iterator[Table]:
    """Give the tables that have the heads of one of indicators, in the text's order."""
    lines = list(_lines(text))
    at, title = 0, ""
    while at < len(lines):
        row = lines[at]
        found = _opened(lines, at, title)
        if found is None:
            if len(row.cells) == 1 and len(row.cells[0].text) <= _SHORT:
                title = row.cells[0].text
            at += 1
            continue
        table, at = found
        at = _filled(table, lines, at)
        yield table


# --- Lines --------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[Row]:
    """Give every line that says something as a row: of its cells, or of itself alone."""
    for line in _LINE.finditer(text):
        words = line[0]
        if not words.strip() or (words.lstrip().startswith("|") and _RULE.fullmatch(words)):
            continue
        if "\t" in words:
            yield _parted(words, line.start(), "\t")
        elif words.lstrip().startswith("|") and words.count("|") > 2:
            lead = words.index("|") + 1
            tail = words.rstrip().removesuffix("|")
            yield _parted(tail[lead:], line.start() + lead, "|")
        elif len(words) > _LOST_BREAKS and "指标" in words:
            yield from (_alone(token, line.start()) for token in _APART.finditer(words))
        else:
            yield _parted(words, line.start(), "\n")


def _parted(words: str, offset: int, sign: str) -> Row:
    cells = []
    for piece in words.split(sign):
        cells.append(_cell(piece, offset))
        offset += len(piece) + 1
    return Row(tuple(cells))


def _cell(piece: str, offset: int) -> Cell:
    text = piece.strip()
    start = offset + (len(piece) - len(piece.lstrip()))
    return Cell(text, start, start + len(text))


def _alone(token: re.Match[str], offset: int) -> Row:
    return Row((Cell(token[0], offset + token.start(), offset + token.end()),))


def _is_row(row: Row) -> bool:
    return len(row.cells) > 1


# --- The head -----------------------------------------------------------------------------------


def _opened(lines: Sequence[Row], at: int, title: str) -> tuple[Table, int] | None:
    """Read the head of a table of indicators that begins here; give it and the line behind it."""
    if _is_row(lines[at]):
        return _opened_by_row(lines, at, title)
    if not _may_open(lines[at].cells[0].text):
        return None
    apart = head_of([word.text for word in _words(lines[at])], title)
    if apart is not None:
        return Table(title, apart, form="apart"), at + 1
    return _opened_by_cells(lines, at, title)


def _may_open(text: str) -> bool:
    return len(text) <= _SHORT and not re.search(r"[。；，]", text)


def _opened_by_row(lines: Sequence[Row], at: int, title: str) -> tuple[Table, int] | None:
    above = [cell.text for cell in lines[at].cells]
    if at + 1 < len(lines) and _is_row(lines[at + 1]):
        below = [cell.text for cell in lines[at + 1].cells]
        if is_second_head(above, below):
            heads = head_of(joined_heads(above, below), title)
            return (Table(title, heads), at + 2) if heads else None
    heads = head_of(above, title)
    return (Table(title, heads), at + 1) if heads else None


def _opened_by_cells(lines: Sequence[Row], at: int, title: str) -> tuple[Table, int] | None:
    """Read a head that was torn onto lines of one cell each: the longest run that makes one."""
    run: list[str] = []
    for row in lines[at : at + 12]:
        cell = row.cells[0].text
        if _is_row(row) or len(cell) > 20 or cell in run or not is_head_word(cell):
            break
        run.append(cell)
    heads = head_of(run, title) if len(run) >= 3 else None
    return (Table(title, heads, form="torn"), at + len(run)) if heads else None


# --- The body -----------------------------------------------------------------------------------


def _filled(table: Table, lines: Sequence[Row], at: int) -> int:
    """Take the rows and notes of an open table; give the line behind it."""
    take = _take_torn if table.form == "torn" else _take_rows
    return _take_note(table, lines, take(table, lines, at))


def _take_rows(table: Table, lines: Sequence[Row], at: int) -> int:
    width = len(table.heads.roles)
    while at < len(lines):
        row = lines[at]
        if row.filled and _NOTE.match(row.filled[0].text):
            break
        if not row.filled or _is_printed_again(table, lines, at) or _is_page(row):
            at += 1
            continue
        if not _is_row(row):
            if table.form == "rows" or not _may_stand_apart(row, width):
                break
            row = aligned(table.heads, _words(row))
        elif head_of([cell.text for cell in row.cells], table.title):
            at = _take_head_again(table, lines, at)
            continue
        table.rows.append(row)
        at += 1
    return at


def _take_head_again(table: Table, lines: Sequence[Row], at: int) -> int:
    """Pass a head that the next page repeats."""
    found = _opened_by_row(lines, at, table.title)
    return found[1] if found and found[0].heads == table.heads else at + 1


def _is_printed_again(table: Table, lines: Sequence[Row], at: int) -> bool:
    """Tell whether a line is the table's title on the next page, before its head or its rows."""
    row = lines[at]
    if _is_row(row) or at + 1 >= len(lines):
        return False
    text = re.sub(r"\s|[（(]续\d?[）)]|续表?", "", row.cells[0].text)
    same = text == re.sub(r"\s", "", table.title) or not text
    return same and _is_row(lines[at + 1])


def _is_page(row: Row) -> bool:
    return len(row.cells) == 1 and bool(_PAGE.fullmatch(row.cells[0].text))


def _words(row: Row) -> list[Cell]:
    line = row.cells[0]
    return [
        Cell(word[0], line.start + word.start(), line.start + word.end())
        for word in _APART.finditer(line.text)
    ]


def _may_stand_apart(row: Row, width: int) -> bool:
    """Tell whether a line without tabs is a row: cells set apart by blanks, or a category."""
    words = _words(row)
    text = row.cells[0].text
    is_row = max(3, width - 2) <= len(words) <= width + 4 and not re.search(r"[。；]", text)
    return (is_row and len(text) <= 2 * _SHORT) or bool(_GROUP.fullmatch(row.cells[0].text))


def aligned(heads: Heads, words: Sequence[Cell]) -> Row:
    """Put the words of a row whose empty cells were lost under their heads."""
    width, name = len(heads.roles), heads.at("name")
    if len(words) == 1:
        return Row((words[0], *[_nothing(words[0])] * (width - 1)))
    behind = width - name - 1
    right = list(words[len(words) - behind :]) if behind else []
    left = list(words[: len(words) - behind])
    cells = {name + 1 + i: cell for i, cell in enumerate(right)}
    number = heads.at("number")
    place = next((i for i, cell in enumerate(left) if _ORDINAL.fullmatch(cell.text)), None)
    if number >= 0 and place is not None and place < 2:
        cells[number] = left.pop(place)
        if place == 1 and heads.at("category") >= 0:
            cells[heads.at("category")] = left.pop(0)
    elif heads.at("category") >= 0 and number < 0 and len(left) > 1:
        cells[heads.at("category")] = left.pop(0)
    if left:
        cells[name] = Cell(
            " ".join(cell.text for cell in left), left[0].start, max(c.end for c in left)
        )
    return Row(tuple(cells.get(i, _nothing(words[0])) for i in range(width)))


def _nothing(beside: Cell) -> Cell:
    return Cell("", beside.start, beside.start)


# --- Torn tables --------------------------------------------------------------------------------


def _take_torn(table: Table, lines: Sequence[Row], at: int) -> int:
    """Put cells that stand on lines of their own together again."""
    heads = table.heads
    words: list[Cell] = []
    while at < len(lines):
        row = lines[at]
        if _is_row(row) or _NOTE.match(row.cells[0].text) or _is_prose(row.cells[0].text):
            break
        cell = row.cells[0]
        again = None if words else _opened_by_cells(lines, at, table.title)
        if again is not None:
            at = again[1]
            continue
        if _DASHED.fullmatch(cell.text) or cell.text == table.title:
            at += 1
            continue
        if _GROUP.fullmatch(cell.text) and not words:
            table.rows.append(aligned(heads, [cell]))
        else:
            words.append(cell)
            if _is_whole(heads, words, lines, at):
                table.rows.append(aligned(heads, words))
                words = []
        at += 1
    return at - len(words)


def _is_prose(text: str) -> bool:
    return (
        len(text) > _SHORT
        or text.endswith(("。", "；"))
        or bool(re.match(r"第.{1,4}[章节篇]", text))
    )


def _is_whole(heads: Heads, words: Sequence[Cell], lines: Sequence[Row], at: int) -> bool:
    """Tell whether the cells so far are a row: up to its nature, or as many as there are heads."""
    width = len(heads.roles)
    if heads.at("nature") == width - 1:
        return len(words) >= 3 and bool(_NATURE.fullmatch(words[-1].text))
    if heads.at("number") == 0 and len(words) >= width - 1 and at + 1 < len(lines):
        following, own = lines[at + 1].cells[0].text, words[0].text
        if own.isdecimal() and following == str(int(own) + 1):
            return True
    return len(words) == width


# --- Notes --------------------------------------------------------------------------------------


def _take_note(table: Table, lines: Sequence[Row], at: int) -> int:
    """Take the notes below a table: from 「注：」 on, with the numbered ones that follow."""
    while at < len(lines) and lines[at].filled:
        text = " ".join(cell.text for cell in lines[at].filled)
        if not _NOTE.match(text) and not (table.note and _NOTE_GOES_ON.match(text)):
            break
        table.note += ("\n" if table.note else "") + text
        at += 1
    return at
