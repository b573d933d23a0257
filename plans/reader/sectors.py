"""What sector an undertaking belongs to, told by the words of its name."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# Words that say that something is built, not what: the name's own noun stands before them.
_TAIL = re.compile(
    r"(?:[（(][^（）()]{0,20}[）)])?(?:等)?(?:[一二三]期)?(?:重点|重大)?(?:建设|改造|提升|升级|新建|扩建|改扩建|迁建|配套|工程|项目|行动|计划|及|与|和|体系)*$"
)

# Shapes of names that no word can tell: a substation, a metro line, a road by its number or as the
# last word, a technology, the title of a play.
_SHAPES = (
    (re.compile(r"[\u4e00-\u9fffⅠ-Ⅹ0-9]{2,8}(?<!改)(?<!转)(?<!应)变$"), "0201"),
    (re.compile(r"轨道[\u4e00-\u9fff0-9]*线|地铁|[0-9一二三四五六七八九十]+号线"), "0107"),
    (re.compile(r"(?<![A-Z0-9])[GS]\d{1,2}(?![\d号线])"), "0103"),
    (re.compile(r"(?<![A-Z0-9])[GS]\d{3}(?!\d)|[国省]道[A-Z]?\d|跨[江海]通道"), "0104"),
    (
        re.compile(
            r"(?<![铁公线网电思高源业游])路(?:（[^（）]*）)?(?:[东南西北]段)?"
            r"(?:升级|提升|提质|大修|拓宽|改造|新建|建设|工程|项目)*$"
        ),
        "0401",
    ),
    (
        re.compile(r"技术(?:研发|攻关|研究)$|(?:关键|共性|核心|集成|匹配|繁育)[^发电]{0,2}技术$"),
        "1404",
    ),
    (re.compile(r"^《[^《》]+》$"), "0803"),
    (re.compile(r"引[\u4e00-\u9fff]{1,3}[济入补][\u4e00-\u9fff]"), "0301"),
    (
        re.compile(
            r"[河渠溪](?:（[^（）]*）)?(?:[一二三]期)?(?:治理|整治)?$|^[\u4e00-\u9fff]{2,3}湖$"
        ),
        "0304",
    ),
    (re.compile(r"第?[一二三四五六七八九十]+中(?:$|校舍|扩建|新校区|改扩建)"), "09"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words that tell sectors, longest first in `pattern`, and the sector of each."""

    pattern: re.Pattern[str]
    sector: dict[str, str]
    weak: frozenset[str]
    strong: frozenset[str]
    last: frozenset[str]

    def weight(self, word: str) -> int:
        """Tell how much a word counts against others: the higher first."""
        if word in self.last:
            return -2
        return (word in self.strong) - (word in self.weak)


def classify(name: str, group: str = "", box_title: str = "", *, parent: str = "") -> str:
    """Give the sector's code, "" where nothing tells.

    The word nearest the end of the name decides, for Chinese names end with what the thing is; a
    name that says nothing takes the sector of its programme, its group, its box.
    """
    for shape, code in _SHAPES:
        if shape.search(name):
            return code
    for text in (name, parent, group, box_title):
        code = _told_by(text)
        if code:
            return code
    return ""


def _told_by(text: str) -> str:
    words = sector_words()
    best: tuple[tuple[int, int, int], str] | None = None
    bare = _TAIL.sub("", text) or text
    for found in words.pattern.finditer(bare):
        word = found.group(1)
        end = found.start() + len(word)
        if word in words.last and end < len(bare):
            continue
        rank = (words.weight(word), end, len(word))
        if best is None or rank > best[0]:
            best = (rank, words.sector[word])
    return best[1] if best else ""


@lru_cache(maxsize=1)
def sector_words() -> Words:
    """Give the words of `data/sectors.txt`, read once."""
    text = (files("plans.reader") / "data" / "sectors.txt").read_text(encoding="utf-8")
    sector: dict[str, str] = {}
    marked: dict[str, set[str]] = {"?": set(), "!": set(), "??": set()}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        code, *words = line.split()
        for written in words:
            word = written.lstrip("?!")
            sector.setdefault(word, code)
            mark = written.removesuffix(word)
            if mark:
                marked[mark].add(word)
    longest_first = sorted(sector, key=lambda word: (-len(word), word))
    # A look-ahead lets words overlap: 农业产业园 tells more than 产业园 alone.
    pattern = re.compile("(?=(" + "|".join(map(re.escape, longest_first)) + "))")
    weak, strong, last = (frozenset(marked[mark]) for mark in ("?", "!", "??"))
    return Words(pattern, sector, weak, strong, last)
