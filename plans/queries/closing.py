"""Closing a plan 「总结评估」: what became of each of its commitments, proposed and confirmed.

The whole plan is read at once in a handful of queries; table, figures, lists and files are formed
from the same lines, so that every figure and the rows behind it agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from plans.models import Commitment, CommitmentProject, Plan, PlanSection
from plans.rules import closing as rules
from plans.rules.closing import Known, Proposed
from projects.models import Project
from projects.querysets import Person


@dataclass(frozen=True)
class Line:
    """One commitment in the closing of its plan. `chapter` and `box` are ids of sections, 0 where
    it stands in none; `kind` is the confirmed verdict, "" while there is none."""

    id: int
    name: str
    level: str
    parent: int | None
    has_members: bool
    chapter: int
    box: int
    regions: frozenset[str]
    has_project: bool
    kind: str
    version: int
    proposed: Proposed

    @property
    def waits(self) -> bool:
        """Whether a proposal waits to be confirmed."""
        return not self.kind and bool(self.proposed.kind)

    @property
    def unclear(self) -> bool:
        """Whether nothing is known: neither confirmed nor proposed."""
        return not self.kind and not self.proposed.kind


@dataclass
class ClosingTally:
    """How many commitments, by confirmed verdict; the others are proposed only, or unclear."""

    commitments: int = 0
    done: int = 0
    mostly_done: int = 0
    carried_over: int = 0
    not_started: int = 0
    cancelled: int = 0
    proposed: int = 0
    unclear: int = 0

    def add(self, line: Line) -> None:
        self.commitments += 1
        name = line.kind or ("proposed" if line.waits else "unclear")
        setattr(self, name, getattr(self, name) + 1)

    @property
    def confirmed(self) -> int:
        return self.commitments - self.open

    @property
    def open(self) -> int:
        """「待核实」: without a confirmed verdict."""
        return self.proposed + self.unclear

    @property
    def finished(self) -> int:
        return self.done + self.mostly_done

    @property
    def share(self) -> Decimal | None:
        """Done and mostly done, in per cent of all commitments; None where there are none."""
        if not self.commitments:
            return None
        return (Decimal(self.finished) * 100 / self.commitments).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class TableRow:
    """A row of the closing table: a chapter with all that stands in it, then each of its boxes,
    then what its running text names (`box` 0, `of_chapter` False)."""

    title: str
    number: str
    chapter: int
    box: int
    of_chapter: bool
    tally: ClosingTally


@dataclass(frozen=True)
class Closing:
    """A plan whose commitments are judged; `set_aside` are those that are no part of it."""

    plan: Plan
    over: bool
    set_aside: int
    lines: Sequence[Line]
    sections: Mapping[int, PlanSection]

    def tally(self, lines: Iterable[Line] | None = None) -> ClosingTally:
        """The figures of some lines, or of all."""
        tally = ClosingTally()
        for line in self.lines if lines is None else lines:
            tally.add(line)
        return tally

    def table(self, lines: Sequence[Line]) -> list[TableRow]:
        """The closing table 「总结评估表」 of some lines, by chapter and box."""
        chapters: dict[int, dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
        for line in lines:
            chapters[line.chapter][line.box].append(line)
        rows: list[TableRow] = []
        for chapter in sorted(chapters, key=self._place):
            boxes = chapters[chapter]
            whole = [line for box in boxes.values() for line in box]
            rows.append(self._row(chapter, 0, True, whole))
            rows += [self._row(chapter, box, False, boxes[box]) for box in self._inner(boxes)]
        return rows

    def _inner(self, boxes: Mapping[int, Sequence[Line]]) -> list[int]:
        """The boxes in the order of the text, the running text after them."""
        return sorted(boxes, key=lambda box: (box == 0, self._place(box)))

    def _row(self, chapter: int, box: int, of_chapter: bool, lines: Sequence[Line]) -> TableRow:
        section = self.sections.get(chapter if of_chapter else box)
        return TableRow(
            title=section.title if section else "",
            number=section.number if section else "",
            chapter=chapter,
            box=box,
            of_chapter=of_chapter,
            tally=self.tally(lines),
        )

    def _place(self, section_id: int) -> int:
        section = self.sections.get(section_id)
        return section.order if section else -1


# --- A plan --------------------------------------------------------------------------------------


def closing(user: Person, plan_id: int, *, today: date) -> Closing:
    """The closing of a plan, what was set aside left out. Raises Plan.DoesNotExist."""
    plan = Plan.objects.visible_to(user).without_text().select_related("region").get(pk=plan_id)
    sections = {one.pk: one for one in PlanSection.objects.filter(plan=plan)}
    return Closing(
        plan=plan,
        over=rules.is_over(plan.period_end, today=today),
        set_aside=plan.commitments.exclude(set_aside_reason="").count(),
        lines=_lines(user, plan, sections),
        sections=sections,
    )


def proposals(user: Person, plan: Plan) -> dict[int, Proposed]:
    """What is proposed for each commitment of a plan, as the person's register knows it."""
    return {line.id: line.proposed for line in _lines(user, plan, {})}


def _lines(user: Person, plan: Plan, sections: Mapping[int, PlanSection]) -> list[Line]:
    rows = list(
        Commitment.objects.filter(plan=plan, set_aside_reason="")
        .order_by("start", "end", "id")
        .values_list(
            *("id", "name", "level", "parent_id", "section_id"),
            *("verdict__kind", "verdict__version"),
        )
    )
    taken_up, hidden, known = _projects(user, plan)
    members: dict[int, list[int]] = defaultdict(list)
    for pk, _name, _level, parent, *_rest in rows:
        if parent is not None:
            members[parent].append(pk)
    confirmed = {row[0]: row[5] or "" for row in rows}
    suggest = _Suggesting(plan, confirmed, members, known, hidden)
    regions = _regions(plan)
    return [
        Line(
            id=pk,
            name=name,
            level=level,
            parent=parent,
            has_members=pk in members,
            chapter=_chapter(sections, section_id),
            box=_box(sections, section_id),
            regions=frozenset(regions.get(pk, ())),
            has_project=pk in taken_up,
            kind=kind or "",
            version=version or 0,
            proposed=suggest.for_commitment(pk),
        )
        for pk, name, level, parent, section_id, kind, version in rows
    ]


@dataclass
class _Suggesting:
    """Forms the proposals of a plan, those of programmes from their members'."""

    plan: Plan
    confirmed: Mapping[int, str]
    members: Mapping[int, Sequence[int]]
    known: Mapping[int, Sequence[Known]]
    hidden: Mapping[int, int]
    _found: dict[int, Proposed] = field(default_factory=dict)

    def for_commitment(self, pk: int) -> Proposed:
        if pk not in self._found:
            self._found[pk] = self._suggest(pk)
        return self._found[pk]

    def _suggest(self, pk: int) -> Proposed:
        if self.plan.period_end is None:
            return Proposed("", "")
        members = self.members.get(pk)
        if members:
            return rules.of_members([self._kind(one) for one in members])
        return rules.of_projects(
            self.known.get(pk, ()),
            hidden=self.hidden.get(pk, 0),
            period_end=self.plan.period_end,
        )

    def _kind(self, pk: int) -> str:
        return self.confirmed.get(pk) or self.for_commitment(pk).kind


def _projects(user: Person, plan: Plan) -> tuple[set[int], dict[int, int], dict[int, list[Known]]]:
    """Which commitments have a project, how many of them the reader may not see, and what is
    known of the others."""
    links = CommitmentProject.objects.filter(
        commitment__plan=plan, project__withdrawn_at__isnull=True
    ).order_by("id")
    visible = {
        pk: Known(*facts)
        for pk, *facts in Project.objects.visible_to(user)
        .filter(pk__in=links.order_by().values("project"))
        .values_list(
            *("id", "code", "name", "status", "status_confirmed", "started_on", "operating_on")
        )
    }
    taken_up: set[int] = set()
    hidden: dict[int, int] = defaultdict(int)
    known: dict[int, list[Known]] = defaultdict(list)
    for commitment_id, project_id in links.values_list("commitment_id", "project_id"):
        taken_up.add(commitment_id)
        if project_id in visible:
            known[commitment_id].append(visible[project_id])
        else:
            hidden[commitment_id] += 1
    return taken_up, hidden, known


def _regions(plan: Plan) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    named = Commitment.regions.through.objects.filter(commitment__plan=plan)
    for pk, code in named.values_list("commitment_id", "region_id"):
        found[pk].append(code)
    return found


def _chapter(sections: Mapping[int, PlanSection], section_id: int | None) -> int:
    """The outermost part around a place; 0 for a box that stands in no chapter."""
    outermost = 0
    for section in _upwards(sections, section_id):
        if section.kind != PlanSection.Kind.BOX:
            outermost = section.pk
        elif section.parent_id is None:
            outermost = 0
    return outermost


def _box(sections: Mapping[int, PlanSection], section_id: int | None) -> int:
    """The box 「专栏」 around a place; 0 for running text."""
    boxes = (one.pk for one in _upwards(sections, section_id) if one.kind == PlanSection.Kind.BOX)
    return next(boxes, 0)


def _upwards(sections: Mapping[int, PlanSection], section_id: int | None) -> list[PlanSection]:
    found = []
    while section_id is not None and section_id in sections:
        found.append(sections[section_id])
        section_id = sections[section_id].parent_id
    return found
