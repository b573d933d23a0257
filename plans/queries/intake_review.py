"""One part of a document under review: its text with every quote marked, and its rows."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.models import Region, User
from plans.models import Commitment, Intake, IntakeAct, IntakeRow
from plans.models.commitment import CommitmentLevel
from plans.queries.intake import LOW, SHOWS, Progress, progress_of
from plans.rules.marking import Span
from plans.rules.parts import Part, part_at, parts_of
from plans.rules.stretches import Line, lines_of
from projects.models import Project

State = IntakeRow.State
MEMBERS = re.compile(r"[、；;，,\n]|以及|和|及|与")


@dataclass(frozen=True)
class Evidence:
    """What a plan says of a project that a row may speak of."""

    plan: str
    place: str
    name: str
    quote: str


@dataclass(frozen=True)
class Offer:
    """Something that a row may be the same as, with what speaks for it."""

    kind: str
    id: int
    name: str
    score: int
    same_place: bool | None
    same_sector: bool
    project: Project | None = None
    row: IntakeRow | None = None
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True)
class RowShown:
    """A row beside its text."""

    row: IntakeRow
    number: int
    page: int | None
    regions: Sequence[str]
    low: bool
    offers: Sequence[Offer]

    @property
    def token(self) -> str:
        """The row with the version that the reader of the page sees."""
        return f"{self.row.pk}:{self.row.version}"

    @property
    def proposed_split(self) -> str:
        """The names that a list in the row's own name would give, one on each line."""
        return "\n".join(name for name in MEMBERS.split(self.row.name) if name.strip())

    @property
    def percent(self) -> int | None:
        return None if self.row.confidence is None else int(self.row.confidence * 100)

    @property
    def undecided(self) -> bool:
        return bool(self.offers) and not self.row.choice


@dataclass(frozen=True)
class PartEntry:
    """A part of the document, and how many of its rows the filter shows."""

    part: Part
    count: int


@dataclass(frozen=True)
class ReviewPage:
    """One part of a document with its rows."""

    intake: Intake
    progress: Progress
    show: str
    parts: Sequence[PartEntry]
    part: Part
    lines: Sequence[Line]
    rows: Sequence[RowShown]
    states: Mapping[int, str]
    last_act: IntakeAct | None

    @property
    def next_part(self) -> PartEntry | None:
        return next((one for one in self.parts[self.part.place + 1 :] if one.count), None)

    @property
    def previous_part(self) -> PartEntry | None:
        before = [one for one in self.parts[: self.part.place] if one.count]
        return before[-1] if before else None


def review_page(
    user: User, intake_id: int, *, place: int | None, show: str, row_id: int | None = None
) -> ReviewPage:
    """A part of a document under review. Without a place the part of the named row, or the first
    one in which the filter finds something. Raises Intake.DoesNotExist."""
    intake = (
        Intake.objects.visible_to(user)
        .select_related("region", "plan")
        .defer("plan__text", "indicators")
        .get(pk=intake_id)
    )
    rows = IntakeRow.objects.filter(intake=intake).exclude(state=State.GONE)
    parts = parts_of(intake.text, intake.sections)
    begins = [part.start for part in parts]
    starts = rows.filter(SHOWS[show]).order_by("start").values_list("start", flat=True)
    counts = Counter(bisect_right(begins, start) - 1 for start in starts)
    chosen = _chosen(parts, counts, place, rows, row_id)
    part = parts[chosen]
    within = list(
        rows.filter(start__gte=part.start, start__lt=part.end)
        .select_related("parent", "sector", "project", "same_as", "changed_by")
        .order_by("start", "end", "id")
    )
    numbers = {row.pk: number for number, row in enumerate(within, start=1)}
    matching = set(rows.filter(SHOWS[show], pk__in=numbers).values_list("pk", flat=True))
    if row_id in numbers:
        matching.add(row_id)
    shown = [row for row in within if row.pk in matching]
    # A quote that begins in the part before reaches into this one.
    reaching = rows.filter(start__lt=part.start, end__gt=part.start)
    spans = [Span(one.start, one.end, one.pk) for one in (*reaching, *within)]
    return ReviewPage(
        intake=intake,
        progress=progress_of(intake.pk),
        show=show,
        parts=[PartEntry(one, counts[one.place]) for one in parts],
        part=part,
        lines=lines_of(intake.text[part.start : part.end], start=part.start, spans=spans),
        rows=_shown(user, intake, shown, numbers),
        states={one.pk: _look(one) for one in (*reaching, *within)},
        last_act=IntakeAct.objects.filter(intake=intake, actor=user, undone_at=None)
        .order_by("-id")
        .first(),
    )


def _chosen(
    parts: Sequence[Part],
    counts: Mapping[int, int],
    place: int | None,
    rows: Any,
    row_id: int | None,
) -> int:
    if row_id is not None and place is None:
        start = rows.filter(pk=row_id).values_list("start", flat=True).first()
        if start is not None:
            return part_at(parts, start)
    if place is not None:
        return min(max(place, 0), len(parts) - 1)
    return next((part.place for part in parts if counts.get(part.place)), 0)


def _look(row: IntakeRow) -> str:
    """How a quote is marked: by what was decided, and by doubt where nothing was."""
    if row.state == State.OPEN and row.confidence is not None and row.confidence < LOW:
        return "low"
    state: str = row.state
    return state


def _shown(
    user: User, intake: Intake, rows: Sequence[IntakeRow], numbers: Mapping[int, int]
) -> list[RowShown]:
    codes = {code for row in rows for code in row.region_codes}
    names = dict(Region.objects.filter(pk__in=codes).values_list("pk", "short_name"))
    offers = _offers(user, rows)
    return [
        RowShown(
            row=row,
            number=numbers[row.pk],
            page=bisect_right(intake.pages, row.start) or None,
            regions=[names.get(code, code) for code in row.region_codes],
            low=_look(row) == "low",
            offers=offers.get(row.pk, ()) if row.commitment_id is None else (),
        )
        for row in rows
    ]


def _offers(user: User, rows: Sequence[IntakeRow]) -> dict[int, list[Offer]]:
    """What each row may be the same as; four queries however many there are."""
    told = [one for row in rows for one in row.likely]
    wanted = {one["id"] for one in told if one["kind"] == "project"}
    projects = {
        one.pk: one
        for one in Project.objects.visible_to(user)
        .in_register()
        .filter(pk__in=wanted)
        .select_related("region", "sector")
    }
    evidence = _evidence(projects)
    others = IntakeRow.objects.exclude(state__in=[State.GONE, State.SET_ASIDE]).in_bulk(
        {one["id"] for one in told if one["kind"] == "row"}
    )
    found: dict[int, list[Offer]] = {}
    for row in rows:
        for one in row.likely:
            project = projects.get(one["id"]) if one["kind"] == "project" else None
            other = others.get(one["id"]) if one["kind"] == "row" else None
            if project is None and other is None:
                continue
            found.setdefault(row.pk, []).append(
                Offer(
                    kind=one["kind"],
                    id=one["id"],
                    name=one["name"],
                    score=round(100 * one["score"]),
                    same_place=one["same_place"],
                    same_sector=one["same_sector"],
                    project=project,
                    row=other,
                    evidence=evidence.get(one["id"], ()) if project else (),
                )
            )
    return found


def _evidence(projects: Mapping[int, Project]) -> dict[int, list[Evidence]]:
    commitments = (
        Commitment.objects.filter(links__project__in=projects)
        .select_related("plan")
        .defer("plan__text")
        .order_by("plan_id", "start")
        .values_list(
            "links__project_id", "plan__title", "box", "box_title", "name", "quote", named=True
        )
    )
    found: dict[int, list[Evidence]] = {}
    for one in commitments:
        place = f"{one.box} {one.box_title}".strip()
        found.setdefault(one.links__project_id, []).append(
            Evidence(one.plan__title, place, one.name, one.quote)
        )
    return found


def programmes_of(intake_id: int) -> list[tuple[int, str]]:
    """The rows that others may hang on, for a select."""
    rows = IntakeRow.objects.filter(intake=intake_id, level=CommitmentLevel.PROGRAMME)
    rows = rows.exclude(state__in=[State.GONE, State.SET_ASIDE])
    return list(rows.order_by("start", "id").values_list("pk", "name"))
