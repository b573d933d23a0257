"""The rows of a fixture file, read with suspicion.

Setup runs these files into the register on every start, and an office may correct them by hand:
a bad cell is answered with the file, the row, the column and what was expected there.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.errors import RuleViolation
from directory.unit import UnitOfWork

FIXTURES: Path = settings.BASE_DIR / "fixtures"
REFERENCE: Path = FIXTURES / "reference"

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class FileRow:
    """One row of a file: a line of a table (numbered as an editor counts lines) or an entry of
    a JSON list (numbered from 1). Every reader raises `file_row` when the cell is not as
    expected."""

    file: str
    number: int
    cells: Mapping[str, Any]

    def bad(self, column: str, expected: str | Promise) -> RuleViolation:
        """The refusal of a cell, to be raised."""
        return RuleViolation(
            "file_row",
            field=column,
            params={
                "file": self.file,
                "row": self.number,
                "column": column,
                "detail": expected,
            },
        )

    def text(
        self,
        column: str,
        *,
        empty: bool = False,
        longest: int | None = None,
        form: str | None = None,
    ) -> str:
        """A text without white space around it. `empty`: it may be; `form`: a pattern for all
        of it."""
        value = self.cells.get(column, "")
        if not isinstance(value, str):
            raise self.bad(column, _("a text is expected"))
        if value != value.strip():
            raise self.bad(column, _("no white space around the text is expected"))
        if not value and empty:
            return ""
        if not value:
            raise self.bad(column, _("a text is expected, and it is empty"))
        if longest is not None and len(value) > longest:
            raise self.bad(
                column, format_lazy(_("at most {limit} characters are expected"), limit=longest)
            )
        if form is not None and not re.fullmatch(form, value):
            raise self.bad(
                column,
                format_lazy(
                    _("the form {form} is expected, not “{value}”"), form=form, value=value
                ),
            )
        return value

    def one_of(self, column: str, allowed: Collection[str], *, empty: bool = False) -> str:
        """A text that stands among those allowed."""
        value = self.text(column, empty=empty)
        if value and value not in allowed:
            raise self.bad(
                column,
                format_lazy(
                    _("one of {allowed} is expected, not “{value}”"),
                    allowed=", ".join(sorted(allowed)),
                    value=value,
                ),
            )
        return value

    def known(self, column: str, codes: Collection[str], what: str | Promise) -> str:
        """The code of a row that exists."""
        value = self.text(column)
        if value not in codes:
            raise self.unknown(column, what, value)
        return value

    def known_or_none(self, column: str, codes: Collection[str], what: str | Promise) -> str | None:
        """The code of a row that exists, or None for an empty cell."""
        return self.known(column, codes, what) if self.cells.get(column) else None

    def unknown(self, column: str, what: str | Promise, value: str) -> RuleViolation:
        """The refusal of a code that leads nowhere, to be raised."""
        return self.bad(
            column,
            format_lazy(
                _("the code of a {what} is expected; “{value}” is none"), what=what, value=value
            ),
        )

    def whole(self, column: str, *, least: int, most: int) -> int:
        """A whole number between two others, both included."""
        value = self.cells.get(column)
        try:
            number = int(str(value))
        except ValueError:
            number = least - 1
        if isinstance(value, bool) or not least <= number <= most:
            raise self.bad(
                column,
                format_lazy(
                    _("a whole number from {least} to {most} is expected, not “{value}”"),
                    least=least,
                    most=most,
                    value=str(value),
                ),
            )
        return number

    def decimal(self, column: str, *, least: str, most: str) -> Decimal:
        """An exact number between two others, both included."""
        value = self.text(column)
        try:
            number = Decimal(value)
            if Decimal(least) <= number <= Decimal(most):
                return number
        except InvalidOperation:
            pass
        raise self.bad(
            column,
            format_lazy(
                _("a number from {least} to {most} is expected, not “{value}”"),
                least=least,
                most=most,
                value=value,
            ),
        )

    def decimal_or_none(self, column: str, *, least: str, most: str) -> Decimal | None:
        """An exact number, or None for an empty cell."""
        return self.decimal(column, least=least, most=most) if self.cells.get(column) else None

    def day(self, column: str) -> date:
        """A date written as YYYY-MM-DD."""
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.bad(
                column,
                format_lazy(_("a date as YYYY-MM-DD is expected, not “{value}”"), value=value),
            ) from None

    def day_or_none(self, column: str) -> date | None:
        """A date, or None where the file says nothing."""
        return self.day(column) if self.cells.get(column) else None

    def flag(self, column: str) -> bool:
        """Yes or no, as JSON writes it."""
        value = self.cells.get(column)
        if not isinstance(value, bool):
            raise self.bad(column, _("true or false is expected"))
        return value

    def parts(self, column: str) -> list[str]:
        """The values of a cell that holds several, separated by `|`."""
        value = self.text(column, empty=True)
        return value.split("|") if value else []

    def texts(self, column: str) -> list[str]:
        """A JSON list of texts."""
        value = self.cells.get(column, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.bad(column, _("a list of texts is expected"))
        return value

    def mapping(self, column: str) -> dict[str, Any]:
        """A JSON object."""
        value = self.cells.get(column, {})
        if not isinstance(value, dict):
            raise self.bad(column, _("an object is expected"))
        return value

    def rows(self, column: str) -> list["FileRow"]:
        """A JSON list of objects within this entry."""
        value = self.cells.get(column)
        if not isinstance(value, list):
            raise self.bad(column, _("a list is expected"))
        file = f"{self.file}[{self.number}].{column}"
        return [_entry(file, number, cells) for number, cells in enumerate(value, 1)]


def table(path: Path, columns: Sequence[str]) -> list[FileRow]:
    """The rows of a CSV file that has these columns."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise FileRow(path.name, 1, {}).bad(column, _("this column is expected"))
        rows = []
        for cells in reader:
            row = FileRow(path.name, reader.line_num, cells)
            if None in cells or None in cells.values():
                raise row.bad(
                    columns[0],
                    format_lazy(_("{count} cells are expected"), count=len(columns)),
                )
            rows.append(row)
        return rows


def entries(path: Path) -> list[FileRow]:
    """The objects of a JSON file that is a list."""
    return list(_entries(path, enumerate(json.loads(path.read_text("utf-8")), 1)))


def lines(path: Path) -> list[FileRow]:
    """The objects of a JSON Lines file; empty lines are skipped."""
    with path.open(encoding="utf-8") as file:
        return list(
            _entries(
                path, ((n, json.loads(line)) for n, line in enumerate(file, 1) if line.strip())
            )
        )


def _entries(path: Path, numbered: Iterable[tuple[int, Any]]) -> Iterator[FileRow]:
    for number, cells in numbered:
        yield _entry(path.name, number, cells)


def _entry(file: str, number: int, cells: Any) -> FileRow:
    if not isinstance(cells, dict):
        raise FileRow(file, number, {}).bad("", _("an object is expected"))
    return FileRow(file, number, cells)


def once(rows: Iterable[FileRow], *columns: str) -> None:
    """Refuse a key that stands twice in a file."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        if key in seen:
            raise row.bad(columns[-1], format_lazy(_("“{value}” stands here twice"), value=key[-1]))
        seen.add(key)


# --- Into the register --------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """The register holds another value than the file. Somebody may have meant it so: it is
    told, and left alone."""

    file: str
    key: str
    column: str
    stored: str
    given: str


@dataclass(frozen=True)
class Loaded:
    """What a load did: how many rows came new by file, and where the register differs."""

    created: Mapping[str, int]
    differences: Sequence[Difference] = ()

    def __add__(self, other: "Loaded") -> "Loaded":
        created = Counter(self.created)
        created.update(other.created)
        return Loaded(created, [*self.differences, *other.differences])


def insert_missing(
    work: UnitOfWork,
    file: str,
    wanted: Iterable[M],
    *,
    stored: Iterable[M],
    key: Callable[[M], Any],
    columns: Sequence[str],
) -> Loaded:
    """Insert the rows that the register lacks; of the others say in which columns they differ.

    Setup runs at every start, so what an office has corrected since is never overwritten.
    """
    known = {key(row): row for row in stored}
    new, differences = [], []
    for row in wanted:
        there = known.get(key(row))
        if there is None:
            new.append(row)
            continue
        differences += [
            Difference(file, str(key(row)), column, str(old), str(given))
            for column in columns
            if (old := getattr(there, column)) != (given := getattr(row, column))
        ]
    work.create_all(new)
    return Loaded({file: len(new)}, differences)
