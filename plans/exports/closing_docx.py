"""A plan's closing as a Word document: title, closing table by chapter and box, then the list."""

import io
from collections.abc import Sequence
from typing import Any
from unicodedata import category

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from plans.exports.closing import Cell, Paper

BODY, HEADS, TITLE = "仿宋", "黑体", "宋体"
LATIN = "Times New Roman"
ALTERNATIVES = {
    BODY: "FangSong, 仿宋_GB2312, STFangsong, FZFangSong-Z02S, SimSun, 宋体, Noto Serif CJK SC",
    HEADS: "SimHei, STHeiti, Noto Sans CJK SC",
    TITLE: "SimSun, STSong, Noto Serif CJK SC",
}
"""What stands in for a font where it is missing."""
TABLE_WIDTHS = (85, 19, 19, 19, 21, 19, 19, 20, 22, 24)
LIST_WIDTHS = (12, 78, 58, 30, 89)
"""Millimetres; A4 across has 267 between its margins."""
SMALL = Pt(10.5)


def closing_docx(paper: Paper) -> bytes:
    """The document, ready to be printed or pasted into a report."""
    document = Document()
    _set_up(document, paper)
    title = _line(document, f"{paper.closing.plan.title}{paper.title}", TITLE, Pt(20), bold=True)
    title.paragraph_format.space_after = Pt(6)
    for words in paper.head()[1:]:
        _line(document, words, BODY, Pt(12))
    _heading(document, _("1. By chapter and box"))
    _table(document, paper.table_head(), TABLE_WIDTHS, _table_rows(paper))
    _heading(document, _("2. Each commitment"))
    head = paper.list_head()
    heads = [head[0], _("Commitment and the words of the plan"), head[4], head[5], head[6]]
    _table(document, heads, LIST_WIDTHS, [(False, row) for row in _list_rows(paper)])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _table_rows(paper: Paper) -> list[tuple[bool, list[str]]]:
    return [(bold, [_words(cell) for cell in cells]) for bold, cells in paper.table_rows()]


def _list_rows(paper: Paper) -> list[list[str]]:
    """Ten columns as five: a page is only so wide."""
    rows = []
    for cells in paper.list_rows():
        number, place, name, quote, project, verdict, evidence, carried, by, on = map(_words, cells)
        said = [name, f"“{quote}”" if quote and quote != name else "", place]
        why = [
            evidence,
            _("Carried to: %(what)s") % {"what": carried} if carried else "",
            f"{by} {on}".strip(),
        ]
        rows.append([number, _joined(said), project, verdict, _joined(why)])
    return rows


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)


def _words(cell: Cell) -> str:
    """A cell as text, without signs that a document may not hold."""
    if cell is None:
        return "—"
    return "".join(sign for sign in str(cell) if sign == "\n" or category(sign)[0] != "C")


# --- How it looks --------------------------------------------------------------------------------


def _set_up(document: Any, paper: Paper) -> None:
    """A4 across, the fonts, the number of each page."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, SMALL
    _east_asian(normal.element.get_or_add_rPr(), BODY)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.title = f"{paper.closing.plan.title} {paper.title}"
    document.core_properties.author = ""
    _name_fonts(document)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _name_fonts(document: Any) -> None:
    """Enter the Chinese fonts with what may stand in for them."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def _line(document: Any, words: str, font: str, size: Any, *, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, _words(words), font, size, bold=bold)
    return paragraph


def _heading(document: Any, words: str) -> None:
    paragraph = document.add_paragraph(style="Heading 1")
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.space_after = Pt(6)
    run = _run(paragraph, words, HEADS, Pt(14))
    run.font.color.rgb = RGBColor(0, 0, 0)


def _run(paragraph: Any, words: str, font: str, size: Any, *, bold: bool = False) -> Any:
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.font.bold = LATIN, size, bold
    _east_asian(run._element.get_or_add_rPr(), font)
    return run


def _east_asian(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")
    fonts.set(qn("w:eastAsia"), font)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word computes: the page's number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(_run_xml("1", bold=False))
    paragraph._element.append(field)


# --- Tables, put together as XML: the library's cells take seconds for a thousand rows ----------


def _table(
    document: Any,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[tuple[bool, list[str]]],
) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    body = table._tbl
    body.append(_row(heads, widths, bold=True, font=HEADS, repeated=True))
    for bold, cells in rows:
        body.append(_row(cells, widths, bold=bold))


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    *,
    bold: bool,
    font: str = "",
    repeated: bool = False,
) -> Any:
    """A row that no page breaks; the row of the heads comes again on each page."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for cell, width in zip(cells, widths, strict=True):
        row.append(_cell(cell, width, bold=bold, font=font, centred=repeated))
    return row


def _cell(words: str, width: int, *, bold: bool, font: str, centred: bool) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    size = OxmlElement("w:tcW")
    size.set(qn("w:w"), str(round(width * 56.7)))
    size.set(qn("w:type"), "dxa")
    properties.append(size)
    if centred:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EDF3")):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)
    cell.append(properties)
    is_number = words == "—" or words.replace(".", "", 1).isdecimal()
    for line in words.split("\n"):
        cell.append(
            _paragraph(line, bold, font, "center" if centred else "right" if is_number else "")
        )
    return cell


def _paragraph(words: str, bold: bool, font: str, alignment: str) -> Any:
    paragraph = OxmlElement("w:p")
    if alignment:
        properties = OxmlElement("w:pPr")
        aligned = OxmlElement("w:jc")
        aligned.set(qn("w:val"), alignment)
        properties.append(aligned)
        paragraph.append(properties)
    paragraph.append(_run_xml(words, bold=bold, font=font))
    return paragraph


def _run_xml(words: str, *, bold: bool, font: str = "") -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    # Without the hint Word sets “ ” and — in the Latin font, at half their width.
    fonts.set(qn("w:hint"), "eastAsia")
    if font:
        fonts.set(qn("w:eastAsia"), font)
    properties.append(fonts)
    if bold:
        properties.append(OxmlElement("w:b"))
    run.append(properties)
    text = OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run
