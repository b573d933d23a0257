"""The plan office's work on a project's entry in the register."""

from datetime import date
from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import OutboxEntry
from projects.models import Light, Milestone, Project, ProjectDepartment
from projects.queries.history import project_history
from projects.services import projects
from tests.cast import Cast
from tests.factories import (
    NOW,
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    SectorFactory,
)
from tests.projects.traces import assert_traced
from tests.refusals import refused

Part = ProjectDepartment.Part


def create(cast: Cast, **values: Any) -> Project:
    given: dict[str, Any] = {
        "name": "盐湖区水厂",
        "region": cast.project.region,
        "sector": SectorFactory(),
    }
    return projects.create_project(values=given | values, actor=cast.plan_office, now=NOW)


def confirm(cast: Cast, department: Any, **kwargs: Any) -> ProjectDepartment:
    given: dict[str, Any] = {"project_id": cast.project.pk, "actor": cast.plan_office, "now": NOW}
    return projects.confirm_lead(department_id=department.pk, **(given | kwargs))


# --- Creating ---------------------------------------------------------------------------------


def test_a_new_project_gets_the_next_code_of_its_city_and_a_grey_light(
    cast: Cast, reference: None
) -> None:
    Project.objects.filter(pk=cast.project.pk).update(code="1408-0041")
    project = create(cast, disclosed=True, total_investment=1200)

    assert project.code == "1408-0042"
    assert (project.light, project.next_due_on) == (Light.GREY, None)
    assert (project.disclosed, project.total_investment) == (True, 1200)
    assert_traced(project, "project.create", cast.plan_office)
    told = OutboxEntry.objects.get(resource="projects", object_id=str(project.pk))
    assert (told.change, told.region_code) == ("created", "140802")


def test_each_city_counts_its_own_codes(cast: Cast) -> None:
    linfen = RegionFactory(code="141002")

    project = projects.create_project(
        values={"name": "汾河治理", "region": linfen, "sector": SectorFactory()},
        actor=cast.administrator,
        now=NOW,
    )

    assert project.code == "1410-0001"


def test_names_sort_by_the_characters_pinyin() -> None:
    order = sorted(["运城机场", "安邑水库", "临猗公路", "北赵引黄"], key=projects.sort_key)

    assert order == ["安邑水库", "北赵引黄", "临猗公路", "运城机场"]


@pytest.mark.parametrize("who", ["lead", "county_office", "leader", "integration"])
def test_only_an_office_creates(cast: Cast, who: str) -> None:
    values = {"name": "x", "region": cast.project.region, "sector": SectorFactory()}

    with pytest.raises(NotPermitted):
        projects.create_project(values=values, actor=cast.people()[who], now=NOW)


def test_a_national_code_is_worth_one_project(cast: Cast) -> None:
    code = "2104-140802-89-01-123456"
    holder = create(cast, national_code=code)

    with refused("national_code_taken", field="national_code") as taken:
        create(cast, national_code=code)
    sentence = taken.value.in_language("zh-hans")
    assert holder.name in sentence
    assert holder.code in sentence
    hidden = "2104-141002-89-01-123456"
    ProjectFactory(code="1410-0001", region=RegionFactory(code="141000"), national_code=hidden)
    with refused("national_code_taken_unseen", field="national_code"):
        create(cast, national_code=hidden)


def test_a_name_is_required_and_a_national_code_has_its_form(cast: Cast) -> None:
    with refused("required", field="name"):
        create(cast, name=" ")
    with refused("national_code_form", field="national_code"):
        create(cast, national_code="12345")
    assert create(cast, national_code="2104-140802-89-01-123456").national_code


# --- Editing ----------------------------------------------------------------------------------


def test_an_edit_changes_facts_and_nothing_else(cast: Cast) -> None:
    edited = projects.edit_project(
        project_id=cast.project.pk,
        version=1,
        values={"name": "运城张孝机场改扩建", "place": "盐湖区", "status": "performing"},
        actor=cast.plan_office,
        now=NOW,
    )

    edited.refresh_from_db()
    assert (edited.name, edited.place) == ("运城张孝机场改扩建", "盐湖区")
    assert edited.name_sort == projects.sort_key("运城张孝机场改扩建")
    assert (edited.status, edited.version) == ("construction", 2)
    assert_traced(edited, "project.edit", cast.plan_office)


def test_an_edit_that_changes_nothing_leaves_the_version(cast: Cast) -> None:
    same = {"name": cast.project.name}
    edited = projects.edit_project(
        project_id=cast.project.pk, version=1, values=same, actor=cast.plan_office, now=NOW
    )

    assert edited.version == 1
    assert not OutboxEntry.objects.exists()


def test_an_edit_of_what_somebody_changed_meanwhile_is_a_conflict(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(version=7)

    with refused("version_conflict") as refusal:
        projects.edit_project(
            project_id=cast.project.pk,
            version=6,
            values={"place": "x"},
            actor=cast.plan_office,
            now=NOW,
        )
    assert refusal.value.params == {"seen": 6, "current": 7}


def test_who_sees_may_not_edit_and_who_does_not_see_finds_nothing(cast: Cast) -> None:
    edit: Any = {"project_id": cast.project.pk, "version": 1, "values": {}, "now": NOW}

    with pytest.raises(NotPermitted):
        projects.edit_project(actor=cast.lead, **edit)
    with pytest.raises(Project.DoesNotExist):
        projects.edit_project(actor=cast.stranger, **edit)


# --- Who owes it ------------------------------------------------------------------------------


def test_the_proposed_lead_is_confirmed(cast: Cast) -> None:
    ProjectDepartment.objects.filter(part=Part.LEAD).update(confirmed=False)

    party = confirm(cast, cast.lead_department)

    assert (party.confirmed, party.confirmed_by, party.confirmed_at) == (
        True,
        cast.plan_office,
        NOW,
    )
    assert_traced(party, "project.confirm_lead", cast.plan_office)
    cast.project.refresh_from_db()
    assert cast.project.version == 2
    with refused("already_confirmed", field="department"):
        confirm(cast, cast.lead_department)


def test_another_lead_takes_the_milestones_that_are_nobodys_own(cast: Cast) -> None:
    lead, own = cast.lead_department, cast.supporting_department
    followed = MilestoneFactory(project=cast.project, department=lead)
    unowned = MilestoneFactory(project=cast.project, department=None)
    kept = MilestoneFactory(project=cast.project, department=own, own_department=own)

    confirm(cast, cast.stranger_department)

    parts = dict(cast.project.parties.values_list("department", "part"))
    assert parts == {
        cast.stranger_department.pk: Part.LEAD,
        lead.pk: Part.SUPPORTING,
        own.pk: Part.SUPPORTING,
    }
    for milestone in (followed, unowned):
        milestone.refresh_from_db()
        assert milestone.department == cast.stranger_department
        assert_traced(milestone, "project.confirm_lead", cast.plan_office)
    kept.refresh_from_db()
    assert (kept.department, kept.version) == (own, 1)


def test_a_supporting_department_becomes_the_lead(cast: Cast) -> None:
    party = confirm(cast, cast.supporting_department)

    assert party.part == Part.LEAD
    assert cast.project.parties.count() == 2


def test_a_lead_that_was_only_proposed_goes_when_another_is_named(cast: Cast) -> None:
    proposed = cast.project.parties.get(part="lead")
    ProjectDepartment.objects.filter(pk=proposed.pk).update(confirmed=False, basis="按规则提出")
    done = MilestoneFactory(
        project=cast.project,
        department=cast.lead_department,
        state="done",
        actual_on=date(2026, 1, 1),
    )
    owed = MilestoneFactory(project=cast.project, department=cast.lead_department)

    confirm(cast, cast.stranger_department)

    parts = dict(cast.project.parties.values_list("department", "part"))
    assert parts == {
        cast.stranger_department.pk: "lead",
        cast.supporting_department.pk: "supporting",
    }
    done.refresh_from_db()
    owed.refresh_from_db()
    assert done.department == cast.lead_department
    assert owed.department == cast.stranger_department


def test_a_project_without_any_lead_gets_one(cast: Cast) -> None:
    bare = ProjectFactory(region=cast.project.region)

    confirm(cast, cast.lead_department, project_id=bare.pk)

    assert bare.parties.get().part == Part.LEAD


@pytest.mark.parametrize(
    ("code", "active", "refusal"),
    [
        ("140800", False, "department_unknown"),
        ("141000", True, "department_other_region"),
        ("990100", True, "department_other_region"),
        ("140821", True, ""),
        ("140000", True, ""),
    ],
)
def test_a_lead_is_in_force_and_of_the_city_or_above(
    cast: Cast, code: str, active: bool, refusal: str
) -> None:
    department = DepartmentFactory(region=RegionFactory(code=code), active=active)

    if not refusal:
        assert confirm(cast, department).department == department
        return
    with refused(refusal, field="department"):
        confirm(cast, department)


def test_only_the_office_confirms(cast: Cast) -> None:
    for actor in (cast.lead, cast.head, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            confirm(cast, cast.lead_department, actor=actor)
    with refused("version_conflict"):
        confirm(cast, cast.stranger_department, version=9)


def test_supporting_departments_come_and_go(cast: Cast) -> None:
    named = [cast.stranger_department.pk, cast.lead_department.pk, cast.stranger_department.pk]

    parties = projects.set_supporting(
        project_id=cast.project.pk, department_ids=named, actor=cast.plan_office, now=NOW
    )

    assert {(one.department, one.part) for one in parties} == {
        (cast.lead_department, Part.LEAD),
        (cast.stranger_department, Part.SUPPORTING),
    }
    entries = {entry.action: entry for entry in project_history(cast.project.pk)}
    kinds = entries["project.set_supporting"].kinds
    assert {"projectdepartment.insert", "projectdepartment.delete"} <= kinds
    assert_traced(cast.project, "project.set_supporting", cast.plan_office)


def test_a_responsible_department_does_not_leave_with_the_supporting_ones(cast: Cast) -> None:
    PartyFactory(project=cast.project, department=cast.stranger_department, part=Part.RESPONSIBLE)

    parties = projects.set_supporting(
        project_id=cast.project.pk, department_ids=[], actor=cast.plan_office, now=NOW
    )

    assert {one.part for one in parties} == {Part.LEAD, Part.RESPONSIBLE}


# --- Status confirmed, withdrawn --------------------------------------------------------------


def test_a_proposed_status_is_confirmed_once(cast: Cast) -> None:
    project = projects.confirm_status(
        project_id=cast.project.pk, version=1, actor=cast.plan_office, now=NOW
    )

    assert project.status_confirmed
    assert_traced(project, "project.confirm_status", cast.plan_office)
    with refused("already_confirmed", field="status"):
        projects.confirm_status(
            project_id=cast.project.pk, version=2, actor=cast.plan_office, now=NOW
        )


def test_what_is_withdrawn_is_kept_out_of_sight(cast: Cast) -> None:
    MilestoneFactory(project=cast.project)
    withdraw: Any = {"project_id": cast.project.pk, "version": 1, "now": NOW}

    with refused("reason_required", field="reason"):
        projects.withdraw_project(reason=" ", actor=cast.plan_office, **withdraw)
    with pytest.raises(NotPermitted):
        projects.withdraw_project(reason="重复", actor=cast.lead, **withdraw)
    projects.withdraw_project(reason=" 重复录入 ", actor=cast.plan_office, **withdraw)

    assert_traced(cast.project, "project.withdraw", cast.plan_office, "重复录入")
    assert Project.objects.get(pk=cast.project.pk).withdrawn_reason == "重复录入"
    assert not Project.objects.visible_to(cast.administrator).exists()
    assert not Milestone.objects.visible_to(cast.administrator).exists()
    with pytest.raises(Project.DoesNotExist):
        projects.withdraw_project(reason="又一次", actor=cast.plan_office, **withdraw)
