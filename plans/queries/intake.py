"""The documents on their way in, and one part of a document under review with its rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Length, Substr

from directory.models import User
from plans.models import Commitment, Indicator, Intake, IntakeRow, Plan
from plans.rules.editions import Change, Promised, compare
from projects.models import Project

LOW = Decimal("0.70")
"""Below this confidence a row stands out: it is likely to be wrong."""
State = IntakeRow.State
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
    """A plan in the register that has this very file as its text, or the number of this one."""
    alike = Q(sha256=intake.sha256)
    if intake.number:
        alike |= Q(number=intake.number, region=intake.region_id)
    plans = Plan.objects.visible_to(user).without_text().filter(alike).order_by("pk")
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


# --- Indicators ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class IndicatorShown:
    """A row of an indicator table as it was read; `place` is its place in the reading."""

    place: int
    cells: Mapping[str, Any]
    registered: bool


def indicators_of(user: User, intake_id: int) -> tuple[Intake, list[IndicatorShown]]:
    """The indicator tables that were read in a document. Raises Intake.DoesNotExist."""
    intake = intake_of(user, intake_id)
    stored = set(
        Indicator.objects.filter(plan=intake.plan_id or 0).values_list("section__key", "order")
    )
    rows = [
        IndicatorShown(place, cells, (cells["section"] or None, cells["order"]) in stored)
        for place, cells in enumerate(intake.indicators)
    ]
    return intake, rows


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
