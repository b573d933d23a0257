"""What people do with the rows of a document under review, each act undoable.

Several people work at once: every act names the versions that its person saw, and a row that
somebody else has changed meanwhile is refused with who it was. Acts on one document follow each
other under its lock.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from directory.errors import Conflict, RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, unit_of_work
from plans.models import Intake, IntakeAct, IntakeRow
from plans.models.commitment import CommitmentLevel
from plans.queries.intake import stretch_of
from plans.reader.regions import regions_in
from plans.reader.sectors import classify
from plans.rules.marking import readable
from plans.services.intake import locked_intake
from plans.services.likely import set_likely
from projects.models import Project, Sector
from projects.services.access import need_reason

Kind = IntakeAct.Kind
State = IntakeRow.State
COLUMNS = (
    *("section_key", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent_id", "region_codes", "sector_id", "facts", "note", "state", "set_aside_kind"),
    *("set_aside_reason", "choice", "project_id", "same_as_id", "likely"),
)
EDITABLE = ("name", "level", "parent_id", "region_codes", "sector_id", "group", "note")
TELLING = frozenset({"name", "region_codes", "sector_id", "parent_id"})
"""Columns that decide with what a row is compared."""
NO_CHOICE: Mapping[str, Any] = {"choice": "", "project_id": None, "same_as_id": None}
NO_SET_ASIDE = {"set_aside_kind": "", "set_aside_reason": ""}
LONGEST_NAME = 200
WHITE = re.compile(r"\s+")
Seen = Mapping[int, int | None]
"""Rows by id, each with the version that the person saw (None: whatever it is now)."""


class RowChanged(Conflict):
    """Somebody else has changed this row since the actor read it."""

    def __init__(self, row: IntakeRow, *, seen: int) -> None:
        super().__init__(seen=seen, current=row.version)
        self.row = row


@dataclass
class Review:
    """One act: which rows it changes, and what they were before."""

    work: UnitOfWork
    intake: Intake
    actor: User
    _before: dict[int, dict[str, Any]] = field(default_factory=dict)
    _changed: dict[int, IntakeRow] = field(default_factory=dict)
    _made: list[IntakeRow] = field(default_factory=list)

    def rows(self, seen: Seen) -> list[IntakeRow]:
        """Lock rows by id, in the order of the text.

        Raises IntakeRow.DoesNotExist, RowChanged, or `intake_row_registered`.
        """
        found = IntakeRow.objects.select_for_update(of=("self",)).filter(
            intake=self.intake, pk__in=seen
        )
        rows = list(found.exclude(state=State.GONE).order_by("start", "end", "id"))
        if len(rows) < len(seen):
            raise IntakeRow.DoesNotExist
        for row in rows:
            version = seen[row.pk]
            if version is not None and version != row.version:
                raise RowChanged(row, seen=version)
            if row.commitment_id is not None:
                raise RuleViolation("intake_row_registered", params={"name": row.name})
        return rows

    def row(self, row_id: int, version: int | None) -> IntakeRow:
        return self.rows({row_id: version})[0]

    def set(self, row: IntakeRow, **values: Any) -> None:
        """Set columns of a row; it is saved when the act is through."""
        self._before.setdefault(row.pk, {name: getattr(row, name) for name in COLUMNS})
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_by = self.actor
        self._changed[row.pk] = row

    def make(self, row: IntakeRow) -> IntakeRow:
        """Insert a row that a person has made."""
        row.intake = self.intake
        row.changed_by = self.actor
        self.work.create(row)
        self._made.append(row)
        return row

    def compare_anew(self, rows: Iterable[IntakeRow]) -> None:
        """Look again for what rows may be the same as, after their names or places changed."""
        rows = list(rows)
        set_likely(self.intake, rows)
        for row in rows:
            self.set(row, likely=row.likely)

    def save(self, kind: str) -> None:
        self.work.change_all(self._changed.values(), [*COLUMNS, "changed_by_id"])
        made = {row.pk for row in self._made}
        changes = [
            {
                "row": row.pk,
                "version": row.version,
                "before": None if row.pk in made else self._before[row.pk],
            }
            for row in {row.pk: row for row in (*self._changed.values(), *self._made)}.values()
        ]
        if changes:
            self.work.create(
                IntakeAct(
                    intake=self.intake,
                    kind=kind,
                    actor=self.actor,
                    done_at=self.work.now,
                    changes=changes,
                )
            )


@contextmanager
def reviewing(
    kind: str, *, intake_id: int, actor: User, now: datetime, reason: str = ""
) -> Iterator[Review]:
    """One act on a document under review.

    Raises Intake.DoesNotExist, NotPermitted, or `intake_state` when it is not under review.
    """
    with unit_of_work(f"intake.{kind}", actor=actor, now=now, reason=reason) as work:
        intake = locked_intake(intake_id, actor=actor)
        if intake.state != Intake.State.REVIEW:
            raise RuleViolation("intake_state", params={"state": intake.get_state_display()})
        review = Review(work, intake, actor)
        yield review
        review.save(kind)


# --- Deciding -----------------------------------------------------------------------------------


def accept(*, intake_id: int, seen: Seen, actor: User, now: datetime) -> int:
    """Confirm rows as they are. Raises RowChanged; returns how many were confirmed."""
    with reviewing(Kind.ACCEPT, intake_id=intake_id, actor=actor, now=now) as review:
        return _accept(review, review.rows(seen))


def accept_all(
    *,
    intake_id: int,
    least: Decimal,
    actor: User,
    now: datetime,
    start: int = 0,
    end: int | None = None,
) -> int:
    """Confirm every row that waits with at least this confidence, in a stretch of the text or in
    all of it."""
    with reviewing(Kind.ACCEPT, intake_id=intake_id, actor=actor, now=now) as review:
        waiting = IntakeRow.objects.filter(
            intake=review.intake, state=State.OPEN, confidence__gte=least, start__gte=start
        )
        if end is not None:
            waiting = waiting.filter(start__lt=end)
        return _accept(review, review.rows(dict.fromkeys(waiting.values_list("pk", flat=True))))


def _accept(review: Review, rows: Iterable[IntakeRow]) -> int:
    waiting = [row for row in rows if row.state != State.ACCEPTED]
    for row in waiting:
        review.set(row, state=State.ACCEPTED, **NO_SET_ASIDE)
    return len(waiting)


def set_aside(
    *, intake_id: int, seen: Seen, kind: str, reason: str, actor: User, now: datetime
) -> int:
    """Say that rows become no project, and why: misread, said twice, or a commitment that is not
    tracked, which stands in the register as set aside. Raises `reason_required`."""
    if kind not in IntakeRow.SetAside.values:
        raise RuleViolation(
            "choice_unknown",
            field="kind",
            params={"value": kind, "choices": ", ".join(IntakeRow.SetAside.values)},
        )
    if kind == IntakeRow.SetAside.NOT_TRACKED:
        need_reason(reason)
    with reviewing(
        Kind.SET_ASIDE, intake_id=intake_id, actor=actor, now=now, reason=reason
    ) as review:
        rows = review.rows(seen)
        for row in rows:
            review.set(
                row,
                state=State.SET_ASIDE,
                set_aside_kind=kind,
                set_aside_reason=reason.strip(),
                **NO_CHOICE,
            )
        return len(rows)


def reopen(*, intake_id: int, seen: Seen, actor: User, now: datetime) -> int:
    """Take a decision back: the rows wait again."""
    with reviewing(Kind.REOPEN, intake_id=intake_id, actor=actor, now=now) as review:
        rows = [row for row in review.rows(seen) if row.state != State.OPEN]
        for row in rows:
            review.set(row, state=State.OPEN, **NO_SET_ASIDE)
        return len(rows)


def choose(
    *,
    intake_id: int,
    seen: Seen,
    choice: str,
    actor: User,
    now: datetime,
    target_id: int | None = None,
) -> int:
    """Say what rows become: a new project, a project of the register, or the same as another row
    of the document. `choice` empty takes it back.

    Raises `intake_choice` when the target does not exist for the actor or cannot be it.
    """
    with reviewing(Kind.CHOOSE, intake_id=intake_id, actor=actor, now=now) as review:
        rows = review.rows(seen)
        for row in rows:
            review.set(row, **{**NO_CHOICE, **_target(review, row, choice, target_id)})
        return len(rows)


def link_same(
    *, intake_id: int, actor: User, now: datetime, start: int = 0, end: int | None = None
) -> int:
    """Link every row that nobody has spoken about to the project that bears exactly its name and
    lies in no other place, where there is one such project: in a stretch of the text or in all
    of it. Returns how many were linked."""
    with reviewing(Kind.CHOOSE, intake_id=intake_id, actor=actor, now=now) as review:
        rows = IntakeRow.objects.filter(
            intake=review.intake,
            state__in=[State.OPEN, State.ACCEPTED],
            choice="",
            commitment=None,
            start__gte=start,
        )
        if end is not None:
            rows = rows.filter(start__lt=end)
        same = {row.pk: found for row in rows if (found := _same_project(row))}
        visible = Project.objects.visible_to(actor).in_register().filter(pk__in=same.values())
        known = set(visible.values_list("pk", flat=True))
        linked = [row for row in review.rows(dict.fromkeys(same)) if same[row.pk] in known]
        for row in linked:
            review.set(row, choice=IntakeRow.Choice.PROJECT, project_id=same[row.pk])
        return len(linked)


def _same_project(row: IntakeRow) -> int | None:
    """The one project of exactly this name, where it is the only one."""
    same = [one for one in row.likely if one["kind"] == "project" and one["name"] == row.name]
    if len(same) != 1 or same[0]["same_place"] is False:
        return None
    project_id: int = same[0]["id"]
    return project_id


def _target(review: Review, row: IntakeRow, choice: str, target_id: int | None) -> dict[str, Any]:
    match choice:
        case "" | IntakeRow.Choice.NEW:
            return {"choice": choice}
        case IntakeRow.Choice.PROJECT:
            projects = Project.objects.visible_to(review.actor).in_register()
            if target_id and projects.filter(pk=target_id).exists():
                return {"choice": choice, "project_id": target_id}
        case IntakeRow.Choice.ROW:
            rows = IntakeRow.objects.filter(intake=review.intake)
            other = rows.filter(pk=target_id).first() if target_id else None
            other = (other.same_as or other) if other else None
            if other and other.pk != row.pk and other.state not in (State.GONE, State.SET_ASIDE):
                return {"choice": choice, "same_as_id": other.pk}
    raise RuleViolation("intake_choice", field="choice")


# --- Mending ------------------------------------------------------------------------------------


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
