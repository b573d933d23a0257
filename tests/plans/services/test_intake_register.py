"""From the review into the register: what was accepted, and nothing else."""

import hashlib
from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import Role, User
from plans.models import Commitment, CommitmentProject, Intake, IntakeRow, Plan
from plans.queries.export import check_register
from plans.services.intake_register import Registered, register
from projects.models import Project
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, SectorFactory, UserFactory
from tests.plans.intakes import SECTIONS, TEXT, make_intake, make_row
from tests.projects.traces import assert_traced
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> User:
    SectorFactory(code="0101", name="机场与通用航空")
    RegionFactory(code="140824", name="稷山县", short_name="稷山")
    return cast.plan_office


@pytest.fixture
def intake(office: User) -> Intake:
    return make_intake(office)


def put(intake: Intake, actor: User) -> Registered:
    return register(intake_id=intake.pk, actor=actor, now=NOW)


def accepted(intake: Intake, quote: str, **values: Any) -> IntakeRow:
    return make_row(intake, quote, **({"state": "accepted", "sector_id": "0101"} | values))


def test_the_accepted_rows_become_commitments_and_projects(intake: Intake, office: User) -> None:
    programme = accepted(intake, "通用机场工程", level="programme")
    accepted(
        intake,
        "稷山县通用机场",
        parent=programme,
        region_codes=["140824", "999999"],
        facts={"stage": "续建", "capacity": "3000吨"},
    )
    make_row(intake, "运三铁路")
    done = put(intake, office)

    assert (done.commitments, done.projects, done.linked, done.set_aside) == (2, 2, 0, 0)
    plan = Plan.objects.get()
    assert (plan.title, plan.number, plan.text) == (intake.title, intake.number, TEXT)
    assert plan.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert [(one.key, one.kind) for one in plan.sections.all()] == [
        (one["key"], one["kind"]) for one in SECTIONS
    ]
    box = plan.sections.get(key="b1")
    assert box.parent == plan.sections.get(key="c1")
    airport = Commitment.objects.get(name="稷山县通用机场")
    assert airport.parent == Commitment.objects.get(name="通用机场工程")
    assert (airport.section, airport.box) == (box, "1")
    assert [region.code for region in airport.regions.all()] == ["140824"]
    project = airport.projects.get()
    assert (project.region_id, project.status, project.kind) == (
        "140824",
        "construction",
        "project",
    )
    assert project.parent == airport.parent.projects.get()
    assert "“续建”" in project.status_basis
    assert not airport.links.get().confirmed
    assert_traced(airport, "intake.register", office)
    assert_traced(project, "intake.register", office)
    assert check_register().errors == []


def test_nothing_enters_unconfirmed(intake: Intake, office: User) -> None:
    make_row(intake, "运三铁路")
    accepted(intake, "夹马口泵站", state="set_aside", set_aside_kind="misread")
    with refused("intake_nothing_accepted"):
        put(intake, office)
    assert not Plan.objects.exists()


def test_what_is_not_tracked_stands_there_set_aside(intake: Intake, office: User) -> None:
    aside = {"set_aside_kind": "not_tracked", "set_aside_reason": "由省里调度"}
    accepted(intake, "运三铁路", state="set_aside", **aside)
    done = put(intake, office)
    assert (done.commitments, done.set_aside, done.projects) == (1, 1, 0)
    commitment = Commitment.objects.get()
    assert commitment.set_aside_reason == "由省里调度"
    assert not commitment.projects.exists()


def test_later_rows_join_the_same_plan(intake: Intake, office: User) -> None:
    programme = accepted(intake, "通用机场工程", level="programme")
    put(intake, office)
    first = Project.objects.get(name="通用机场工程")
    member = accepted(intake, "稷山县通用机场", parent=programme, choice="new")
    done = put(intake, office)
    assert (done.commitments, done.projects) == (1, 1)
    assert Plan.objects.count() == 1
    member.refresh_from_db()
    assert member.commitment is not None
    assert member.commitment.projects.get().parent == first
    with refused("intake_nothing_accepted"):
        put(intake, office)


def test_a_chosen_project_keeps_its_entry_and_gets_the_quote(
    intake: Intake, office: User, cast: Cast
) -> None:
    before = cast.project.version
    accepted(intake, "张孝机场\n改扩建工程", choice="project", project=cast.project)
    done = put(intake, office)
    assert (done.projects, done.linked) == (0, 1)
    link = CommitmentProject.objects.get()
    assert (link.project, link.confirmed) == (cast.project, True)
    cast.project.refresh_from_db()
    assert (cast.project.name, cast.project.version) == ("运城机场改扩建", before + 1)
    assert_traced(cast.project, "intake.register", office)


def test_a_row_that_repeats_another_rests_on_one_project(intake: Intake, office: User) -> None:
    first = accepted(intake, "运三铁路")
    accepted(intake, "夹马口泵站", name="运三铁路线", choice="row", same_as=first)
    done = put(intake, office)
    assert (done.commitments, done.projects) == (2, 1)
    project = Project.objects.get(name="运三铁路")
    assert project.commitments.count() == 2
    assert project.aliases == ["运三铁路线"]


def test_what_may_be_there_already_must_be_decided(
    intake: Intake, office: User, cast: Cast
) -> None:
    row = accepted(intake, "张孝机场\n改扩建工程", region_codes=["140802"])
    ProjectFactory(name="张孝机场改扩建", region=cast.project.region)
    with refused("intake_likely_open") as refusal:
        put(intake, office)
    assert (refusal.value.params or {})["count"] == 1
    row.choice = "new"
    row.save(update_fields=["choice"])
    assert put(intake, office).projects == 1


def test_a_member_waits_for_its_programme(intake: Intake, office: User) -> None:
    programme = make_row(intake, "通用机场工程", level="programme")
    accepted(intake, "稷山县通用机场", parent=programme)
    with refused("intake_parent_open"):
        put(intake, office)
    programme.state, programme.set_aside_kind = "set_aside", "misread"
    programme.save(update_fields=["state", "set_aside_kind"])
    put(intake, office)
    assert Commitment.objects.get().parent is None


def test_a_project_needs_a_sector(intake: Intake, office: User) -> None:
    accepted(intake, "运三铁路", sector_id=None)
    with refused("intake_sector_open"):
        put(intake, office)


def test_the_head_comes_first(office: User) -> None:
    intake = make_intake(office, head_confirmed_by=None)
    accepted(intake, "运三铁路")
    with refused("intake_head_open"):
        put(intake, office)


def test_a_new_edition_names_the_one_before(office: User) -> None:
    old = make_intake(office)
    accepted(old, "运三铁路")
    plan = put(old, office).plan
    new = make_intake(office, sha256="1" * 64, revises=plan)
    accepted(new, "夹马口泵站")
    assert put(new, office).plan.revises == plan


def test_another_city_s_project_is_not_linked(intake: Intake, office: User, cast: Cast) -> None:
    far = ProjectFactory(region=RegionFactory(code="141002", name="尧都区"))
    accepted(intake, "运三铁路", choice="project", project=far)
    with pytest.raises((NotPermitted, Project.DoesNotExist)):
        put(intake, office)
    assert not Plan.objects.exists()
    stranger = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="141000"))
    with pytest.raises(Intake.DoesNotExist):
        put(intake, stranger)
