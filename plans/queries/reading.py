"""A plan to be read: its outline with figures, its parts, and each part's words with every quote
marked by what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from directory.models import Region, region_prefix
from plans.models import Commitment, CountPromise, Plan, PlanSection
from plans.queries.standing import KINDS, Standing, Tally, standings
from plans.rules.marking import Span
from plans.rules.parts import Part, part_at, parts_of
from plans.rules.reading import Frame, Heading, Words, frames_of, paragraphs
from projects.querysets import Person

Kind = PlanSection.Kind
AT_ONCE = 4000
"""Characters that are read in one go: sections shorter than that are shown together."""
FIGURED = frozenset({Kind.CHAPTER, Kind.SECTION, Kind.SUBSECTION, Kind.BOX})


@dataclass(frozen=True)
class Looking:
    """What a reader looks for: commitments that stand so (one of KINDS), that name a region."""

    standing: str = ""
    region: str = ""

    def __bool__(self) -> bool:
        return bool(self.standing or self.region)


@dataclass
class OutlineEntry:
    """A part of the outline with what hangs on it; its figures hold those of its parts. `place`
    is the part of the text in which it begins, `found` how many commitments are looked for."""

    section: PlanSection
    place: int = 0
    tally: Tally = field(default_factory=Tally)
    found: int = 0
    parts: list["OutlineEntry"] = field(default_factory=list)

    @property
    def is_figured(self) -> bool:
        """Whether its figures are shown: a group's are its box's."""
        return self.section.kind in FIGURED and self.tally.commitments > 0


@dataclass(frozen=True)
class Reading:
    """A plan as a person reads it, without the words."""

    plan: Plan
    period_over: bool
    tally: Tally
    outline: Sequence[OutlineEntry]
    entries: Mapping[int, OutlineEntry]
    parts: Sequence[Part]
    commitments: Sequence[Commitment]
    standing: Mapping[int, Standing]
    looking: Looking
    found: frozenset[int]
    regions: Sequence[Region]
    counts: Sequence[CountPromise]

    @property
    def boxes(self) -> list[OutlineEntry]:
        """Its boxes 「专栏」, in order."""
        return [one for one in self.entries.values() if one.section.kind == Kind.BOX]

    def place_of_section(self, section_id: int) -> int:
        """The part in which a section begins. Raises PlanSection.DoesNotExist."""
        if section_id not in self.entries:
            raise PlanSection.DoesNotExist
        return self.entries[section_id].place

    def place_of_commitment(self, commitment_id: int) -> int:
        """The part in which a quote begins. Raises Commitment.DoesNotExist."""
        for one in self.commitments:
            if one.pk == commitment_id:
                return part_at(self.parts, one.start)
        raise Commitment.DoesNotExist

    def first(self) -> int:
        """Where reading begins: behind cover and table of contents."""
        begins = [one.place for one in self.outline]
        return min(begins, default=0)

    def within(self, place: int) -> list[Commitment]:
        """The commitments whose quotes begin in a part."""
        part = self.parts[place]
        return [one for one in self.commitments if part.start <= one.start < part.end]

    def next_found(self, place: int) -> int | None:
        """The next part, after this one, in which something is found."""
        later = {part_at(self.parts, one.start) for one in self.commitments if one.pk in self.found}
        return min((one for one in later if one > place), default=None)


@dataclass(frozen=True)
class Mark:
    """A quote in the text: what became of it, whether it began in this part, and whether it is
    not what the reader looks for."""

    id: int
    standing: Standing
    begins: bool
    dim: bool

    @property
    def kind(self) -> str:
        return self.standing.mark


@dataclass(frozen=True)
class ShownPart:
    """A part of a plan with its words. Owners of words are commitments, by `marks`, or, below
    zero, numbers that the plan promises, by `counts`."""

    part: Part
    trail: Sequence[OutlineEntry]
    frames: Sequence[Frame]
    marks: Mapping[int, Mark]
    counts: Mapping[int, CountPromise]
    covered: frozenset[int]
    tally: Tally
    found: int


def reading(user: Person, plan_id: int, *, today: date, looking: Looking) -> Reading:
    """A plan with its outline and figures. Raises Plan.DoesNotExist when it does not exist for
    this person, ValueError for a question that makes no sense."""
    if looking.standing and looking.standing not in KINDS:
        raise ValueError(looking.standing)
    plan = Plan.objects.visible_to(user).select_related("region").get(pk=plan_id)
    mine = Commitment.objects.filter(plan=plan)
    commitments = list(
        mine.only("id", "section_id", "start", "end", "plan_id").order_by("start", "-end", "id")
    )
    standing = standings(user, mine, today=today)
    named = _named(mine)
    sections = list(PlanSection.objects.filter(plan=plan).order_by("order", "id"))
    parts = _joined(parts_of(plan.text, _outline(sections)), _chapters(sections))
    found = _found(commitments, standing, named, looking)
    entries = {one.pk: OutlineEntry(one, part_at(parts, one.start)) for one in sections}
    whole = Tally()
    for one in commitments:
        whole.add(standing[one.pk])
        for entry in upwards(entries, one.section_id):
            entry.tally.add(standing[one.pk])
            entry.found += one.pk in found
    for entry in entries.values():
        above = entries.get(entry.section.parent_id or 0)
        if above is not None:
            above.parts.append(entry)
    codes = {code for codes in named.values() for code in codes}
    return Reading(
        plan=plan,
        period_over=plan.period_end is not None and plan.period_end < today.year,
        tally=whole,
        outline=[entry for entry in entries.values() if entry.section.parent_id is None],
        entries=entries,
        parts=parts,
        commitments=commitments,
        standing=standing,
        looking=looking,
        found=found,
        regions=list(Region.objects.filter(code__in=codes).order_by("code")),
        counts=list(CountPromise.objects.filter(plan=plan)),
    )


def shown_part(shown: Reading, place: int) -> ShownPart:
    """A part of a plan that was read with `reading`; without a query."""
    part = shown.parts[place]
    held = [one for one in shown.commitments if one.start < part.end and one.end > part.start]
    # Several numbers may stand in one sentence, which is marked once.
    counts = {-one.pk: one for one in {(one.start, one.end): one for one in shown.counts}.values()}
    spans = [Span(one.start, one.end, one.pk) for one in held]
    frames = frames_of(
        shown.plan.text,
        paragraphs(shown.plan.text),
        [_heading(entry.section) for entry in shown.entries.values()],
        [*spans, *(Span(one.start, one.end, owner) for owner, one in counts.items())],
        start=part.start,
        end=part.end,
    )
    tally = Tally()
    mine = shown.within(place)
    for one in mine:
        tally.add(shown.standing[one.pk])
    return ShownPart(
        part=part,
        trail=_trail(shown, part),
        frames=frames,
        marks={
            one.pk: Mark(
                id=one.pk,
                standing=shown.standing[one.pk],
                begins=one.start >= part.start,
                dim=bool(shown.looking) and one.pk not in shown.found,
            )
            for one in held
        },
        counts=counts,
        covered=_covered(frames),
        tally=tally,
        found=sum(one.pk in shown.found for one in mine),
    )


def sections_under(section: PlanSection) -> list[int]:
    """A section and all that stands in it: those by which its figures count."""
    above = dict(PlanSection.objects.filter(plan_id=section.plan_id).values_list("id", "parent_id"))
    under = {section.pk}
    while more := {pk for pk, parent in above.items() if parent in under} - under:
        under |= more
    return sorted(under)


def upwards(entries: Mapping[int, OutlineEntry], section_id: int | None) -> list[OutlineEntry]:
    """A part of the outline and all that it stands in."""
    found = []
    while section_id is not None:
        found.append(entries[section_id])
        section_id = entries[section_id].section.parent_id
    return found


def _named(commitments: QuerySet[Commitment]) -> dict[int, list[str]]:
    """The regions that each commitment names."""
    rows = Commitment.regions.through.objects.filter(commitment__in=commitments)
    named: dict[int, list[str]] = {}
    for pk, code in rows.values_list("commitment_id", "region_id"):
        named.setdefault(pk, []).append(code)
    return named


def _found(
    commitments: Iterable[Commitment],
    standing: Mapping[int, Standing],
    named: Mapping[int, Sequence[str]],
    looking: Looking,
) -> frozenset[int]:
    if not looking:
        return frozenset()
    prefix = region_prefix(looking.region) if looking.region else ""
    return frozenset(
        one.pk
        for one in commitments
        if (not looking.standing or standing[one.pk].is_a(looking.standing))
        and (not prefix or any(code.startswith(prefix) for code in named.get(one.pk, ())))
    )


def _outline(sections: Sequence[PlanSection]) -> list[dict[str, Any]]:
    """The outline without the groups: a box is read in one piece as long as it is short enough."""
    keys = {one.pk: one.key for one in sections}
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "number": one.number,
            "title": one.title,
            "start": one.start,
            "end": one.end,
            "parent": keys.get(one.parent_id or 0, ""),
        }
        for one in sections
    ]


def _joined(parts: Sequence[Part], chapters: Sequence[int]) -> list[Part]:
    """Short parts read together, each chapter beginning on a part of its own."""
    joined: list[Part] = []
    for part in _cut_at(parts, chapters):
        before = joined[-1] if joined else None
        if before is None or part.start in chapters or part.end - before.start > AT_ONCE:
            joined.append(replace(part, place=len(joined)))
        else:
            joined[-1] = replace(before, end=part.end)
    return joined


def _cut_at(parts: Iterable[Part], places: Sequence[int]) -> Iterable[Part]:
    for part in parts:
        cuts = [part.start, *(one for one in sorted(places) if part.start < one < part.end)]
        for start, end in pairwise([*cuts, part.end]):
            yield replace(part, start=start, end=end)


def _chapters(sections: Sequence[PlanSection]) -> list[int]:
    return [one.start for one in sections if one.kind == Kind.CHAPTER]


def _heading(section: PlanSection) -> Heading:
    return Heading(
        section.pk, section.kind, section.number, section.title, section.start, section.end
    )


def _trail(shown: Reading, part: Part) -> list[OutlineEntry]:
    """The sections around the beginning of a part, the outermost first."""
    around = [
        entry
        for entry in shown.entries.values()
        if entry.section.start <= part.start < entry.section.end
    ]
    return sorted(around, key=lambda one: (one.section.start, -one.section.end))


def _covered(frames: Iterable[Frame]) -> frozenset[int]:
    """The quotes of which no word is their own: others lie over all of it."""
    everybody: set[int] = set()
    own: set[int | None] = set()
    for words in _words(frames):
        everybody |= set(words.owners)
        own.add(words.owner)
    return frozenset(everybody - own)


def _words(frames: Iterable[Frame]) -> Iterable[Words]:
    for frame in frames:
        for block in frame.blocks:
            yield from block.words
            for row in block.rows:
                for cell in row:
                    yield from cell
