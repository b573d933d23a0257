"""What people decide on the rows of a document under review, each act undoable.

Several people work at once: every act names the versions that its person saw, and a row that
somebody else has changed meanwhile is refused with who it was. Acts on one document follow each
other under its lock.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from directory.errors import Conflict, RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, unit_of_work
from plans.models import Intake, IntakeAct, IntakeRow
from plans.services.intake import locked_intake
from plans.services.likely import set_likely
from projects.models import Project
from projects.services.access import need_reason

Kind = IntakeAct.Kind
State = IntakeRow.State
COLUMNS = (
    *("section_key", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent_id", "region_codes", "sector_id", "facts", "note", "state", "set_aside_kind"),
    *("set_aside_reason", "choice", "project_id", "same_as_id", "likely"),
)
NO_CHOICE: Mapping[str, Any] = {"choice": "", "project_id": None, "same_as_id": None}
NO_SET_ASIDE = {"set_aside_kind": "", "set_aside_reason": ""}
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
    _columns: set[str] = field(default_factory=set)

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
        self._columns |= set(values)

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
        columns = [*sorted(self._columns), "changed_by_id"]
        self.work.change_all(self._changed.values(), columns)
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
    of the document. `choice` empty takes it back. Of several rows at once only those become new
    projects of which nothing has been said: a link that somebody chose is not lost in a bulk.

    Raises `intake_choice` when the target does not exist for the actor or cannot be it.
    """
    with reviewing(Kind.CHOOSE, intake_id=intake_id, actor=actor, now=now) as review:
        rows = review.rows(seen)
        if choice == IntakeRow.Choice.NEW and len(rows) > 1:
            rows = [row for row in rows if not row.choice]
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
