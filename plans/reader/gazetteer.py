"""The country's provinces, cities and counties by GB/T 2260 code, found in a text in one pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Level = Literal["province", "city", "county"]
Standing = Literal["full", "plain", "ambiguous", "everyday"]

_SEATS = ("自治区", "自治州", "自治县", "自治旗", "特别行政区")
_KINDS = ("林区", "特区", "地区", "盟", "省", "市", "县", "区", "旗")
_PEOPLE_NAMES = (
    "维吾尔",
    "蒙古族",
    "蒙古",
    "哈萨克族",
    "哈萨克",
    "柯尔克孜族",
    "柯尔克孜",
    "塔吉克",
    "鄂伦春",
    "鄂温克",
    "锡伯",
    "朝鲜族",
    "布依族",
    "土家族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "东乡族",
    "纳西族",
    "景颇族",
    "达斡尔族",
    "仫佬族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "普米族",
    "保安族",
    "裕固族",
    "独龙族",
    "壮族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
    "满族",
    "各族",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or county."""

    code: str
    name: str
    short: str

    @property
    def level(self) -> Level:
        """Its rank, which its code says."""
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place's name where it stands in a text: which places it may mean, and how plainly.

    `standing`: full, the name with its kind (万荣县); plain, a short name that can hardly be
    anything else; ambiguous and everyday, short names that rivers, brands or common words share.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    standing: Standing


def level_of(code: str) -> Level:
    """Tell the rank of a region's code."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def province_of(code: str) -> str:
    """Give the code of the province that a region lies in."""
    return code[:2] + "0000"


def city_of(code: str) -> str:
    """Give the code of the city that a region lies in; a province stands for itself."""
    return code[:4] + "00"


def short_name(name: str) -> str:
    """Drop a place's kind and the peoples of an autonomous one, where two characters remain."""
    for seat in _SEATS:
        if name.endswith(seat):
            return _without_peoples(name[: -len(seat)])
    for kind in _KINDS:
        if name.endswith(kind) and len(name) - len(kind) >= 2:
            return name[: -len(kind)]
    return name


def _without_peoples(name: str) -> str:
    for people in _PEOPLE_NAMES:
        if name.endswith(people) and len(name) - len(people) >= 2:
            return _without_peoples(name[: -len(people)])
    return name.removesuffix("族") if len(name) > 2 else name


class Gazetteer:
    """Places, and where their names stand in a text.

    `aliases` are further names and what they mean (a development zone and its county, an old name).
    """

    def __init__(
        self,
        places: Iterable[Place],
        *,
        everyday: frozenset[str] = frozenset(),
        ambiguous: frozenset[str] = frozenset(),
        words: frozenset[str] = frozenset(),
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.places = {place.code: place for place in places}
        self._everyday, self._ambiguous, self._words = everyday, ambiguous, words
        self._aliases = dict(aliases or {})
        self._codes: dict[str, tuple[str, ...]] = {}
        self._standing: dict[str, Standing] = {}
        self._heads: dict[str, list[str]] = {}
        self._learn_all()

    @classmethod
    def standard(cls) -> "Gazetteer":
        """Give the gazetteer of the whole country that comes with the reader."""
        return _standard()

    def with_aliases(self, aliases: Mapping[str, str]) -> "Gazetteer":
        """Give this gazetteer with further names (a zone's, an alias) and the regions they mean."""
        return Gazetteer(
            self.places.values(),
            everyday=self._everyday,
            ambiguous=self._ambiguous,
            words=self._words,
            aliases={**self._aliases, **aliases},
        )

    def _learn_all(self) -> None:
        by_short: dict[str, list[str]] = {}
        for place in self.places.values():
            by_short.setdefault(place.short, []).append(place.code)
            self._learn(place.name, (place.code,), self._full_standing(place))
        for short, codes in by_short.items():
            self._learn(short, _by_rank(codes), None)
            self._learn_other_kinds(short, codes)
        for name, code in self._aliases.items():
            self._learn(name, (code,), "full")
        for names in self._heads.values():
            names.sort(key=lambda name: (-len(name), name))

    def _learn_other_kinds(self, short: str, codes: list[str]) -> None:
        """Learn 太谷县 for 太谷区: a county changes its kind, its name stays."""
        if (
            len(codes) == 1
            and len(short) >= 2
            and short[-1] not in "市县区旗"
            and self._is_plain(short)
        ):
            kinds = "县市区" if level_of(codes[0]) == "county" else ""
            for kind in kinds:
                if short + kind not in self._codes:
                    self._learn(short + kind, (codes[0],), "full")

    def _learn(self, name: str, codes: tuple[str, ...], standing: Standing | None) -> None:
        known = self._codes.get(name, ())
        self._codes[name] = known + tuple(code for code in codes if code not in known)
        self._standing.setdefault(name, standing or self._short_standing(name))
        names = self._heads.setdefault(name[:2], [])
        if name not in names:
            names.append(name)

    def _full_standing(self, place: Place) -> Standing | None:
        """Tell how plainly a place's own name means it: 新城区 may be any town's new quarter."""
        if place.name == place.short:
            return None
        common = place.name.endswith("区") and place.short in self._everyday
        return "ambiguous" if common else "full"

    def _is_plain(self, short: str) -> bool:
        return short not in self._everyday and short not in self._ambiguous

    def _short_standing(self, name: str) -> Standing:
        level = level_of(self._codes[name][0])
        if name in self._everyday and level != "province":
            return "everyday"
        if level != "county":
            return "plain"
        return "ambiguous" if name in self._ambiguous else "plain"

    def mentions(self, text: str) -> list[Mention]:
        """Find the places' names in a text, the longest first where names overlap, in order."""
        found: list[Mention] = []
        names_at = self._heads.get
        at, last = 0, len(text) - 1
        while at < last:
            names = names_at(text[at : at + 2])
            name = self._name_at(text, at, names) if names else None
            if name is None:
                at += 1
                continue
            end = at + len(name)
            found.append(Mention(at, end, self._codes[name], self._standing[name]))
            at = end
        return found

    def _name_at(self, text: str, at: int, names: list[str]) -> str | None:
        for name in names:
            if text.startswith(name, at) and not self._is_torn(text, at, name):
                return name
        return None

    def _is_torn(self, text: str, at: int, name: str) -> bool:
        """Tell whether the characters belong to the words around them (提高平台 is no 高平)."""
        if len(name) == 3:
            return text[at - 1 : at + 1] in self._words and name[1:] in self._words
        if len(name) > 3:
            return False
        before, behind = text[at - 1 : at + 1] if at else "", text[at + 1 : at + 3]
        if self._standing[name] == "everyday" and self._is_known_place(behind):
            return True
        if name[-1] in "县旗":
            return before in self._words or behind in ("县域", "县级")
        overlapping = behind in self._words or self._starts_full_name(text, at + 1)
        return overlapping and (before in self._words or self._starts_full_name(text, at + 1))

    def is_word(self, word: str) -> bool:
        """Tell whether two characters are a word of everyday language."""
        return word in self._words

    def _is_known_place(self, name: str) -> bool:
        return self._standing.get(name, "everyday") != "everyday"

    def is_loose(self, text: str, mention: Mention) -> bool:
        """Tell whether a name's last character also begins a common word (晋阳高速 is no 阳高)."""
        return (
            mention.end - mention.start == 2
            and text[mention.end - 1 : mention.end + 1] in self._words
        )

    def _starts_full_name(self, text: str, at: int) -> bool:
        return any(
            len(name) > 2 and text.startswith(name, at)
            for name in self._heads.get(text[at : at + 2], ())
        )


def _by_rank(codes: Iterable[str]) -> tuple[str, ...]:
    ranks = ("province", "city", "county")
    return tuple(sorted(codes, key=lambda code: (ranks.index(level_of(code)), code)))


def _data(name: str) -> str:
    return (files("plans.reader") / "data" / name).read_text(encoding="utf-8")


def _listed(name: str) -> frozenset[str]:
    return frozenset(
        word
        for line in _data(name).splitlines()
        if not line.startswith("#")
        for word in line.split()
    )


@lru_cache(maxsize=1)
def _standard() -> Gazetteer:
    rows = (line.split(",") for line in _data("regions.csv").splitlines()[1:])
    former = (line.split(",") for line in _data("former_names.csv").splitlines()[1:])
    run_together = _data("everyday_words.txt").splitlines()
    return Gazetteer(
        (Place(code, name, short_name(name)) for code, name in rows),
        everyday=_listed("everyday_names.txt"),
        ambiguous=_listed("ambiguous_names.txt"),
        words=frozenset(line[i : i + 2] for line in run_together for i in range(0, len(line), 2)),
        aliases={name: code for code, name in former},
    )


def names_holding(sign: str) -> tuple[str, ...]:
    """Give the full names of places that hold a sign, as plans write them (民和县, not 民和回族土族
    自治县), the longest first. A name of two signs is none: 和县 also stands in 各市和县."""
    names = set()
    for line in _data("regions.csv").splitlines()[1:]:
        name = line.split(",")[1]
        names |= {name, short_name(name) + "县"} if name.endswith("自治县") else {name}
    held = (name for name in names if sign in name and len(name) > 2)
    return tuple(sorted(held, key=lambda name: (-len(name), name)))
