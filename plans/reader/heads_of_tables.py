"""The heads of an indicator table: which column says what.

「类别」 gathers, 「序号」 counts, 「指标」 names, 「属性」 binds; a year is the base or the target;
what grows a year or adds up (年均, 累计) is the growth; the rest is kept under its head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Role = Literal[
    "category", "number", "name", "unit", "base", "target", "growth", "nature", "note", "further"
]

_PLAIN: tuple[tuple[str, Role], ...] = (
    (r"(?:序|编)号|NO\.?", "number"),
    (r"(?:指标)?(?:属性|性质)|指标类型|约束/预期|属性（.*）", "nature"),
    (r"(?:计量|指标)?单位(?:（.*）)?", "unit"),
    (r"备注|说明|指标解释", "note"),
    (r"(?:指标)?(?:类别|分类|领域|方面|维度|类型|大类)|一级指标|目标类别|目标", "category"),
    (r"(?:主要|具体|核心|规划|发展|二级|三级)?指标(?:名称|内容|项目?|体系)?", "name"),
)
_MAY_NAME = re.compile(r"指\s*标|项\s*目|名\s*称|内\s*容")
_LOOSE_NAME = re.compile(r"项目|名称|内容|项目名称")
SPANS = "\x1f"  # between the words of a spanning head and those below it
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIVE = re.compile(r"[“\"]?十(?P<which>[一二三四五六])五[”\"]?(?:时期|规划)?(?:末|期末|目标|完成)?")
_GROWTH = re.compile(r"年均|年增|增速|增长|增幅|累计|增减")
_BASE = re.compile(r"基期|基年|基准|基础值|现状|现值|实际|完成|实绩|进展|预计(?!目标)")
_AIM = re.compile(r"目标|规划值|预期|规划")
_DONE = re.compile(r"进展|完成|实际|实绩")
_DATA = re.compile(r"[-—–/]|[\[（(≥≤<>＞＜]?[-\d.,%]+[\]）)%]?|约束性|预期性")
_WIDE = str.maketrans(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0xFF01 + i) not in "（）"}
)


@dataclass(frozen=True, slots=True)
class Heads:
    """What each column holds: its role, its words, the year that they name."""

    roles: tuple[Role, ...]
    words: tuple[str, ...]
    years: tuple[int | None, ...]

    def at(self, role: Role) -> int:
        """Give the first column of a role, -1 where there is none."""
        return self.roles.index(role) if role in self.roles else -1

    def year(self, role: Role) -> int | None:
        """Give the year of the first column of a role."""
        return self.years[self.at(role)] if role in self.roles else None


@lru_cache(maxsize=4096)
def is_head_word(cell: str) -> bool:
    """Tell whether a cell's words can only be those of a head: no title, no data."""
    word = plain(cell)
    role = _role_by_words(word)
    return bool(role != "further" or year_of(word) or _BASE.search(word) or _AIM.search(word))


def head_of(cells: Sequence[str], title: str) -> Heads | None:
    """Read cells as the head of an indicator table; None when they are none.

    It takes a column that names indicators and one for what is to be reached.
    """
    if not 3 <= len(cells) <= 16 or not _MAY_NAME.search("".join(cells)):
        return None
    words = tuple(" ".join(plain(part) for part in cell.split(SPANS)) for cell in cells)
    roles: list[Role] = [_role_by_words(word.replace(" ", "")) for word in words]
    if "name" not in roles and "指标" in title:
        roles = [
            "name" if _LOOSE_NAME.fullmatch(w) else r for w, r in zip(words, roles, strict=True)
        ]
    if "name" not in roles:
        return None
    while words and not words[-1]:
        words, roles = words[:-1], roles[:-1]
    _settle_names(roles, words)
    years = tuple(year_of(word) for word in words)
    _settle_values(roles, words, years)
    if "target" not in roles and not ("growth" in roles and "base" in roles):
        return None
    return Heads(tuple(roles), words, years)


def plain(text: str) -> str:
    """Give a head without the blanks it is spread by, in half width."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip("*# "))
    return text.translate(_WIDE)


def is_second_head(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a row goes on with the head above it: years and words, and no data."""
    filled = [plain(cell) for cell in below if cell.strip()]
    if not filled or any(_DATA.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in filled):
        return False
    named = [i for i, cell in enumerate(above) if _role_by_words(plain(cell)) == "name"]
    if not named or (named[0] < len(below) and below[named[0]].strip()):
        return False
    return any(
        _YEAR.search(c) or _GROWTH.search(c) or _AIM.search(c) or _BASE.search(c) for c in filled
    )


def joined_heads(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Set the words of a spanning head before those below it."""
    joined: list[str] = []
    spanning = ""
    for i in range(max(len(above), len(below))):
        upper = above[i].strip() if i < len(above) else ""
        lower = below[i].strip() if i < len(below) else ""
        spanning = upper or (spanning if lower else "")
        joined.append(f"{spanning}{SPANS}{lower}" if lower and spanning else lower or upper)
    return joined


def year_of(word: str) -> int | None:
    """Give the year that a head names, in figures or as the end of a five-year period."""
    found = _YEAR.search(word)
    if found:
        return int(found[0])
    five = _FIVE.search(word)
    return 2005 + 5 * ("一二三四五六".index(five["which"]) + 1) if five else None


def _role_by_words(word: str) -> Role:
    for pattern, role in _PLAIN:
        if re.fullmatch(pattern, word, re.I):
            return role
    return "growth" if _GROWTH.search(word) and not _YEAR.search(word) else "further"


def _settle_names(roles: list[Role], words: Sequence[str]) -> None:
    """One column names the indicators: the last of several, the others gather."""
    named = [i for i, role in enumerate(roles) if role == "name"]
    for i in named[:-1]:
        roles[i] = "category" if "category" not in roles else "further"
    categories = [i for i, role in enumerate(roles) if role == "category"]
    for i in categories:
        if words[i] == "目标" and (i > named[-1] or len(categories) > 1):
            roles[i] = "further"


def _settle_values(roles: list[Role], words: Sequence[str], years: Sequence[int | None]) -> None:
    """Find the base and the target among the columns of values."""
    growth = [i for i, role in enumerate(roles) if role == "growth"]
    for i in growth[1:]:
        roles[i] = "further"
    values = [i for i, r in enumerate(roles) if r == "further" and _is_value(words[i], years[i])]
    target = _target(values, words, years)
    if target is None:
        return
    roles[target] = "target"
    before = [i for i in values if i != target and _is_before(years[i], years[target])]
    before = [i for i in before if not _AIM.search(words[i]) or _DONE.search(words[i])]
    dated = [i for i in before if years[i] is not None]
    if dated:
        roles[max(dated, key=lambda i: (years[i] or 0, -i))] = "base"
    elif before:
        roles[before[0]] = "base"


def _is_value(word: str, year: int | None) -> bool:
    return year is not None or bool(_BASE.search(word) or _AIM.search(word))


def _is_before(year: int | None, target: int | None) -> bool:
    return year is None or target is None or year < target


def _target(values: Sequence[int], words: Sequence[str], years: Sequence[int | None]) -> int | None:
    """Choose the column to be reached: the first called a target, else the next year to come.

    Behind it an outlook (2035年) may stand: more than four years behind another target, or more
    than seven behind the last of bare years.
    """
    aims = [i for i in values if _AIM.search(words[i]) and not _DONE.search(words[i])]
    if aims:
        return _without_outlook(sorted(aims, key=lambda i: years[i] or 0), years, 4)
    open_ones = [i for i in values if not _BASE.search(words[i]) and years[i] is not None]
    open_ones.sort(key=lambda i: years[i] or 0)
    if not open_ones or (len(open_ones) == 1 and len(values) == 1):
        return open_ones[0] if open_ones else None
    if len(open_ones) < len(values):
        return open_ones[0]
    return _without_outlook(open_ones, years, 7 if len(open_ones) > 2 else 99)


def _without_outlook(columns: Sequence[int], years: Sequence[int | None], farthest: int) -> int:
    """Give the last column, or the one before it when the last looks far ahead."""
    if len(columns) == 1:
        return columns[0]
    last, previous = years[columns[-1]] or 0, years[columns[-2]] or 0
    return columns[-2] if last - previous > farthest else columns[-1]
