"""Lines and tables of a formatted document as text that keeps their order.

A row of a table becomes a line with tabs. A cell that spans others is written once; the cells it
covers stay empty, so that every column keeps its place. A table of one column is a frame: its
paragraphs stay paragraphs, and where they stand is kept.
"""

import re
from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(slots=True)
class Cell:
    """A cell: its lines, how many columns and rows it covers."""

    columns: int = 1
    rows: int = 1
    lines: list[str] = field(default_factory=lambda: [""])

    @property
    def text(self) -> str:
        """The cell in one line."""
        return re.sub(r"\s+", " ", " ".join(self.lines)).strip()


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)

    def is_frame(self) -> bool:
        """Tell whether no row has more than one cell: a box, drawn as a table."""
        return all(len([c for c in row if c.text]) <= 1 for row in self.rows) and any(self.rows)


class Layout:
    """Takes the lines and tables of a document in order and gives them as text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.frames: list[Span] = []
        self._line = ""
        self._length = 0
        self._tables: list[_Table] = []

    @property
    def text(self) -> str:
        """All lines so far."""
        self.end_line()
        return "".join(f"{line}\n" for line in self.lines)

    def write(self, words: str) -> None:
        """Add words to the line or to the cell that is open."""
        cell = self._cell()
        if cell is not None:
            cell.lines[-1] += words
        elif not self._tables:
            self._line += words

    def end_line(self) -> None:
        """End a paragraph."""
        cell = self._cell()
        if cell is not None:
            if cell.lines[-1].strip():
                cell.lines.append("")
        elif not self._tables:
            self._flush(self._line)
            self._line = ""

    def begin_table(self) -> None:
        """Begin a table; one inside a cell becomes lines of that cell."""
        self.end_line()
        self._tables.append(_Table())

    def begin_row(self) -> None:
        """Begin a row of the open table."""
        if self._tables:
            self._tables[-1].rows.append([])

    def begin_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Begin a cell that covers so many columns and rows."""
        if self._tables:
            if not self._tables[-1].rows:
                self.begin_row()
            self._tables[-1].rows[-1].append(Cell(columns, rows))

    def end_table(self) -> None:
        """Write the open table: as rows, as a framed box, or into the cell around it."""
        if not self._tables:
            return
        table = self._tables.pop()
        around = self._cell()
        if around is not None:
            around.lines = [*around.lines, *_lines_of(table), ""]
        elif table.is_frame():
            start = self._length
            for row in table.rows:
                for cell in row:
                    for line in cell.lines:
                        self._flush(line, row="\t" in line)
            if self._length > start:
                self.frames.append((start, self._length))
        else:
            for line in _lines_of(table):
                self._flush(line, row=True)

    def _cell(self) -> Cell | None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            return self._tables[-1].rows[-1][-1]
        return None

    def _flush(self, line: str, *, row: bool = False) -> None:
        line = line.strip("\n") if row else line.strip(" \n\t")
        if line.strip():
            self.lines.append(line)
            self._length += len(line) + 1


def _lines_of(table: _Table) -> list[str]:
    """Write the rows with tabs, the cells under a spanning one left empty."""
    lines = []
    covered: dict[int, int] = {}
    for row in table.rows:
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and len(row) == 1 and len(filled[0].text) > 40:
            lines += [line for line in filled[0].lines if line.strip()]
            continue
        cells: list[str] = []
        for cell in row:
            _pass_covered(cells, covered)
            column = len(cells)
            cells += [cell.text, *[""] * (cell.columns - 1)]
            if cell.rows > 1:
                covered |= {column + i: cell.rows - 1 for i in range(cell.columns)}
        _pass_covered(cells, covered)
        lines.append("\t".join(cells))
    return lines


def _pass_covered(cells: list[str], covered: dict[int, int]) -> None:
    """Leave the columns empty that a cell of a row above still covers."""
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append("")
