"""Indicator tables of a plan: what is to be reached, from where, by when, cell for cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plans.reader.heads_of_tables import Heads, Role
from plans.reader.model import Document, FoundIndicator, Section
from plans.reader.tables import Cell, Row, Table, tables_in

Nature = Literal["binding", "expected", ""]

LONGEST_CELL = 120  # characters: what is longer is prose and no figure
_NATURES: dict[str, Nature] = {"约束": "binding", "预期": "expected"}
_NATURE = re.compile(r"[（(]?(约束|预期)(?:性)?(?:指标)?[）)]?")
_COUNT = re.compile(r"\s*[（(]?\s*共?\s*\d{1,3}\s*[个项条]\s*(?:指标)?[）)]?\s*$")
_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])\s*"
)
_NUMBERED = re.compile(r"(\d{1,3})(?:\s*[.、．]\s*|\s+|$)(.*)", re.S)
_BRACKET = re.compile(r"\s*[（(]([^（）()]{1,14})[）)]")
_UNIT = re.compile(
    r"(?:每|[\d.]+|[百千万亿]+)*"
    r"(?:元|美元|人民币|人次?|吨|公斤|千克|克|公?亩|公顷|平方(?:米|公里|千米)|立方(?:米|公里|千米)?|公里|千米|米|个|件|套|户|家"
    r"|张|岁|年|天|日|月|次|场次?|所|处|项|辆|艘|架|列|千瓦时?|瓦时?|度|标准?煤|吨标准煤|油当量|百分点|百分比|倍|工作日"
    r"|小时|分钟?|秒|位|名|台|座|篇|部|册|级|升|头|只|羽|株|条|对|村|镇|县|床位?|标箱|标方|TEU|k[Ww]h?|[MG]W|[MGTPE]?B|[MG]bps"
    r"|m[²³23]?|km|t|ha|mg|kg|µg|μg|微克|毫克|%|‰|％|GDP|地区生产总值|常住人口|人口|儿童|老人|美金|新台币)+"
)
_CHINESE_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])|\s*_\s*\{\s*|\s*\}\s*")
_EMPTY_BRACKETS = re.compile(r"[\[【〔]\s*[\]】〕]")
_TABLE = re.compile(r"(?:附?表|专栏)\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)?\s*[：:]?\s*")
_CLAUSE_END = re.compile(r"[；;。\n]|[，,](?=[*＊※①-⑨\[【])")
_CLAUSE_HEAD = re.compile(
    r"\s*(?:(?:注|备注|说明)\s*\d?\s*[：:．.])?\s*(?:\d{1,2}\s*[.、．]\s*|[（(]\d{1,2}[)）]|[①-⑨])?"
)


def indicators_of(document: Document) -> tuple[FoundIndicator, ...]:
    """Give the rows of the document's indicator tables, in the text's order."""
    return tuple(
        found
        for table in tables_in(document.source.text)
        for found in _Reading(document, table).rows()
    )


@dataclass(slots=True)
class _Before:
    """What merged cells hand down to the rows below them."""

    category: str = ""
    number: str = ""
    group: str = ""
    unit: str = ""


class _Reading:
    """Reads the rows of one table."""

    def __init__(self, document: Document, table: Table) -> None:
        self.document = document
        self.table = table
        self.heads = table.heads
        self.before = _Before()

    def rows(self) -> Iterator[FoundIndicator]:
        """Give the indicators; a row with one word names the category of those below it."""
        order = 0
        for row in self.table.rows:
            placed = _under_heads(self.heads, row)
            if not placed.filled:
                continue
            if len(placed.filled) == 1:
                self.before = _Before(category_of(placed.filled[0].text))
                continue
            found = self._indicator(placed, order + 1)
            if found is not None:
                order += 1
                yield found

    def _text(self, row: Row, role: Role) -> str:
        at = self.heads.at(role)
        return row.cells[at].text if 0 <= at < len(row.cells) else ""

    def _indicator(self, row: Row, order: int) -> FoundIndicator | None:
        name_cell = self._hand_down(row)
        if not name_cell or any(len(cell.text) > LONGEST_CELL for cell in row.cells):
            return None
        name, unit = name_and_unit(name_cell)
        unit = _tidy(self._text(row, "unit")) or unit or self.before.unit
        section = _section_at(self.document.sections, row.start)
        box = _box_around(self.document.sections, section)
        titled = section if section and section.kind in {"table", "box"} else None
        return FoundIndicator(
            table=titled.title if titled else _TABLE.sub("", _tidy(self.table.title)),
            box=box.number if box else "",
            section=section.key if section else "",
            category=self.before.category,
            order=order,
            name=name,
            unit=unit,
            base_year=self.heads.year("base"),
            base_text=self._text(row, "base"),
            target_year=self.heads.year("target"),
            target_text=self._text(row, "target"),
            nature=_nature(self._text(row, "nature")),
            further=tuple(self._further(row)),
            start=row.start,
            end=row.end,
            note=self._note(row, name),
            number=self.before.number,
            group=self.before.group,
            growth_text=self._text(row, "growth"),
        )

    def _hand_down(self, row: Row) -> str:
        """Take category, number and group from the row or from those above it; give its name."""
        category, number = self._text(row, "category"), self._text(row, "number")
        name = self._text(row, "name")
        if not name and (number or category) and not number.isdecimal():
            # Where a page was torn, the name slid into the column before it.
            name, number, category = number or category, "", category if number else ""
        if category:
            self.before = _Before(category_of(category), "", "", "")
        counted = _NUMBERED.match(number)
        if counted:
            group, unit = name_and_unit(counted[2])
            self.before = _Before(self.before.category, counted[1], group, unit)
        elif self.heads.at("number") < 0:
            inside = _NUMBERED.match(name)
            if inside and inside[2]:
                self.before = _Before(self.before.category, inside[1])
                name = inside[2]
        return name

    def _further(self, row: Row) -> Iterator[tuple[str, str]]:
        for i, role in enumerate(self.heads.roles):
            if role == "further" and self.heads.words[i] and i < len(row.cells):
                yield self.heads.words[i], row.cells[i].text

    def _note(self, row: Row, name: str) -> str:
        """Give what the notes say of this row: by the marks it carries, or by its name."""
        own = self._text(row, "note")
        cells = "".join(cell.text for cell in row.cells)
        marks = {mark for mark in "*＊※#①②③④⑤⑥⑦⑧⑨" if mark in cells}
        summed = bool(re.search(r"[\[【].*[\]】]", cells))
        clauses = [
            clause
            for clause in _clauses(self.table.note)
            if any(mark in clause[:8] for mark in marks)
            or (summed and _EMPTY_BRACKETS.search(clause[:8]))
            or (len(name) > 1 and name in clause)
        ]
        return "；".join([*([own] if own else []), *clauses])


def _clauses(note: str) -> list[str]:
    clauses = (_CLAUSE_HEAD.sub("", clause, count=1) for clause in _CLAUSE_END.split(note))
    return [clause.strip(" （()）\t|") for clause in clauses if clause.strip()]


def _under_heads(heads: Heads, row: Row) -> Row:
    """Move cells that slid to the side back under their heads; the nature shows how far."""
    nature = heads.at("nature")
    cells = list(row.cells)
    if nature < 0:
        return row
    at = next((i for i, cell in enumerate(cells) if i and _NATURE.fullmatch(cell.text)), nature)
    if at < nature:
        cells = [Cell("", row.start, row.start)] * (nature - at) + cells
    while at > nature and cells and not cells[0].text:
        cells, at = cells[1:], at - 1
    return Row(tuple(cells))


def _nature(text: str) -> Nature:
    found = _NATURE.search(text)
    return _NATURES[found[1]] if found else ""


def category_of(text: str) -> str:
    """Give a category's words without its number and without how many rows it has."""
    return _COUNT.sub("", _MARK.sub("", _tidy(text), count=1))


def name_and_unit(text: str) -> tuple[str, str]:
    """Part 「地区生产总值(亿元)」 into its name and its unit, the last bracket that is one."""
    text = _tidy(text)
    for bracket in reversed(list(_BRACKET.finditer(text))):
        if is_unit(bracket[1]):
            return text[: bracket.start()] + text[bracket.end() :], bracket[1].strip()
    return text, ""


def is_unit(text: str) -> bool:
    """Tell whether the words of a bracket are a unit: %, 万元/人, 1/10万."""
    text = text.strip()
    if re.fullmatch(r"1?/\d*[百千万亿]+|[%‰％]", text):
        return True
    return all(_UNIT.fullmatch(part.strip()) for part in re.split(r"[/·]", text))


def _tidy(text: str) -> str:
    return _CHINESE_GAP.sub("", text.strip("*# "))


def _section_at(sections: Sequence[Section], offset: int) -> Section | None:
    around = [one for one in sections if one.start <= offset < one.end]
    return min(around, key=lambda one: one.end - one.start) if around else None


def _box_around(sections: Sequence[Section], section: Section | None) -> Section | None:
    by_key = {one.key: one for one in sections}
    while section is not None and section.kind != "box":
        section = by_key.get(section.parent)
    return section
