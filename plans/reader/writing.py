"""Write down what was found as a commitment: printed words, offsets, facts, places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.reader.deeds import Deed
from plans.reader.heads import names_itself
from plans.reader.model import Document, Folded, FoundCommitment, Level, Section

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document a paragraph stands: its box (None outside), its group, its section."""

    document: Document
    box: Section | None
    group: str
    section: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in a paragraph: the spans of its name, its own words, what it is and why."""

    name: tuple[Span, ...]
    start: int
    end: int
    level: Level
    why: str
    sure: float
    parent: str = ""
    stage: str = ""
    nature: str = ""


def printed(document: Document, folded: Folded) -> str:
    """Give the words as the source prints them, without the breaks and spaces in between."""
    letters = (document.source.text[at] for at in folded.origin)
    return "".join(letter for letter in letters if not letter.isspace())


def name_of(document: Document, folded: Folded, spans: Sequence[Span]) -> str:
    """Put a name together from the places where its words stand."""
    return without_years("".join(printed(document, folded.cut(*span)) for span in spans))


def without_years(name: str) -> str:
    """Take off a name the brackets that say when it is built: they are a fact of it."""
    return _YEARS.sub("", name)


_YEARS = re.compile(r"(?<=.{3})[（(]20\d\d年?(?:[—–~～至-]{1,2}20\d\d年?)?[)）]$")


def of_deed(deed: Deed, parent: str) -> Found:
    """Say of a deed what a commitment needs."""
    member = deed.member
    return Found(
        member.name, member.start, member.end, deed.kind, member.why, member.sure,
        parent=parent, stage=deed.stage, nature=deed.nature,
    )  # fmt: skip


def write(
    place: Place, folded: Folded, found: Found, facts: Mapping[str, Any] | None = None
) -> FoundCommitment:
    """Make the commitment; its places, its sector and further facts are `details`' to fill in.

    `facts` are those that a table's columns or the sentences behind a numbered name state.
    """
    document = place.document
    start, end = folded.span(found.start, found.end)
    read = "".join(folded.text[a:b] for a, b in found.name)
    told: dict[str, Any] = {"stage": found.stage, "nature": found.nature, **(facts or {})}
    return FoundCommitment(
        box=place.box.number if place.box else "",
        box_title=place.box.title if place.box else "",
        group=place.group,
        name=name_of(document, folded, found.name),
        quote=document.source.text[start:end],
        start=start,
        end=end,
        level=found.level,
        parent=found.parent,
        regions=(),
        sector="",
        facts={key: value for key, value in told.items() if value},
        confidence=round(found.sure * _plausible(read, listed=found.why in _LISTED), 2),
        why=found.why,
        section=place.section,
    )


_LISTED = ("list", "parted at 和", "first of a class", "one work of several parts")
_ODD = re.compile(r"^[的等及、]|[的和与及、]$|[，。；：]|^.{1,2}$|^\d+$")
_SPEAKS = re.compile(
    r"(?:进行|并|以及|从而|使得|应当|必须|可以|不断|进一步|一批|相关|有关|各类|共建|设立|无法|单独|牵头|形成|率先|尤其|飞起来)"
)


def _plausible(name: str, *, listed: bool) -> float:
    """Tell how much a name looks like one: short, a noun, no sentence."""
    trust = 1.0
    if _ODD.search(name):
        trust -= 0.3
    if listed and not names_itself(name):
        trust -= 0.12
    if len(name) > 32:
        trust -= 0.1
    if _SPEAKS.search(name):
        trust -= 0.2
    return max(trust, 0.3)
