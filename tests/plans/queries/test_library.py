"""The library and a plan's page: figures, words, and a fixed number of queries."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Region, Role, User
from plans.models import Commitment, CommitmentProject, Plan, PlanSection, Verdict
from plans.queries.library import (
    commitment_rows,
    library,
    plan_page,
    section_page,
    text_slice,
)
from projects.models import Project
from tests.factories import NOW, DepartmentFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.usefixtures("register")
TODAY = date(2026, 11, 23)


@pytest.fixture
def office() -> User:
    return UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="140800"))


@pytest.fixture
def demo_office() -> User:
    city = RegionFactory(code="990100", name="示范市")
    return UserFactory(role=Role.PLAN_OFFICE, region=city)


def plan(doc: str) -> Plan:
    return Plan.objects.get(doc=doc)


def box(number: str) -> PlanSection:
    return PlanSection.objects.get(plan__doc="001", kind=PlanSection.Kind.BOX, number=number)


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_the_library_counts_each_plan(office: User) -> None:
    rows = {row.plan.doc: row.tally for row in library(office, today=TODAY)}
    assert sorted(rows) == ["000", "001", "002", "003", "004"]
    assert (rows["001"].commitments, rows["001"].with_project, rows["001"].gaps) == (121, 121, 0)
    assert (rows["002"].commitments, rows["003"].commitments) == (69, 0)
    assert rows["001"].without_date == 121


def test_figures_move_with_the_register(office: User) -> None:
    airport = Commitment.objects.get(key="001-06-01")
    late, done, gap, aside = Commitment.objects.filter(key__startswith="001-06").order_by("key")[
        1:5
    ]
    Project.objects.filter(commitments=late).update(next_due_on=date(2026, 11, 22))
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
    tally = section_page(office, airport.plan_id, box("6").pk, today=TODAY).tally
    assert (tally.commitments, tally.with_project, tally.gaps, tally.set_aside) == (17, 15, 1, 1)
    assert (tally.done, tally.late) == (2, 1)
    # Late has a date, done needs none; all others have a project and no date.
    assert tally.without_date == 13
    page = plan_page(office, airport.plan_id, today=TODAY)
    of_box = next(entry.tally for entry in page.boxes if entry.section.number == "6")
    assert of_box == tally
    assert list(Commitment.objects.without_project()) == [gap]


def test_a_date_of_today_is_not_late(office: User) -> None:
    late = Commitment.objects.get(key="001-06-02")
    Project.objects.filter(commitments=late).update(next_due_on=TODAY)
    tally = section_page(office, late.plan_id, box("6").pk, today=TODAY).tally
    assert tally.late == 0


def test_a_plan_s_page_has_its_outline_and_boxes(office: User) -> None:
    page = plan_page(office, plan("001").pk, today=TODAY)
    assert page.length == len(plan("001").text)
    assert page.period_over
    assert not plan_page(office, plan("001").pk, today=date(2025, 12, 31)).period_over
    assert not plan_page(office, plan("004").pk, today=TODAY).period_over
    assert [entry.section.number for entry in page.boxes][:3] == ["1", "2", "3"]
    assert len(page.outline) == 12
    figures = {entry.section.number: entry.tally.commitments for entry in page.boxes}
    assert (figures["6"], figures["10"], figures["23"], figures["7"]) == (17, 27, 77, 0)
    # What stands in a box stands in its section and chapter, too, and once in the plan.
    assert sum(entry.tally.commitments for entry in page.outline) == page.tally.commitments == 121


def test_a_box_shows_its_words_and_what_became_of_each(office: User) -> None:
    airport = Project.objects.get(name="运城机场改扩建")
    Project.objects.filter(pk=airport.pk).update(next_due_on=date(2026, 10, 7))
    page = section_page(office, plan("001").pk, box("6").pk, today=TODAY)
    text = plan("001").text[page.section.start : page.section.end]
    assert "".join(piece.text for piece in page.pieces) == text
    quoted = {piece.owner: piece.text for piece in page.pieces if piece.owner}
    assert quoted == {row.commitment.pk: row.commitment.quote for row in page.rows}
    first = page.rows[0]
    assert first.commitment.name == "运城机场改扩建"
    standing = first.projects[0]
    assert (standing.project.pk, standing.days_late) == (airport.pk, 47)
    assert standing.lead is not None
    assert standing.lead.department.code == "140800-jtj"
    assert first.standing.late


def test_the_number_of_queries_does_not_grow_with_the_rows(office: User) -> None:
    pk, bare = plan("001").pk, plan("003").pk
    small, large = box("6").pk, box("23").pk
    assert (
        queries_of(lambda: section_page(office, pk, small, today=TODAY))
        == queries_of(lambda: section_page(office, pk, large, today=TODAY))
        <= 10
    )
    assert queries_of(lambda: library(office, today=TODAY)) == 5
    assert (
        queries_of(lambda: plan_page(office, pk, today=TODAY))
        == queries_of(lambda: plan_page(office, bare, today=TODAY))
        == 6
    )


def test_another_city_s_plan_is_no_gap(office: User) -> None:
    linfen = UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="141000"))
    Project.objects.update(disclosed=False)
    tally = plan_page(linfen, plan("001").pk, today=TODAY).tally
    assert (tally.with_project, tally.gaps) == (121, 0)
    assert tally.without_date == 0, "how another city's projects stand is not theirs to know"


def test_no_list_reads_the_whole_text(office: User) -> None:
    pk, section = plan("001").pk, box("6").pk
    with CaptureQueriesContext(connection) as captured:
        library(office, today=TODAY)
        plan_page(office, pk, today=TODAY)
        section_page(office, pk, section, today=TODAY)
    # The text is only ever measured or cut, by a function of the database.
    assert not [one["sql"] for one in captured if re.search(r'[^(]"plans_plan"."text"', one["sql"])]
    assert any('("plans_plan"."text"' in one["sql"] for one in captured)


def test_a_stretch_of_the_text_by_code_points(office: User) -> None:
    assert text_slice(office, plan("001").pk, start=34377, end=34384) == "运城机场改扩建"
    assert text_slice(office, plan("001").pk, start=-5, end=3) == plan("001").text[:3]
    assert text_slice(office, plan("001").pk, start=9, end=5) == ""
    whole = text_slice(office, plan("004").pk, start=0, end=10**6)
    assert whole == plan("004").text


def test_plans_are_public_within_their_world(office: User, demo_office: User) -> None:
    pk = plan("002").pk
    leader = UserFactory(role=Role.LEADER, region=Region.objects.get(code="140500"))
    department = DepartmentFactory(region=Region.objects.get(code="141000"))
    reporter = UserFactory(role=Role.DEPARTMENT_REPORTER, region=None, department=department)
    for person in (office, leader, reporter):
        assert plan_page(person, pk, today=TODAY).plan.doc == "002"
        assert Commitment.objects.visible_to(person).count() == 192
    assert library(demo_office, today=TODAY) == []
    with pytest.raises(Plan.DoesNotExist):
        plan_page(demo_office, pk, today=TODAY)
    with pytest.raises(Plan.DoesNotExist):
        text_slice(demo_office, pk, start=0, end=10)
    assert not Commitment.objects.visible_to(demo_office).exists()


def test_a_fictitious_plan_is_of_the_other_world(office: User, demo_office: User) -> None:
    fictitious = Plan.objects.create(
        doc="demo",
        title="示范市规划",
        region_id="990100",
        text="示范机场",
        sha256="0" * 64,
        created_at=NOW,
        updated_at=NOW,
    )
    above = UserFactory(role=Role.ADMINISTRATOR, region=None)
    assert [row.plan for row in library(demo_office, today=TODAY)] == [fictitious]
    assert fictitious not in Plan.objects.visible_to(office)
    assert fictitious in Plan.objects.visible_to(above)
    assert fictitious not in Plan.objects.real()


def test_nobody_reads_without_logging_in(office: User) -> None:
    assert library(AnonymousUser(), today=TODAY) == []
    assert not Commitment.objects.visible_to(AnonymousUser()).exists()
    office.is_active = False
    assert not Plan.objects.visible_to(office).exists()


def test_a_project_that_does_not_exist_for_a_person_is_not_shown(office: User) -> None:
    hidden = Commitment.objects.get(key="002-17-44")
    Project.objects.filter(commitments=hidden).update(disclosed=False)
    rows = commitment_rows(office, Commitment.objects.filter(pk=hidden.pk), today=TODAY)
    assert rows[0].projects == []
    linfen = UserFactory(role=Role.PLAN_OFFICE, region=Region.objects.get(code="141000"))
    Project.objects.update(disclosed=False)
    rows = commitment_rows(linfen, Commitment.objects.filter(pk=hidden.pk), today=TODAY)
    assert len(rows[0].projects) == 1


def test_a_withdrawn_project_leaves_a_gap(office: User) -> None:
    Project.objects.filter(commitments__key="001-06-02").update(
        withdrawn_at=NOW, withdrawn_reason="误录"
    )
    assert [one.key for one in Commitment.objects.without_project()] == ["001-06-02"]
