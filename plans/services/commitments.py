"""What the plans promise, from the files into the register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Region
from directory.services.fixture_files import Difference, FileRow, Loaded, once
from directory.unit import UnitOfWork
from plans.models import Commitment, Plan, PlanSection
from plans.rules.pairing import pair
from projects.models import Sector

FILE = "commitments.jsonl"
Naming = Commitment.regions.through
FIELDS = (
    *("key", "section_id", "box", "box_title", "group", "name", "quote", "start", "end"),
    *("level", "parent_id", "sector_id", "facts", "note"),
)


@dataclass
class Given:
    """A row of the file, proved against its plan's text; `above` is the key of its programme."""

    row: FileRow
    commitment: Commitment
    regions: Sequence[str]
    above: str

    plan_id = property(lambda self: self.commitment.plan_id)
    box = property(lambda self: self.commitment.box)
    name = property(lambda self: self.commitment.name)
    start = property(lambda self: self.commitment.start)
    end = property(lambda self: self.commitment.end)


def load_commitments(
    work: UnitOfWork,
    rows: Sequence[FileRow],
    plans: Mapping[str, Plan],
    outlines: Mapping[int, Sequence[PlanSection]],
) -> Loaded:
    """Insert the commitments that are new, correct those that the file has corrected, and say
    which ones it no longer has; those stay.

    Raises `file_row` for a row whose quote is not what the text says there.
    """
    once(rows, "id")
    given = _read(rows, plans, outlines)
    stored = list(
        Commitment.objects.select_for_update(of=("self",))
        .filter(plan__in=plans.values())
        .order_by("id")
    )
    pairs, new, vanished = pair(stored, given)
    for known, one in pairs:
        one.commitment.pk = known.pk
    _create(work, new, given)
    _correct(work, pairs, given, vanished)
    _name_regions(work, given)
    return Loaded({FILE: len(new)}, [_gone(commitment) for commitment in vanished])


# --- Reading ------------------------------------------------------------------------------------


def _read(
    rows: Sequence[FileRow],
    plans: Mapping[str, Plan],
    outlines: Mapping[int, Sequence[PlanSection]],
) -> list[Given]:
    regions = set(Region.objects.values_list("code", flat=True))
    sectors = set(Sector.objects.values_list("code", flat=True))
    programmes = {
        (row.cells.get("doc"), row.cells.get("box"), row.cells.get("name")): row.text("id")
        for row in rows
        if row.cells.get("level") == Commitment.Level.PROGRAMME
    }
    return [_given(row, plans, outlines, regions, sectors, programmes) for row in rows]


def _given(
    row: FileRow,
    plans: Mapping[str, Plan],
    outlines: Mapping[int, Sequence[PlanSection]],
    regions: Collection[str],
    sectors: Collection[str],
    programmes: Mapping[tuple[Any, Any, Any], str],
) -> Given:
    plan = plans[row.known("doc", plans, _("plan"))]
    if row.text("plan", empty=True) != plan.number:
        raise row.bad("plan", _("the number of the document is expected"))
    start, end = _proved(row, plan)
    named = row.texts("regions")
    for code in named:
        if code not in regions:
            raise row.unknown("regions", _("region"), code)
    commitment = Commitment(
        plan=plan,
        key=row.text("id", longest=40),
        section=_smallest(outlines[plan.pk], start, end),
        box=row.text("box", empty=True, longest=12),
        box_title=row.text("box_title", empty=True, longest=120),
        group=row.text("group", empty=True, longest=120),
        name=row.text("name", longest=200),
        quote=row.cells["quote"],
        start=start,
        end=end,
        level=row.one_of("level", Commitment.Level.values),
        sector_id=row.known("sector", sectors, _("sector")),
        facts=row.mapping("facts"),
        note=row.text("note", empty=True),
    )
    parent = row.text("parent", empty=True)
    if parent and (row.cells["doc"], commitment.box, parent) not in programmes:
        raise row.unknown("parent", _("programme of the same box"), parent)
    above = programmes[row.cells["doc"], commitment.box, parent] if parent else ""
    return Given(row, commitment, named, above)


def _proved(row: FileRow, plan: Plan) -> tuple[int, int]:
    """The place of the quote, once the text says there what the quote says."""
    start = row.whole("start", least=0, most=len(plan.text))
    end = row.whole("end", least=start + 1, most=len(plan.text))
    if plan.text[start:end] != row.text("quote"):
        raise row.bad(
            "quote",
            format_lazy(
                _("the words of the text from {start} to {end} are expected: “{words}”"),
                start=start,
                end=end,
                words=plan.text[start:end],
            ),
        )
    return start, end


def _smallest(sections: Sequence[PlanSection], start: int, end: int) -> PlanSection | None:
    """The group, box or section that holds a place and no more than needed."""
    around = [one for one in sections if one.start <= start and end <= one.end]
    return min(around, key=lambda one: (one.end - one.start, -one.order), default=None)


# --- Writing ------------------------------------------------------------------------------------


def _create(work: UnitOfWork, new: Sequence[Given], given: Sequence[Given]) -> None:
    """Programmes before their members, so that each member hangs on a row that exists."""
    by_key = {one.commitment.key: one for one in given}
    waiting = list(new)
    while waiting:
        ready = [
            one for one in waiting if not one.above or by_key[one.above].commitment.pk is not None
        ]
        for one in ready:
            one.commitment.parent = by_key[one.above].commitment if one.above else None
        work.create_all([one.commitment for one in ready])
        done = {one.commitment.key for one in ready}
        waiting = [one for one in waiting if one.commitment.key not in done]


def _correct(
    work: UnitOfWork,
    pairs: Sequence[tuple[Commitment, Given]],
    given: Sequence[Given],
    vanished: Sequence[Commitment],
) -> None:
    by_key = {one.commitment.key: one.commitment for one in given}
    changed = []
    for known, one in pairs:
        one.commitment.parent_id = by_key[one.above].pk if one.above else None
        if any(getattr(known, field) != getattr(one.commitment, field) for field in FIELDS):
            for field in FIELDS:
                setattr(known, field, getattr(one.commitment, field))
            changed.append(known)
    for commitment in vanished:
        if commitment.key in by_key:
            commitment.key = f"{commitment.key}-{commitment.pk}"
            changed.append(commitment)
    work.change_all(changed, FIELDS)


def _name_regions(work: UnitOfWork, given: Sequence[Given]) -> None:
    """The regions in the order in which the text names them."""
    ids = [one.commitment.pk for one in given]
    named: dict[int, list[str]] = {pk: [] for pk in ids}
    for commitment_id, code in (
        Naming.objects.filter(commitment__in=ids)
        .order_by("id")
        .values_list("commitment_id", "region_id")
    ):
        named[commitment_id].append(code)
    other = [one for one in given if named[one.commitment.pk] != list(one.regions)]
    Naming.objects.filter(commitment__in=[one.commitment.pk for one in other]).delete()
    Naming.objects.bulk_create(
        Naming(commitment_id=one.commitment.pk, region_id=code)
        for one in other
        for code in one.regions
    )
    known = [one.commitment.pk for one in other if named[one.commitment.pk]]
    work.change_all(Commitment.objects.filter(pk__in=known).order_by("id"), [])


def _gone(commitment: Commitment) -> Difference:
    return Difference(FILE, commitment.key, "id", commitment.name, "")
