"""The marks by which plans number their headings: 第一章, 一、, （一）, 1., ①, 专栏 3, 表 2."""

import re
from dataclasses import dataclass
from enum import IntEnum

HAN_DIGITS = "〇零一二三四五六七八九十百"
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

# What stands before a heading without being part of it: Markdown's signs, frames, brackets.
DECORATION = r"[\s\u3000#*>│┃┆【〖◆■●▲★]*"


class Style(IntEnum):
    """How a heading is numbered; the smaller, the further out it stands."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    HAN = 3
    HAN_BRACKETS = 4
    ARABIC = 5
    ARABIC_BRACKETS = 6
    CIRCLED = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the head of a line: `printed` as it stands, `end` where the words begin."""

    style: Style
    number: int
    printed: str
    end: int


@dataclass(frozen=True, slots=True)
class BoxMark:
    """The head of a box or a table: its number, digits only, "" without; where the words begin."""

    number: str
    end: int
    continued: bool = False


_MARKS = (
    (
        Style.PART,
        re.compile(rf"{DECORATION}(第\s*([{HAN_DIGITS}\d]+)\s*(?:篇|编|部分))(?![的在中是])[\s*]*"),
    ),
    (
        Style.CHAPTER,
        re.compile(rf"{DECORATION}(第\s*([{HAN_DIGITS}\d]+)\s*章)(?![的在中是])[\s*]*"),
    ),
    (
        Style.SECTION,
        re.compile(rf"{DECORATION}(第\s*([{HAN_DIGITS}\d]+)\s*节)(?![的在中是])[\s*]*"),
    ),
    (Style.HAN, re.compile(rf"{DECORATION}(([{HAN_DIGITS}]{{1,3}})\s?[、．.])[\s*]*")),
    (
        Style.HAN_BRACKETS,
        re.compile(rf"{DECORATION}([（(]\s?([{HAN_DIGITS}]{{1,3}})\s?[)）])、?[\s*]*"),
    ),
    (Style.ARABIC, re.compile(rf"{DECORATION}((\d{{1,2}})\s?[、．.。])(?![\d])[\s*]*")),
    (Style.ARABIC_BRACKETS, re.compile(rf"{DECORATION}([（(]?(\d{{1,2}})[)）])、?[\s*]*")),
    (Style.CIRCLED, re.compile(rf"{DECORATION}(([{_CIRCLED}]))[\s*]*")),
)
_FIRST_SIGNS = re.compile(rf"{DECORATION}[第{HAN_DIGITS}（(\d０-９{_CIRCLED}]")
_DIGITS = r"[\d０-９]+(?:[-—–－.．][\d０-９]+)*"
_BOX = re.compile(
    rf"{DECORATION}专\s*栏(?:\s*({_DIGITS}|[{HAN_DIGITS}]{{1,3}}(?![一-龥]))|(?=[\s：:])|(?=$))"
    rf"(?!\s*[中所列，。、；])\s*[：:、.．】〗\]]?\s*"
)
_TABLE = re.compile(
    rf"{DECORATION}(?:附\s*)?表\s*({_DIGITS}|[{HAN_DIGITS}]{{1,3}}(?=[\s：:]))(?![，。、；])\s*[：:、.．】]?\s*"
)
_CONTINUED = re.compile(r"[（(]?\s*续\s*\d?[)）]?\s*$")


def mark_of(line: str, at: int = 0) -> Mark | None:
    """Read the number at the head of a line, None where there is none."""
    if not _FIRST_SIGNS.match(line, at):
        return None
    for style, pattern in _MARKS:
        found = pattern.match(line, at)
        if found:
            number = value_of(found[2])
            return Mark(style, number, _as_printed(found[1]), found.end()) if number else None
    return None


def box_mark_of(line: str) -> BoxMark | None:
    """Read 「专栏 3」 at the head of a line, None where there is none."""
    return _head(_BOX.match(line), line)


def table_mark_of(line: str) -> BoxMark | None:
    """Read 「表 2」 at the head of a line, None where there is none."""
    return _head(_TABLE.match(line), line)


def value_of(number: str) -> int:
    """Give the value of a Chinese or Arabic number up to 999; 0 for what is none."""
    if number.isdecimal():
        return int(number)
    if number in _CIRCLED:
        return _CIRCLED.index(number) + 1
    total = current = 0
    for char in number:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = _VALUES[char]
    return total + current


def _head(found: re.Match[str] | None, line: str) -> BoxMark | None:
    if not found:
        return None
    number = found[1] or ""
    if number and not number[0].isdecimal():
        number = str(value_of(number))
    digits = re.sub(r"[—–－．.]", "-", number).translate({0xFF10 + i: 0x30 + i for i in range(10)})
    return BoxMark(digits, found.end(), bool(_CONTINUED.search(line)))


def _as_printed(mark: str) -> str:
    return re.sub(r"\s", "", mark).replace("(", "（").replace(")", "）").replace("．", ".")
