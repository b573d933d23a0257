"""Rows as tables for a spreadsheet: which columns, under which headings, in which units.

API and pages hand over the very rows that their list shows. A text never becomes a formula,
what is fictitious says so in every row, and amounts are in 万元 with the unit in the heading.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import FICTITIOUS_PREFIX
from projects.models import (
    Kind,
    Level,
    Light,
    Milestone,
    MilestoneKind,
    ProjectDepartment,
    Status,
)

Cell = str | int | Decimal | date | None
Rows = QuerySet[Any]

MOST_ROWS = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a CSV file for GBK."""


@dataclass(frozen=True)
class ExportColumn:
    """A column: its heading, the fields it needs, and how they become a cell."""

    heading: Any
    fields: tuple[str, ...]
    show: Callable[[tuple[Any, ...], date], Cell]
    width: int = 14


@dataclass(frozen=True)
class Export:
    """A table of rows of one model."""

    name: str
    title: Any
    columns: Sequence[ExportColumn]
    annotations: Mapping[str, Any] = field(default_factory=dict)


def cells_of(export: Export, rows: Rows, *, today: date) -> Iterator[list[Cell]]:
    """The cells of each row, in the order of the rows, read in one query."""
    paths = list(dict.fromkeys(path for column in export.columns for path in column.fields))
    places = [tuple(paths.index(path) for path in column.fields) for column in export.columns]
    found = rows.annotate(**export.annotations).values_list(*paths)[:MOST_ROWS]
    for values in found.iterator(chunk_size=2000):
        yield [
            column.show(tuple(values[place] for place in own), today)
            for column, own in zip(export.columns, places, strict=True)
        ]


def csv_lines(export: Export, rows: Rows, *, today: date) -> Iterator[bytes]:
    """A CSV file, line by line, as Excel opens it in Chinese."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow([str(column.heading) for column in export.columns])
    yield (BYTE_ORDER_MARK + line.getvalue()).encode()
    for cells in cells_of(export, rows, today=today):
        line.seek(0)
        line.truncate()
        writer.writerow([defused(cell) for cell in cells])
        yield line.getvalue().encode()


def xlsx_file(export: Export, rows: Rows, *, today: date) -> bytes:
    """A workbook with one sheet: headings that stay, filters, dates and numbers as such."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet(str(export.title)[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "vcenter"})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        Decimal: book.add_format({"num_format": "#,##0.00"}),
    }
    for place, column in enumerate(export.columns):
        sheet.write_string(0, place, str(column.heading), head)
        sheet.set_column(place, place, column.width)
    last = 0
    for last, cells in enumerate(cells_of(export, rows, today=today), start=1):
        for place, cell in enumerate(cells):
            _write(sheet, last, place, cell, formats)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(export.columns) - 1)
    book.close()
    return content.getvalue()


def file_name(export: Export, rows: Rows, *, today: date, ending: str) -> str:
    """`项目清单-2026-11-23.xlsx`; with 模拟演示 before it when the rows are of the fictitious city,
    so that a file that was passed on says so before it is opened."""
    fictitious = rows.order_by().filter(province_code=FICTITIOUS_PREFIX).exists()
    mark = gettext("fictitious demonstration") + "-" if fictitious else ""
    return f"{mark}{export.title}-{today.isoformat()}.{ending}"


def defused(cell: Cell) -> str:
    """The text of a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
    return cell.isoformat() if isinstance(cell, date) else f"{cell}"


def _write(sheet: Any, row: int, place: int, cell: Cell, formats: Mapping[type, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats[date])
    elif isinstance(cell, Decimal):
        sheet.write_number(row, place, cell, formats[Decimal])
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, cell)


# --- Columns ------------------------------------------------------------------------------------


def _plain(heading: Any, path: str, width: int = 14) -> ExportColumn:
    return ExportColumn(heading, (path,), lambda values, _today: values[0], width)


def _label(heading: Any, path: str, choices: type[TextChoices], width: int = 10) -> ExportColumn:
    labels = dict(choices.choices)
    return ExportColumn(
        heading, (path,), lambda values, _today: str(labels.get(values[0], values[0])), width
    )


def _yes(heading: Any, path: str) -> ExportColumn:
    return ExportColumn(
        heading, (path,), lambda values, _today: gettext("yes") if values[0] else "", 8
    )


def _world(path: str) -> ExportColumn:
    """Says of every row whether it is real."""

    def show(values: tuple[Any, ...], _today: date) -> str:
        fictitious = str(values[0]).startswith(FICTITIOUS_PREFIX)
        return gettext("fictitious demonstration") if fictitious else gettext("real")

    return ExportColumn(_("nature of the data"), (path,), show, 12)


def _days_late(due: str, actual: str | None = None) -> ExportColumn:
    def show(values: tuple[Any, ...], today: date) -> int | None:
        due_on, *rest = values
        if due_on is None:
            return None
        until: date = (rest[0] if rest else None) or today
        return max(int((until - due_on).days), 0)

    fields = (due, actual) if actual else (due,)
    return ExportColumn(_("days overdue"), fields, show, 10)


def _lead(value: str) -> Subquery:
    parties = ProjectDepartment.objects.filter(
        project=OuterRef("pk"), part=ProjectDepartment.Part.LEAD
    )
    return Subquery(parties.values(value)[:1])


PROJECTS = Export(
    name="projects",
    title=_("Projects"),
    columns=(
        _plain(_("code"), "code", 12),
        _plain(_("project name"), "name", 40),
        _label(_("kind"), "kind", Kind),
        _plain(_("place of the project"), "region__name"),
        _plain(_("zone"), "zone__name", 20),
        _plain(_("sector"), "sector__name"),
        _label(_("level"), "level", Level),
        _plain(_("lead department"), "lead_name", 24),
        ExportColumn(
            _("lead confirmed"),
            ("lead_confirmed",),
            lambda values, _today: {True: gettext("confirmed"), False: gettext("proposed")}.get(
                values[0], ""
            ),
            10,
        ),
        _label(_("status"), "status", Status),
        _label(_("light"), "light", Light),
        _plain(_("total investment (10,000 yuan)"), "total_investment", 16),
        _plain(_("completed investment (10,000 yuan)"), "completed_investment", 16),
        _plain(_("progress in words"), "progress_words", 30),
        _plain(_("real start"), "started_on", 12),
        _plain(_("in operation"), "operating_on", 12),
        _plain(_("next due date"), "next_due_on", 12),
        _days_late("next_due_on"),
        _plain(_("national project code"), "national_code", 28),
        _world("region_id"),
    ),
    annotations={
        "lead_name": _lead("department__name"),
        "lead_confirmed": _lead("confirmed"),
    },
)

_MILESTONE_HEAD = (
    _plain(_("project code"), "project__code", 12),
    _plain(_("project name"), "project__name", 40),
    _plain(pgettext_lazy("heading", "milestone"), "name", 24),
    _label(_("kind"), "kind", MilestoneKind),
    _plain(_("responsible department"), "department__name", 24),
    _plain(_("place of the project"), "region__name"),
)
_MILESTONE_DATES = (
    _plain(_("due date in force"), "due_on", 12),
    _plain(_("first due date"), "first_due_on", 12),
    _plain(_("forecast"), "forecast_on", 12),
)

MILESTONES = Export(
    name="milestones",
    title=_("Milestones"),
    columns=(
        *_MILESTONE_HEAD,
        _label(_("state"), "state", Milestone.State),
        *_MILESTONE_DATES,
        _plain(_("actual date"), "actual_on", 12),
        _days_late("due_on", "actual_on"),
        _yes(_("critical"), "critical"),
        _world("region_id"),
    ),
)

OVERDUE = Export(
    name="overdue",
    title=_("Overdue milestones"),
    columns=(
        *_MILESTONE_HEAD,
        *_MILESTONE_DATES,
        _days_late("due_on"),
        _plain(_("reason given"), "forecast_reason", 30),
        _yes(_("critical"), "critical"),
        _label(_("status"), "project__status", Status),
        _label(_("light"), "project__light", Light),
        _plain(_("sector"), "project__sector__name"),
        _world("region_id"),
    ),
)
