"""The numbers that Word puts before a paragraph by itself (第一章, 一、, （1）)."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_FORMATS = {
    *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified"),
    "japaneseDigitalTenThousand",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


class Numbering:
    """Counts the numbered paragraphs of a document, list by list and level by level."""

    def __init__(self, numbers: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbers is not None:
            self._read_lists(numbers)
        if styles is not None:
            self._read_styles(styles)

    def number_of(self, paragraph: Element) -> str:
        """Count the paragraph and give the number before it, "" where it has none."""
        at = _place(paragraph.find(f"{W}pPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if at is None and style is not None:
            at = self._styles.get(style.get(f"{W}val", ""))
        if at is None or at[1] not in self._levels.get(at[0], {}):
            return ""
        list_id, depth = at
        levels = self._levels[list_id]
        counts = self._counts.setdefault(list_id, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return re.sub(
            r"%(\d)",
            lambda found: self._written(levels, counts, int(found[1]) - 1),
            levels[depth].pattern,
        )

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        return _in_form(counts.get(depth, level.start), level.form)

    def _read_lists(self, numbers: Element) -> None:
        drafts = {
            draft.get(f"{W}abstractNumId", ""): {
                int(level.get(f"{W}ilvl", "0")): _level(level)
                for level in draft.iterfind(f"{W}lvl")
            }
            for draft in numbers.iterfind(f"{W}abstractNum")
        }
        for number in numbers.iterfind(f"{W}num"):
            draft = number.find(f"{W}abstractNumId")
            if draft is not None:
                levels = drafts.get(draft.get(f"{W}val", ""), {})
                self._levels[number.get(f"{W}numId", "")] = {
                    depth: level for depth, level in levels.items() if level.form != "bullet"
                }

    def _read_styles(self, styles: Element) -> None:
        for style in styles.iterfind(f"{W}style"):
            at = _place(style.find(f"{W}pPr"))
            if at is not None:
                self._styles[style.get(f"{W}styleId", "")] = at


def _place(properties: Element | None) -> tuple[str, int] | None:
    """Read the list and the depth that a paragraph or a style names."""
    number = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    if properties is None or number is None:
        return None
    depth = properties.find(f"{W}numPr/{W}ilvl")
    value = depth.get(f"{W}val", "0") if depth is not None else "0"
    return number.get(f"{W}val", ""), int(value) if value.isdecimal() else 0


def _level(level: Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    start = value("start", "1")
    return _Level(
        int(start) if start.isdecimal() else 1, value("numFmt", "decimal"), value("lvlText", "")
    )


def _in_form(number: int, form: str) -> str:
    if form in _CHINESE_FORMATS:
        return _in_chinese(number)
    if form == "decimalEnclosedCircleChinese" or form == "decimalEnclosedCircle":
        return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else str(number)
    if form == "none":
        return ""
    return str(number)


def _in_chinese(number: int) -> str:
    """Write a number below a hundred as headings do: 十二."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十"
    return head + (_HAN[ones] if ones else "")
