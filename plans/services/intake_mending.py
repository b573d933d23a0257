"""Mending the rows of a document under review: correct, part, join, and add what was passed over.

Each is an act of the review, undoable like a decision.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from directory.errors import RuleViolation
from directory.models import User
from plans.models import Intake, IntakeRow
from plans.models.commitment import CommitmentLevel
from plans.queries.intake import stretch_of
from plans.reader.regions import regions_in
from plans.reader.sectors import classify
from plans.rules.marking import readable
from plans.services.intake_review import (
    COLUMNS,
    NO_CHOICE,
    NO_SET_ASIDE,
    Kind,
    Review,
    Seen,
    State,
    reviewing,
)
from projects.models import Sector

EDITABLE = ("name", "level", "parent_id", "region_codes", "sector_id", "group", "note")
TELLING = frozenset({"name", "region_codes", "sector_id", "parent_id"})
"""Columns that decide with what a row is compared."""
LONGEST_NAME = 200
WHITE = re.compile(r"\s+")


def edit(
    *,
    intake_id: int,
    row_id: int,
    version: int | None,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    accepting: bool = False,
) -> IntakeRow:
    """Correct a row: any of EDITABLE, and `start` and `end` of its quote.

    Raises RowChanged, `required`, `intake_extent`, `intake_parent` or `code_form`.
    """
    with reviewing(Kind.EDIT, intake_id=intake_id, actor=actor, now=now) as review:
        row = review.row(row_id, version)
        changed = _corrected(review, row, values)
        if accepting:
            changed |= {"state": State.ACCEPTED, **NO_SET_ASIDE}
        if changed:
            review.set(row, **changed)
        if TELLING & set(changed):
            review.compare_anew([row])
        return row


def change_rows(
    *, intake_id: int, seen: Seen, values: Mapping[str, Any], actor: User, now: datetime
) -> int:
    """Set level, programme or sector of several rows at once."""
    with reviewing(Kind.EDIT, intake_id=intake_id, actor=actor, now=now) as review:
        rows = review.rows(seen)
        for row in rows:
            review.set(row, **_corrected(review, row, values))
        return len(rows)


def add(
    *,
    intake_id: int,
    start: int,
    end: int,
    actor: User,
    now: datetime,
    name: str = "",
    level: str = CommitmentLevel.PROJECT,
) -> IntakeRow:
    """A row for words that the reader has passed over; who marks them has confirmed them.

    Box, group and section are those of the nearest row before it in the same section.
    """
    with reviewing(Kind.ADD, intake_id=intake_id, actor=actor, now=now) as review:
        quote = _quote(review.intake, start, end)
        section = _section_at(review.intake, start, end)
        box = _box_of(review.intake, section)
        row = IntakeRow(
            section_key=section.get("key", ""),
            box=box.get("number", "")[:12],
            box_title=box.get("title", "")[:120] if box else "",
            group=section["title"][:120] if section.get("kind") == "group" else "",
            name=_name(name or WHITE.sub("", readable(quote))),
            quote=quote,
            start=start,
            end=end,
            level=_level(level),
            state=State.ACCEPTED,
        )
        _tell_anew(review.intake, row)
        review.make(row)
        review.compare_anew([row])
        return row


def split(
    *,
    intake_id: int,
    row_id: int,
    version: int | None,
    names: Sequence[str],
    actor: User,
    now: datetime,
) -> list[IntakeRow]:
    """Part a row into several, one a name; the first stays the row. A name whose words stand in
    the quote gets them as its own quote, another one keeps the whole.

    Raises `intake_split` for fewer than two names.
    """
    names = [name.strip() for name in names if name.strip()]
    if len(names) < 2:
        raise RuleViolation("intake_split", field="names")
    with reviewing(Kind.SPLIT, intake_id=intake_id, actor=actor, now=now) as review:
        first = review.row(row_id, version)
        spans = _spans_within(first, names)
        members = [
            IntakeRow(
                **{name: getattr(first, name) for name in COLUMNS} | dict(NO_CHOICE),
                confidence=first.confidence,
                why=first.why,
            )
            for _name_ in names[1:]
        ]
        for row, name, (start, end) in zip(members, names[1:], spans[1:], strict=True):
            row.name, row.start, row.end = _name(name), start, end
            row.quote = _quote(review.intake, start, end)
            _tell_anew(review.intake, row)
            review.make(row)
        start, end = spans[0]
        quote = _quote(review.intake, start, end)
        review.set(first, name=_name(names[0]), start=start, end=end, quote=quote)
        review.compare_anew([first, *members])
        return [first, *members]


def join(*, intake_id: int, seen: Seen, actor: User, now: datetime, name: str = "") -> IntakeRow:
    """Make one row of several that the text means as one: the first in the text stays, its quote
    reaches over all of them, members of the others become its own.

    Raises `intake_join` for fewer than two rows.
    """
    if len(seen) < 2:
        raise RuleViolation("intake_join")
    with reviewing(Kind.JOIN, intake_id=intake_id, actor=actor, now=now) as review:
        first, *others = review.rows(seen)
        end = max(row.end for row in (first, *others))
        quote = _quote(review.intake, first.start, end)
        regions = dict.fromkeys(code for row in (first, *others) for code in row.region_codes)
        for row in others:
            for member in IntakeRow.objects.select_for_update(of=("self",)).filter(
                parent=row, commitment=None
            ):
                review.set(member, parent_id=first.pk)
            review.set(row, state=State.GONE, **NO_CHOICE)
        review.set(
            first,
            name=_name(name or WHITE.sub("", readable(quote))),
            end=end,
            quote=quote,
            region_codes=list(regions),
            facts={key: value for row in (*others, first) for key, value in row.facts.items()},
        )
        review.compare_anew([first])
        return first


def _corrected(review: Review, row: IntakeRow, values: Mapping[str, Any]) -> dict[str, Any]:
    changed = {key: values[key] for key in EDITABLE if key in values}
    if "name" in changed:
        changed["name"] = _name(changed["name"])
    if "level" in changed:
        _level(changed["level"])
    if changed.get("parent_id"):
        _check_parent(review, row, changed["parent_id"])
    for code in changed.get("region_codes", ()):
        if not re.fullmatch(r"\d{6}", code):
            raise RuleViolation("code_form", field="regions", params={"value": code})
    sector = changed.get("sector_id")
    if sector and not Sector.objects.filter(pk=sector).exists():
        raise RuleViolation("intake_sector_unknown", field="sector", params={"code": sector})
    if "start" in values or "end" in values:
        start, end = values.get("start", row.start), values.get("end", row.end)
        changed |= {"quote": _quote(review.intake, start, end), "start": start, "end": end}
    return {key: value for key, value in changed.items() if getattr(row, key) != value}


def _tell_anew(intake: Intake, row: IntakeRow) -> None:
    """Places and sector by the reader's own rules, for words that a person has cut; where the
    words say nothing, what the row had stays."""
    regions = regions_in(row.name, intake.region_id, context=row.quote, heading=row.group)
    row.region_codes = list(regions) or row.region_codes
    sector = classify(row.name, row.group, row.box_title)
    if Sector.objects.filter(pk=sector).exists():
        row.sector_id = sector


def _check_parent(review: Review, row: IntakeRow, parent_id: int) -> None:
    """A programme of the same document that does not hang on the row itself."""
    above = IntakeRow.objects.filter(intake=review.intake, pk=parent_id).first()
    fits = above is not None and above.level == CommitmentLevel.PROGRAMME
    fits = fits and above is not None and above.state not in (State.GONE, State.SET_ASIDE)
    step: IntakeRow | None = above
    while fits and step is not None:
        fits = step.pk != row.pk
        step = step.parent
    if not fits:
        name = above.name if above else str(parent_id)
        raise RuleViolation("intake_parent", field="parent", params={"name": name})


def _name(words: str) -> str:
    words = words.strip()
    if not words:
        raise RuleViolation("required", field="name")
    if len(words) > LONGEST_NAME:
        raise RuleViolation("note_too_long", field="name", params={"limit": LONGEST_NAME})
    return words


def _level(level: str) -> str:
    if level not in CommitmentLevel.values:
        raise RuleViolation(
            "choice_unknown",
            field="level",
            params={"value": level, "choices": ", ".join(CommitmentLevel.values)},
        )
    return level


def _quote(intake: Intake, start: int, end: int) -> str:
    """The words of a stretch. Raises `intake_extent` for one that is empty or not in the text."""
    quote = stretch_of(intake.pk, start, end) if 0 <= start < end else ""
    if len(quote) != end - start or not quote.strip():
        raise RuleViolation("intake_extent", field="quote")
    return quote


def _spans_within(row: IntakeRow, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where each name's words stand in the quote, line breaks and spaces aside; one that does not
    stand there has the whole quote."""
    places = [i for i, sign in enumerate(row.quote) if not sign.isspace()]
    plain = "".join(row.quote[i] for i in places)
    spans = []
    for name in names:
        words = WHITE.sub("", name)
        at = plain.find(words)
        if at < 0:
            spans.append((row.start, row.end))
        else:
            first, last = places[at], places[at + len(words) - 1]
            spans.append((row.start + first, row.start + last + 1))
    return spans


def _section_at(intake: Intake, start: int, end: int) -> dict[str, Any]:
    around = [one for one in intake.sections if one["start"] <= start and end <= one["end"]]
    return min(around, key=lambda one: one["end"] - one["start"], default={})


def _box_of(intake: Intake, section: Mapping[str, Any]) -> dict[str, Any]:
    """The box that a section is or stands in."""
    by_key = {one["key"]: one for one in intake.sections}
    step: Mapping[str, Any] | None = section
    while step:
        if step.get("kind") == "box":
            return dict(step)
        step = by_key.get(step.get("parent", ""))
    return {}
