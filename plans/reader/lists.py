"""Where a sentence can be cut: at 。；，、 and 和, never inside brackets, quotes or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.reader.gazetteer import names_holding

# Innermost pairs only; the veil is drawn three times, so that pairs within pairs are covered too.
_PAIRS = re.compile(
    r"（[^（）()]{0,160}）|\([^()（）]{0,160}\)|《[^《》]{0,80}》|【[^【】]{0,80}】|\[[^\[\]]{0,80}\]"
    r"|以[^，。；、]{1,24}(?:、[^，。；、]{1,24}){0,6}为(?:龙头|主|重点|核心|代表|支撑|引领|主体|依托)的"
    r"|“[^“”]{0,80}”|‘[^‘’]{0,80}’|「[^「」]{0,80}」|『[^『』]{0,80}』|〔[^〔〕]{0,40}〕|\$[^$]{0,80}\$"
)
_VEIL = "\u0000"
_STOP = re.compile(r"[。；;！？!?]")
_FULL_STOP = re.compile("[。！？]")
_COMMA = re.compile(r"，|(?<![0-9A-Za-z]),|,(?![0-9A-Za-z])")
# 5、6号机组 is one work.
_PAUSE = re.compile(r"(?<!\d)、|、(?!\d{1,2}(?:、\d{1,2})*号(?:机组|泊位|楼|炉))")
_TITLE = re.compile(r"《[^《》]{1,40}》|“[^“”]{1,40}”")
_ONLY_TITLES = re.compile(r"(?:《[^《》]{1,40}》|“[^“”]{1,40}”){2,}")
_COLON = re.compile(r"[：:]")
# 和 within the name of a place or a word joins nothing. A short name stands here only where no two
# words could meet in it (市级平台和静态交通, 云平台和平安乡村).
_SHORT_NAMES = "民和|呼和浩特|和林格尔|和布克赛尔|和田|清和[镇乡]|嘉和"
_WORDS = "祥和|和谐|亲和|(?<![一二三四五六七八九十高初])中和[镇路]|碳中和|和睦|和美"
_ONE_WITH_AND = re.compile("|".join([*names_holding("和"), _SHORT_NAMES, _WORDS]))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: its words, and where they stand in it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def cut(self, start: int, end: int | None = None) -> Piece:
        """The stretch from `start` to `end`, counted within this piece, trimmed."""
        words = self.text[start:end]
        bare = words.lstrip()
        return Piece(bare.rstrip(), self.start + start + len(words) - len(bare))

    def __bool__(self) -> bool:
        return bool(self.text)


def veil(text: str) -> str:
    """The same text, as long, with everything in brackets and quotation marks made unreadable."""
    for _ in range(3):
        covered = _PAIRS.sub(lambda pair: _VEIL * len(pair.group()), text)
        if covered == text:
            break
        text = covered
    return text


def _pieces(piece: Piece, mark: re.Pattern[str]) -> Iterator[Piece]:
    begin = 0
    for cut in mark.finditer(veil(piece.text)):
        part = piece.cut(begin, cut.start())
        if part:
            yield part
        begin = cut.end()
    if part := piece.cut(begin):
        yield part


def sentences(piece: Piece) -> list[Piece]:
    """Cut at 。 and ；, the marks themselves left out."""
    return list(_pieces(piece, _STOP))


def full_sentences(piece: Piece) -> list[Piece]:
    """Cut at 。 only."""
    return list(_pieces(piece, _FULL_STOP))


def clauses(piece: Piece) -> list[Piece]:
    """Cut at ，, but not at the comma of a number or of a chemical's name (1,4-丁二醇)."""
    return list(_pieces(piece, _COMMA))


def items(piece: Piece) -> list[Piece]:
    """Cut at 、, and where one quoted title stands directly behind another."""
    return [part for item in _pieces(piece, _PAUSE) for part in _titles(item)]


def _titles(piece: Piece) -> Iterator[Piece]:
    if not _ONLY_TITLES.fullmatch(piece.text):
        yield piece
        return
    for title in _TITLE.finditer(piece.text):
        yield piece.cut(title.start(), title.end())


def at_colon(piece: Piece) -> tuple[Piece, Piece] | None:
    """What stands before and after the first colon, or nothing."""
    found = _COLON.search(veil(piece.text))
    if found is None:
        return None
    return piece.cut(0, found.start()), piece.cut(found.end())


def at_and(piece: Piece, words: str = "和|与|及|以及") -> tuple[Piece, Piece] | None:
    """What stands on the two sides of the last 和, or nothing."""
    text = _ONE_WITH_AND.sub(lambda name: _VEIL * len(name.group()), veil(piece.text))
    found = next(iter(reversed(list(re.finditer(words, text)))), None)
    if found is None or not found.start() or found.end() == len(piece.text):
        return None
    return piece.cut(0, found.start()), piece.cut(found.end())
