"""The documents on their way in, and one part of a document under review with its rows."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Length, Substr

from directory.models import Region, User
from plans.models import Commitment, Intake, IntakeAct, IntakeRow, Plan
from plans.models.commitment import CommitmentLevel
from plans.rules.editions import Change, Promised, compare
from plans.rules.marking import Span
from plans.rules.parts import Part, part_at, parts_of
from plans.rules.stretches import Line, lines_of
from projects.models import Project

LOW = Decimal("0.70")
"""Below this confidence a row stands out: it is likely to be wrong."""
State = IntakeRow.State
MEMBERS = re.compile(r"[、；;，,\n]|以及|和|及|与")
UNDECIDED = Q(state__in=[State.OPEN, State.ACCEPTED], choice="", commitment=None) & ~Q(likely=[])
SHOWS: Mapping[str, Q] = {
    "": Q(),
    "open": Q(state=State.OPEN),
    "low": Q(state=State.OPEN, confidence__lt=LOW),
    "likely": UNDECIDED,
    "unsorted": Q(state__in=[State.OPEN, State.ACCEPTED], sector=None),
    "accepted": Q(state=State.ACCEPTED),
    "set_aside": Q(state=State.SET_ASIDE),
}
"""The filters of a review, by name."""


@dataclass(frozen=True)
class Progress:
    """How far a review has come; `all` leaves out what was joined into another row."""

    all: int = 0
    open: int = 0
    low: int = 0
    likely: int = 0
    unsorted: int = 0
    accepted: int = 0
    set_aside: int = 0
    registered: int = 0
    waiting: int = 0

    @property
    def decided(self) -> int:
        return self.accepted + self.set_aside

    @property
    def percent(self) -> int:
        return 100 * self.decided // self.all if self.all else 0


@dataclass(frozen=True)
class IntakeLine:
    """A document in the list, with how far its review has come."""

    intake: Intake
    progress: Progress


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
    others: Sequence[User] = field(default_factory=list)

    @property
    def next_part(self) -> PartEntry | None:
        return next((one for one in self.parts[self.part.place + 1 :] if one.count), None)

    @property
    def previous_part(self) -> PartEntry | None:
        before = [one for one in self.parts[: self.part.place] if one.count]
        return before[-1] if before else None


def intakes(user: User) -> list[IntakeLine]:
    """The documents that a person's office has taken in, the latest first."""
    rows = (
        Intake.objects.visible_to(user)
        .without_text()
        .select_related("region", "uploaded_by", "plan", "job")
        .defer("plan__text")
    )
    found = list(rows.order_by("-id"))
    progress = progresses(one.pk for one in found)
    return [IntakeLine(one, progress.get(one.pk, Progress())) for one in found]


def intake_of(user: User, intake_id: int) -> Intake:
    """A document, without its text. Raises Intake.DoesNotExist."""
    rows = Intake.objects.visible_to(user).without_text()
    rows = rows.select_related("region", "uploaded_by", "job", "plan", "revises").defer(
        "plan__text", "revises__text"
    )
    return rows.annotate(length=Length("text")).get(pk=intake_id)


def same_plan(user: User, intake: Intake) -> Plan | None:
    """A plan in the register that has this very file as its text."""
    plans = Plan.objects.visible_to(user).without_text().filter(sha256=intake.sha256)
    return next((plan for plan in plans if plan.pk != intake.plan_id), None)


def progresses(intake_ids: Iterable[int]) -> dict[int, Progress]:
    """How far each review has come; one query."""
    kept = IntakeRow.objects.filter(intake__in=list(intake_ids)).exclude(state=State.GONE)
    counted = {
        name: Count("pk", filter=SHOWS[name])
        for name in ("open", "low", "likely", "unsorted", "accepted", "set_aside")
    }
    rows = (
        kept.order_by()
        .values("intake_id")
        .annotate(
            all=Count("pk"),
            registered=Count("pk", filter=Q(commitment__isnull=False)),
            waiting=Count("pk", filter=Q(state=State.ACCEPTED, commitment=None)),
            **counted,
        )
    )
    found: dict[int, Progress] = {}
    for row in rows:
        figures: dict[str, Any] = dict(row)
        intake_id = figures.pop("intake_id")
        found[intake_id] = Progress(**figures)
    return found


def progress_of(intake_id: int) -> Progress:
    return progresses([intake_id]).get(intake_id, Progress())


def stretch_of(intake_id: int, start: int, end: int) -> str:
    """A stretch of a document's text by offsets, cut in the database."""
    cut = Substr("text", start + 1, end - start)
    text: str = Intake.objects.values_list(cut, flat=True).get(pk=intake_id)
    return text


# --- The review ---------------------------------------------------------------------------------


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


# --- Two editions -------------------------------------------------------------------------------


@dataclass(frozen=True)
class EditionChange:
    """A promise of the old edition and what the new one makes of it."""

    change: Change
    old: Commitment | None
    new: IntakeRow | None


@dataclass(frozen=True)
class EditionsPage:
    """A new edition held against the one that it revises."""

    intake: Intake
    old: Plan
    changes: Sequence[EditionChange]
    counts: Mapping[str, int]


def editions_page(user: User, intake_id: int) -> EditionsPage | None:
    """What a new edition keeps, rewords, adds and drops; None when it revises nothing.

    Raises Intake.DoesNotExist.
    """
    intake = intake_of(user, intake_id)
    if intake.revises is None:
        return None
    before = {
        one.pk: one
        for one in Commitment.objects.filter(plan=intake.revises)
        .defer("facts")
        .prefetch_related("regions", Prefetch("projects", Project.objects.visible_to(user)))
        .order_by("start", "end", "id")
    }
    after = {
        one.pk: one
        for one in IntakeRow.objects.filter(intake=intake)
        .exclude(state=State.GONE)
        .exclude(state=State.SET_ASIDE, set_aside_kind__in=["misread", "repeated"])
        .select_related("project")
        .order_by("start", "end", "id")
    }
    changes = compare(
        [
            _promised(one.pk, one, [region.code for region in one.regions.all()])
            for one in before.values()
        ],
        [_promised(one.pk, one, one.region_codes) for one in after.values()],
    )
    return EditionsPage(
        intake=intake,
        old=intake.revises,
        changes=[
            EditionChange(one, before.get(one.old or 0), after.get(one.new or 0)) for one in changes
        ],
        counts=Counter(str(one.fate) for one in changes),
    )


def _promised(pk: int, one: Commitment | IntakeRow, regions: Sequence[str]) -> Promised:
    return Promised(pk, one.name, one.quote, regions, one.sector_id or "", one.level)
