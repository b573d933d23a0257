"""Write down what was found as a commitment: printed words, offsets, facts, places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.reader.deeds import Deed
from plans.reader.facts import facts_in
from plans.reader.model import Document, Folded, FoundCommitment, Level, Section
from plans.reader.regions import regions_in
from plans.reader.sectors import classify

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
    context: str = ""
    remark: str = ""


def printed(document: Document, folded: Folded) -> str:
    """Give the words as the source prints them, without the breaks and spaces in between."""
    letters = (document.source.text[at] for at in folded.origin)
    return "".join(letter for letter in letters if not letter.isspace())


def name_of(document: Document, folded: Folded, spans: Sequence[Span]) -> str:
    """Put a name together from the places where its words stand."""
    return "".join(printed(document, folded.cut(*span)) for span in spans)


def of_deed(deed: Deed, parent: str, context: str) -> Found:
    """Say of a deed what a commitment needs."""
    member = deed.member
    return Found(
        member.name, member.start, member.end, deed.kind, member.why, member.sure,
        parent=parent, stage=deed.stage, nature=deed.nature, context=context,
    )  # fmt: skip


def write(
    place: Place, folded: Folded, found: Found, facts: Mapping[str, Any] | None = None
) -> FoundCommitment:
    """Make the commitment, with the regions, the sector and the facts that its words tell.

    `facts` are those that a table's columns state; they count more than what the words tell.
    """
    document = place.document
    start, end = folded.span(found.start, found.end)
    quote = document.source.text[start:end]
    name = name_of(document, folded, found.name)
    read = "".join(folded.text[a:b] for a, b in found.name)
    own = folded.text[found.start : found.end]
    told = facts_in(
        read, own, heading=found.parent, group=place.group, context=found.context,
        remark=found.remark, level=found.level, stage=found.stage, nature=found.nature,
    )  # fmt: skip
    if "content" in told:
        begin = own.find(told["content"])
        if begin >= 0:
            at = found.start + begin
            told["content"] = printed(document, folded.cut(at, at + len(told["content"])))
    told.update(facts or {})
    title = place.box.title if place.box else ""
    where = read if len(own) <= len(read) + 6 or not own.startswith(read) else own
    return FoundCommitment(
        box=place.box.number if place.box else "",
        box_title=title,
        group=place.group,
        name=name,
        quote=quote,
        start=start,
        end=end,
        level=found.level,
        parent=found.parent,
        regions=regions_in(
            where, document.home, context=found.context, heading=found.parent or place.group
        ),
        sector=classify(read, place.group, title, parent=found.parent),
        facts=told,
        confidence=round(found.sure * _plausible(read), 2),
        why=found.why,
        section=place.section,
    )


_ODD = re.compile(r"^[的等及和与并或、]|[的和与及、]$|[，。；：]|^.{1,2}$|^\d+$")
_SPEAKS = re.compile(r"(?:进行|并|以及|从而|使得|应当|必须|可以|不断|进一步|一批|相关|有关|各类)")


def _plausible(name: str) -> float:
    """Tell how much a name looks like one: short, a noun, no sentence."""
    trust = 1.0
    if _ODD.search(name):
        trust -= 0.3
    if len(name) > 32:
        trust -= 0.1
    if _SPEAKS.search(name):
        trust -= 0.2
    return max(trust, 0.3)
