"""A plan's closing as a workbook: the closing table, and the commitments behind it."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from plans.exports.closing import Cell, Paper

FONT = "仿宋"
TABLE_WIDTHS = (44, *(11 for _column in range(9)))
LIST_WIDTHS = (6, 28, 32, 48, 40, 16, 48, 32, 12, 12)


def closing_xlsx(paper: Paper) -> bytes:
    """The workbook; texts stay texts, whatever they begin with."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"{paper.closing.plan.title} {paper.title}"})
    look = _Look(book)
    _table(book.add_worksheet(paper.title), paper, look)
    _list(book.add_worksheet(_("Commitments")), paper, look)
    book.close()
    return content.getvalue()


class _Look:
    """The formats of the cells."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": FONT, "valign": "vcenter", "text_wrap": True, "border": 1}
        self.title = book.add_format(
            {"font_name": "宋体", "bold": True, "font_size": 18, "align": "center"}
        )
        self.about = book.add_format({"font_name": FONT, "align": "center"})
        self.head = book.add_format(
            {**plain, "font_name": "黑体", "align": "center", "bg_color": "#E8EDF3"}
        )
        self.text = book.add_format(plain)
        self.number = book.add_format({**plain, "align": "right"})
        self.share = book.add_format({**plain, "align": "right", "num_format": "0.0"})
        self.bold_text = book.add_format({**plain, "bold": True})
        self.bold_number = book.add_format({**plain, "bold": True, "align": "right"})
        self.bold_share = book.add_format(
            {**plain, "bold": True, "align": "right", "num_format": "0.0"}
        )


def _table(sheet: Any, paper: Paper, look: _Look) -> None:
    top = _heading(sheet, paper, look, len(TABLE_WIDTHS), paper.table_head(), TABLE_WIDTHS)
    for place, (bold, cells) in enumerate(paper.table_rows(), start=top + 1):
        texts, numbers = (look.bold_text, look.bold_number) if bold else (look.text, look.number)
        share = look.bold_share if bold else look.share
        for column, cell in enumerate(cells):
            last = column == len(cells) - 1
            _write(sheet, place, column, cell, share if last else numbers if column else texts)
    _print(sheet, top)


def _list(sheet: Any, paper: Paper, look: _Look) -> None:
    top = _heading(sheet, paper, look, len(LIST_WIDTHS), paper.list_head(), LIST_WIDTHS)
    last = top
    for last, cells in enumerate(paper.list_rows(), start=top + 1):
        for column, cell in enumerate(cells):
            _write(sheet, last, column, cell, look.text if column else look.number)
    sheet.autofilter(top, 0, last, len(LIST_WIDTHS) - 1)
    sheet.freeze_panes(top + 1, 3)
    _print(sheet, top)


def _heading(
    sheet: Any, paper: Paper, look: _Look, columns: int, head: list[str], widths: tuple[int, ...]
) -> int:
    """Title, what it is about, and the heads of the columns; the row of the heads."""
    sheet.merge_range(0, 0, 0, columns - 1, "", look.title)
    sheet.write_string(0, 0, paper.title, look.title)
    lines = paper.head()
    for place, words in enumerate(lines, start=1):
        sheet.merge_range(place, 0, place, columns - 1, "", look.about)
        sheet.write_string(place, 0, words, look.about)
    top = len(lines) + 1
    for column, (words, width) in enumerate(zip(head, widths, strict=True)):
        sheet.write_string(top, column, words, look.head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 1)
    return top


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, look)
    else:
        sheet.write_number(row, column, cell, look)


def _print(sheet: Any, top: int) -> None:
    """On A4 across, as wide as the page, with the heads on each page and its number below."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P / &N")
