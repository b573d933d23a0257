"""What a cell of an indicator table says: a number only where there is one.

「≥75.4」, 「95以上」, 「7左右」, 「[21]」, 「3%」 and 「29.2*」 hold a number; 「0/1」, 「—」,
「[降低28.4]」 and 「省任务未下达」 do not.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """How a number limits what is to be reached."""

    NONE = ""
    LEAST = "least"
    OVER = "over"
    MOST = "most"
    UNDER = "under"
    ABOUT = "about"


@dataclass(frozen=True)
class Amount:
    """A cell's number, None where it holds none; `cumulative` when it stands in [ ]."""

    number: Decimal | None = None
    bound: Bound = Bound.NONE
    cumulative: bool = False
    footnoted: bool = False


LARGEST = Decimal(10) ** 14
"""From here on a number is no figure of an indicator; the column could not hold it either."""

_SUM = re.compile(r"[\[【〔]\s*(.*?)\s*[\]】〕]")
_FOOTNOTE = re.compile(r"\s*[*＊※]+|\s*[①-⑳]$")
_BEFORE: tuple[tuple[str, Bound], ...] = (
    (r"≥|>=|≧|不低于|不少于|不小于|大于等于|达到", Bound.LEAST),
    (r"≤|<=|≦|不超过|不高于|不大于|小于等于|控制在", Bound.MOST),
    (r">|高于|大于|超过|多于", Bound.OVER),
    (r"<|低于|小于|少于", Bound.UNDER),
    (r"约|大约|~", Bound.ABOUT),
)
_BEHIND: tuple[tuple[str, Bound], ...] = (
    (r"以上|及以上", Bound.LEAST),
    (r"以下|及以下|以内|之内|内", Bound.MOST),
    (r"左右|上下", Bound.ABOUT),
)
_NUMBER = re.compile(
    r"(?P<before>\D*?)\s*(?P<number>[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?)"
    r"\s*(?P<unit>%|‰|个百分点)?(?P<behind>\D*)"
)


def read_amount(text: str) -> Amount:
    """Read a cell."""
    plain = _in_half_width(text)
    footnoted = bool(_FOOTNOTE.search(plain))
    plain = _FOOTNOTE.sub("", plain).strip()
    summed = _SUM.fullmatch(plain)
    found = _NUMBER.fullmatch(summed[1] if summed else plain)
    if found is None:
        return Amount(cumulative=bool(summed), footnoted=footnoted)
    before = _bound(found["before"].strip(), _BEFORE)
    behind = _bound(found["behind"].strip(), _BEHIND)
    number = Decimal(found["number"].replace(",", ""))
    if before is None or behind is None or abs(number) >= LARGEST:
        return Amount(cumulative=bool(summed), footnoted=footnoted)
    return Amount(number, before or behind, bool(summed), footnoted)


def _in_half_width(text: str) -> str:
    """Full-width signs and figures in half width; a circled figure stays a mark."""
    return (
        "".join(
            char if "①" <= char <= "⑳" else unicodedata.normalize("NFKC", char) for char in text
        )
        .replace("−", "-")
        .strip()
    )


def _bound(words: str, known: tuple[tuple[str, Bound], ...]) -> Bound | None:
    """The bound that words express, none for no words; None for other words."""
    if not words:
        return Bound.NONE
    return next((bound for pattern, bound in known if re.fullmatch(pattern, words)), None)
