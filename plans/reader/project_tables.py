"""Tables of projects: one project a row, its facts in the columns, its group in the row above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.reader.facts import facts_in
from plans.reader.lists import Piece
from plans.reader.model import Document, FoundCommitment, Paragraph
from plans.reader.names import ending, opening, thing
from plans.reader.writing import Found, Place, printed, write

_COLUMNS = {
    "number": r"序号|编号|排序|No\.?|№",
    "name": (
        r"(?:重点|重大|建设|子)?(?:项目|工程)(?:名称)?|名称|实事(?:项目)?(?:名称)?|工作任务|建设项目"
        r"|任务名称"
    ),
    "sub": r"子项目(?:名称)?|具体项目",
    "content": (
        r"(?:主要)?(?:建设)?(?:规模|内容)(?:[及与和、]?(?:主要)?(?:建设)?(?:规模|内容))*"
        r"|建设规模及(?:主要)?内容|具体内容|项目概况|工作内容|目标任务"
    ),
    "nature": r"(?:建设|项目)性质",
    "period": r"(?:建设|起止|实施|项目)?(?:起止)?(?:年限|期限|时间|工期|周期)|建设年度|开竣工时间",
    "investment": (
        r"(?:项目)?(?:计划|估算|估|概算)?总?投资(?:额|估算)?(?:（.*）)?|总投资规模(?:（.*）)?"
    ),
    "lead": r"牵头(?:单位|部门|责任单位)",
    "responsible": r"(?:责任|负责|主管|监管|行业)(?:单位|部门|主体|主管部门)",
    "company": (
        r"(?:项目|建设|实施|申报|投资|承担|承建|业主)(?:单位|主体|业主|法人|方)|业主|企业(?:名称)?|(?:投资|建设)?(?:企业|公司)"
    ),
    "supporting": r"(?:配合|协办|参与)(?:单位|部门)",
    "place": r"(?:建设|项目)?(?:地点|地址|所在地|属地)|所属(?:县区|区县|地区)|县（?市?、?区）?",
}
_NAMING = re.compile(r"项目|工程|实事|任务")
_NUMBER = re.compile(r"\d{1,4}(?:[.．-]\d+)?$")
_GROUP_MARK = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.]?$|[ⅠⅡⅢIVX]+$|[A-Z]$")
_GROUP_TITLE = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.]")
_SUM = re.compile(r"合计|总计|小计|共计")
_COUNT_END = re.compile(r"（(?:共)?\d+[项个]）$")
_PERIOD_CELL = re.compile(r"20\d\d")
_FACTS = (
    *("nature", "content", "period", "investment", "lead", "responsible", "supporting"),
    *("company", "place"),
)
_UNIT = re.compile(r"单位[：:]\s*(亿元|万元)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its words and where they stand in the row."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def project_tables(document: Document) -> Iterator[FoundCommitment]:
    """Read every table of a document whose head names projects."""
    columns: dict[str, int] = {}
    group, parent, unit = "", "", ""
    boxes = {section.key: section for section in document.sections if section.kind == "box"}
    width = 0
    for paragraph in _joined(document.paragraphs):
        if paragraph.kind != "row":
            text = paragraph.folded.text
            if found := _UNIT.search(text):
                unit = found.group(1)
            elif columns and len(text) < 30 and _GROUP_TITLE.match(text):
                group, parent = _title(text), ""
            else:
                columns, group, parent = {}, "", ""
            continue
        cells = _cells(paragraph)
        head = _columns_of(cells)
        if head:
            columns, group, parent = head, "", ""
            unit = _unit_of(cells, head) or unit
            width = len(cells)
            continue
        cells = _below_head(cells, columns, width)
        if not columns or _SUM.search(paragraph.folded.text[:12]):
            continue
        if "number" in columns and not _starts_a_row(cells):
            continue
        if (title := _group_of(cells, columns)) is not None:
            group, parent = title, ""
            continue
        place = Place(document, boxes.get(paragraph.box), group, paragraph.section)
        for row in _rows(place, paragraph, cells, columns, parent, unit):
            parent = row.name if row.level == "programme" else parent
            yield row


def _below_head(cells: list[Cell], columns: dict[str, int], width: int) -> list[Cell]:
    """Leave out a row's number where the head of the table has no column for it."""
    unnamed = columns and "number" not in columns and len(cells) == width + 1
    return cells[1:] if unnamed and _NUMBER.fullmatch(cells[0].text) else cells


def _joined(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Join the rows of a table that a line's end tears in the middle of a cell."""
    width, torn = 0, None
    for paragraph in paragraphs:
        if paragraph.kind != "row":
            if torn:
                yield torn
            torn = None
            yield paragraph
            continue
        cells = _cells(paragraph)
        if torn and not _begins(cells) and len(_cells(torn)) + len(cells) - 1 <= width:
            torn = replace(torn, folded=torn.folded.joined(paragraph.folded))
            continue
        if torn:
            yield torn
        torn = paragraph
        if _columns_of(cells):
            width = len(cells) + ("number" not in _columns_of(cells))
    if torn:
        yield torn


def _begins(cells: Sequence[Cell]) -> bool:
    """Tell whether cells begin a row of their own: by a number, a mark, or as a head."""
    first = cells[0].text
    marked = _NUMBER.fullmatch(first) or _GROUP_MARK.fullmatch(first) or _GROUP_TITLE.match(first)
    return bool(marked or _columns_of(list(cells)) or not first)


def _cells(paragraph: Paragraph) -> list[Cell]:
    cells, at = [], 0
    for text in paragraph.folded.text.split("\t"):
        bare = text.strip()
        cells.append(Cell(bare, at + len(text) - len(text.lstrip())))
        at += len(text) + 1
    return cells


def _columns_of(cells: list[Cell]) -> dict[str, int]:
    """Tell what each column holds, when the row is a head that names projects; else nothing."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = re.sub(r"\s", "", cell.text)
        for key, pattern in _COLUMNS.items():
            if key not in found and re.fullmatch(pattern, text):
                found[key] = at
                break
    return (
        found
        if "name" in found and len(found) >= 2 and _NAMING.search("".join(c.text for c in cells))
        else {}
    )


def _unit_of(cells: list[Cell], columns: dict[str, int]) -> str:
    at = columns.get("investment")
    found = re.search("亿元|万元", cells[at].text) if at is not None else None
    return found.group() if found else ""


def _starts_a_row(cells: list[Cell]) -> bool:
    first = next((cell.text for cell in cells if cell.text), "")
    return (
        bool(_NUMBER.fullmatch(first) or _GROUP_MARK.fullmatch(first) or _GROUP_TITLE.match(first))
        or sum(bool(cell.text) for cell in cells) == 1
    )


def _group_of(cells: list[Cell], columns: dict[str, int]) -> str | None:
    """Give the title of a row that only heads those below it (一 交通基础设施（4项）)."""
    filled = [cell.text for cell in cells if cell.text]
    if not filled:
        return ""
    words = [text for text in filled if not re.fullmatch(r"[\d.,]+|[—–/-]+", text)]
    if len(words) == 2 and _GROUP_MARK.fullmatch(words[0]):
        return _title(words[1])
    if len(words) == 1 and (_GROUP_TITLE.match(words[0]) or not _NUMBER.fullmatch(filled[0])):
        return _title(words[0])
    return None


def _title(text: str) -> str:
    return _COUNT_END.sub("", _GROUP_TITLE.sub("", text))


def _rows(
    place: Place,
    paragraph: Paragraph,
    cells: list[Cell],
    columns: dict[str, int],
    parent: str,
    unit: str,
) -> Iterator[FoundCommitment]:
    cells = _aligned(cells, columns)
    name = _cell(cells, columns, "name")
    sub = _cell(cells, columns, "sub")
    if sub is None or not sub.text:
        if name and name.text:
            yield _project(place, paragraph, name, cells, columns, "", unit)
        return
    if name and name.text:
        mark = _GROUP_TITLE.match(name.text)
        span = (name.start + (mark.end() if mark else 0), name.end)
        found = Found((span,), *span, "programme", "row of a table with parts", 0.9)
        row = write(place, paragraph.folded, found)
        parent = row.name
        yield row
    yield _project(place, paragraph, sub, cells, columns, parent, unit)


def _aligned(cells: list[Cell], columns: dict[str, int]) -> list[Cell]:
    """Put the cells of a row under its columns where a cell that spans rows above is missing."""
    period = columns.get("period")
    if period is None or "sub" not in columns or period >= len(cells):
        return cells
    if _PERIOD_CELL.match(cells[period].text):
        return cells
    for missing in range(1, period + 1):
        if _PERIOD_CELL.match(cells[period - missing].text):
            gap = [Cell("", cells[1].start)] * missing
            return [cells[0], *gap, *cells[1:]]
    return cells


def _cell(cells: list[Cell], columns: dict[str, int], key: str) -> Cell | None:
    at = columns.get(key)
    return cells[at] if at is not None and at < len(cells) else None


def _project(
    place: Place,
    paragraph: Paragraph,
    name: Cell,
    cells: list[Cell],
    columns: dict[str, int],
    parent: str,
    unit: str,
) -> FoundCommitment:
    verbs = opening(name.text)
    piece = Piece(name.text, name.start).cut(verbs.length)
    close = ending(piece.text, verbs.deed or "推进")
    own = piece.cut(0, close.end if verbs.deed or close.stage else None)
    mark = re.match(r"\d{1,3}[.、．]\s*", own.text)
    span = (own.start + (mark.end() if mark else 0), own.end)
    stated = _stated(place, paragraph, cells, columns, unit)
    words = own.text[span[0] - own.start :]
    facts = facts_in(words, remark="，" + stated.get("content", ""))
    found = Found(
        (span,), piece.start if close.stage else span[0], piece.end if close.stage else span[1],
        "project", "row of a table", 0.95 if thing(own.text) else 0.85, parent,
        stage=close.stage or verbs.stage, nature=verbs.nature,
    )  # fmt: skip
    return write(place, paragraph.folded, found, {**facts, **stated})


def _stated(
    place: Place, paragraph: Paragraph, cells: list[Cell], columns: dict[str, int], unit: str
) -> dict[str, str]:
    """Give the facts that the columns state, in the words of the table."""
    facts: dict[str, str] = {}
    for key in _FACTS:
        cell = _cell(cells, columns, key)
        if cell is None or not cell.text or re.fullmatch(r"[—–/-]+", cell.text):
            continue
        text = printed(place.document, paragraph.folded.cut(cell.start, cell.end))
        if key == "investment" and re.fullmatch(r"[\d.,]+", text):
            text += unit
        if key == "nature" and text == "续建":
            key = "stage"
        if key == "company" and _OFFICE.search(text) and "responsible" not in facts:
            key = "responsible"
        facts[key] = text
    return facts


_OFFICE = re.compile(r"(?:局|委|委员会|办|办公室|厅|政府|管委会|中心|处|站|院)$")
