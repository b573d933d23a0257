"""A plan to be read: figures, parts and marks over the real register, and a fixed number of
queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Region, Role, User
from plans.models import Commitment, CommitmentProject, Plan, PlanSection, Verdict
from plans.queries.reading import Looking, Reading, reading, sections_under, shown_part
from plans.queries.standing import KINDS, standing_as, standings
from projects.models import Project
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.usefixtures("register")
TODAY = date(2026, 11, 23)


@pytest.fixture
def office() -> User:
    return UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="140800"))


def plan(doc: str) -> Plan:
    return Plan.objects.get(doc=doc)


def box(number: str) -> PlanSection:
    return PlanSection.objects.get(plan__doc="001", kind=PlanSection.Kind.BOX, number=number)


def read(user: User, doc: str = "001", **looking: str) -> Reading:
    return reading(user, plan(doc).pk, today=TODAY, looking=Looking(**looking))


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def stir(office: User) -> list[Commitment]:
    """The first box with one that is late, one done, a gap, one set aside and a verdict."""
    airport, late, done, gap, aside = Commitment.objects.filter(key__startswith="001-06").order_by(
        "key"
    )[:5]
    Project.objects.filter(commitments=late).update(next_due_on=date(2026, 11, 22), light="red")
    Project.objects.filter(commitments=done).update(status="performing")
    CommitmentProject.objects.filter(commitment__in=[gap, aside]).delete()
    Commitment.objects.filter(pk=aside.pk).update(set_aside_reason="不再建设")
    Verdict.objects.create(
        commitment=airport,
        kind=Verdict.Kind.MOSTLY_DONE,
        evidence="竣工验收",
        decided_by=office,
        decided_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    return [airport, late, done, gap, aside]


def test_figures_move_with_the_register(office: User) -> None:
    airport, late, done, gap, aside = stir(office)
    shown = read(office)
    entry = next(one for one in shown.boxes if one.section.number == "6")
    tally = entry.tally
    assert (tally.commitments, tally.with_project, tally.gaps, tally.set_aside) == (17, 15, 1, 1)
    assert (tally.done, tally.started, tally.late) == (2, 1, 1)
    # Late has a date, done needs none; all others have a project and no date.
    assert tally.without_date == 13
    marks = {one.pk: shown.standing[one.pk].mark for one in (airport, late, done, gap, aside)}
    assert list(marks.values()) == ["done", "red", "done", "gap", "aside"]
    assert shown.standing[late.pk].days_late == 1


@pytest.mark.parametrize("kind", KINDS)
def test_lists_hold_what_figures_count(office: User, kind: str) -> None:
    stir(office)
    everybody: list[User] = [
        office,
        UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="141000")),
    ]
    Project.objects.filter(region_id="140802").update(disclosed=False)
    for person in everybody:
        standing = standings(person, Commitment.objects.all(), today=TODAY)
        counted = {pk for pk, one in standing.items() if one.is_a(kind)}
        listed = standing_as(Commitment.objects.all(), kind, user=person, today=TODAY)
        assert set(listed.values_list("pk", flat=True)) == counted


def test_a_date_of_today_is_not_late(office: User) -> None:
    late = Commitment.objects.get(key="001-06-02")
    Project.objects.filter(commitments=late).update(next_due_on=TODAY)
    assert read(office).tally.late == 0


def test_what_stands_in_a_box_stands_in_its_chapter_and_once_in_the_plan(office: User) -> None:
    shown = read(office)
    assert shown.period_over
    assert [one.section.number for one in shown.boxes][:3] == ["1", "2", "3"]
    assert len(shown.outline) == 12
    assert sum(one.tally.commitments for one in shown.outline) == shown.tally.commitments
    of_box = next(one for one in shown.boxes if one.section.number == "6")
    assert len(Commitment.objects.filter(section__in=sections_under(of_box.section))) == 17


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_every_quote_is_marked_once_from_beginning_to_end(office: User, doc: str) -> None:
    shown = read(office, doc)
    began: list[int] = []
    words = 0
    for place in range(len(shown.parts)):
        part = shown_part(shown, place)
        for frame in part.frames:
            for block in frame.blocks:
                cells = [words for row in block.rows for cell in row for words in cell]
                for one in [*block.words, *cells]:
                    began += [pk for pk in one.begins if pk in part.marks and part.marks[pk].begins]
                    words += len("".join(one.text.split()))
    assert sorted(began) == sorted(one.pk for one in shown.commitments)
    # Page numbers and addresses of the web are left out, and nothing else.
    assert words > 0.92 * len("".join(shown.plan.text.split()))


def test_a_quote_is_found_by_its_part(office: User) -> None:
    shown = read(office)
    airport = Commitment.objects.get(key="001-06-01")
    place = shown.place_of_commitment(airport.pk)
    assert place == shown.place_of_section(box("6").pk)
    assert airport.pk in {one.pk for one in shown.within(place)}
    with pytest.raises(Commitment.DoesNotExist):
        shown.place_of_commitment(Commitment.objects.get(key="002-17-44").pk)


def test_what_is_looked_for_stands_out(office: User) -> None:
    _airport, late, *_others = stir(office)
    shown = read(office, standing="late")
    assert shown.found == {late.pk}
    assert shown.next_found(0) == shown.place_of_commitment(late.pk)
    part = shown_part(shown, shown.place_of_commitment(late.pk))
    assert part.found == 1
    assert [mark.id for mark in part.marks.values() if not mark.dim] == [late.pk]
    by_region = read(office, region="140829")
    named = Commitment.objects.filter(plan__doc="001", regions="140829")
    assert by_region.found == set(named.values_list("pk", flat=True))
    with pytest.raises(ValueError, match="nonsense"):
        read(office, standing="nonsense")


def test_the_number_of_queries_does_not_grow_with_the_rows(office: User) -> None:
    large, small = plan("001").pk, plan("004").pk
    few = queries_of(lambda: reading(office, small, today=TODAY, looking=Looking()))
    assert few == queries_of(lambda: reading(office, large, today=TODAY, looking=Looking())) <= 9
    shown = read(office)
    assert queries_of(lambda: shown_part(shown, 3)) == 0


def test_another_city_s_plan_is_no_gap(office: User) -> None:
    linfen = UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="141000"))
    Project.objects.update(disclosed=False)
    tally = read(linfen).tally
    assert (tally.with_project, tally.gaps) == (tally.commitments, 0)
    assert tally.without_date == 0, "how another city's projects stand is not theirs to know"


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_parts_are_the_whole_text_and_chapters_begin_on_one(office: User, doc: str) -> None:
    shown = read(office, doc)
    ends = [0, *(part.end for part in shown.parts)]
    assert [part.start for part in shown.parts] == ends[:-1]
    assert ends[-1] == len(shown.plan.text)
    starts = {part.start for part in shown.parts}
    assert {one.section.start for one in shown.outline if one.section.kind == "chapter"} <= starts
    assert shown.parts[shown.first()].start == min(one.section.start for one in shown.outline)
    assert max(part.end - part.start for part in shown.parts) <= 6000
