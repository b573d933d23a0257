"""The library and a plan's page: figures, words, and a fixed number of queries."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from directory.models import Region, Role, User
from plans.models import Commitment, Plan
from plans.queries.commitment_page import commitment_page
from plans.queries.library import commitment_rows, library
from plans.queries.reading import Looking, reading
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


def test_the_library_counts_each_plan(office: User) -> None:
    rows = {row.plan.doc: row.tally for row in library(office, today=TODAY)}
    assert sorted(rows) == ["000", "001", "002", "003", "004"]
    written = {doc: Commitment.objects.filter(plan__doc=doc).count() for doc in rows}
    assert {doc: tally.commitments for doc, tally in rows.items()} == written
    assert (rows["001"].with_project, rows["001"].gaps) == (written["001"], 0)
    assert rows["001"].without_date == written["001"]


def test_plans_are_public_within_their_world(office: User, demo_office: User) -> None:
    pk = plan("002").pk
    leader = UserFactory(role=Role.LEADER, region=Region.objects.get(code="140500"))
    department = DepartmentFactory(region=Region.objects.get(code="141000"))
    reporter = UserFactory(role=Role.DEPARTMENT_REPORTER, region=None, department=department)
    for person in (office, leader, reporter):
        assert reading(person, pk, today=TODAY, looking=Looking()).plan.doc == "002"
        assert Commitment.objects.visible_to(person).count() == Commitment.objects.count()
    assert library(demo_office, today=TODAY) == []
    with pytest.raises(Plan.DoesNotExist):
        reading(demo_office, pk, today=TODAY, looking=Looking())
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


def test_the_words_around_a_quote_are_of_its_section(office: User) -> None:
    firsts = (
        Commitment.objects.filter(plan__doc="003")
        .exclude(box="")
        .order_by("section_id", "start")
        .distinct("section_id")
        .select_related("section", "plan")
    )
    assert {one.box for one in firsts} == set("123456")
    for one in firsts:
        shown = commitment_page(office, one.pk, today=TODAY)
        assert "专栏" not in shown.before + shown.after
        assert one.section is None or not shown.before.endswith(one.section.title)
