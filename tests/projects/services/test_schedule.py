"""Laying a schedule from a template, and adding a single milestone."""

from datetime import date
from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import CalendarYear
from projects.models import (
    Level,
    Milestone,
    Predecessor,
    Project,
    ProjectDepartment,
    ScheduleTemplate,
)
from projects.services import milestones, schedule, status
from tests.cast import Cast
from tests.factories import NOW, DepartmentFactory, MilestoneFactory, ProjectFactory, RegionFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

FINISH = date(2028, 10, 31)
TODAY = date(2026, 11, 23)


def lay(cast: Cast, **kwargs: Any) -> list[Milestone]:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "template_code": "t",
        "finish_on": FINISH,
        "actor": cast.plan_office,
        "now": NOW,
    }
    return schedule.lay_schedule(**(given | kwargs))


def add(cast: Cast, **kwargs: Any) -> Milestone:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "name": "征地完成",
        "kind": "land",
        "due_on": date(2027, 3, 1),
        "actor": cast.plan_office,
        "now": NOW,
    }
    return schedule.add_milestone(**(given | kwargs))


def test_the_preview_is_what_is_laid(cast: Cast, template: ScheduleTemplate) -> None:
    CalendarYear.objects.create(year=2027, state="final")
    planned = schedule.preview_schedule(template_code="t", finish_on=FINISH, today=TODAY)
    laid = lay(cast)

    assert [one.due_on for one in planned] == [one.due_on for one in laid]
    assert planned[-1].due_on == FINISH
    assert [one.provisional for one in planned] == [one.due_on.year != 2027 for one in planned]
    assert not any(one.past for one in planned)


def test_dates_that_are_past_are_marked(cast: Cast, template: ScheduleTemplate) -> None:
    planned = schedule.preview_schedule(template_code="t", finish_on=date(2027, 6, 30), today=TODAY)

    assert [one.past for one in planned] == [True, True, False]


def test_a_laid_schedule(cast: Cast, template: ScheduleTemplate) -> None:
    laid = lay(cast)

    project = Project.objects.get(pk=cast.project.pk)
    assert project.next_due_on == laid[0].due_on
    assert project.version == 2
    assert {one.first_due_on == one.due_on for one in laid} == {True}
    assert [one.state for one in laid] == ["open"] * 3
    links = Predecessor.objects.values_list("milestone__key", "predecessor__key", "working_days")
    assert set(links) == {("start", "approval", 40), ("operation", "start", 200)}
    baseline = project.baselines.get()
    assert (baseline.revision, baseline.approved_by) == (1, cast.plan_office)
    for milestone in laid:
        assert_traced(milestone, "schedule.lay", cast.plan_office)


def test_steps_that_are_done_come_with_their_dates(cast: Cast, template: ScheduleTemplate) -> None:
    done = {"approval": date(2025, 3, 1), "start": date(2025, 9, 1)}

    approval, start, operation = lay(cast, done=done)

    assert (approval.state, approval.actual_on) == ("done", date(2025, 3, 1))
    assert (start.state, start.completed_by) == ("done", cast.plan_office)
    assert operation.state == "open"
    project = Project.objects.get(pk=cast.project.pk)
    assert project.next_due_on == operation.due_on
    assert project.started_on == date(2025, 9, 1)


def test_what_is_done_was_done_in_order_and_not_tomorrow(
    cast: Cast, template: ScheduleTemplate
) -> None:
    with refused("invalid", field="done.nothing"):
        lay(cast, done={"nothing": TODAY})
    with refused("date_in_future", field="done.start"):
        lay(cast, done={"start": date(2026, 11, 24)})
    with refused("finish_before_start"):
        lay(cast, done={"start": date(2025, 9, 1), "operation": date(2025, 8, 1)})
    assert not Milestone.objects.exists()


def test_what_stands_in_the_way_of_a_schedule(cast: Cast, template: ScheduleTemplate) -> None:
    ScheduleTemplate.objects.create(code="empty", name="空", name_en="Empty")

    with refused("template_unknown", field="template"):
        lay(cast, template_code="no")
    with refused("schedule_empty", field="template"):
        lay(cast, template_code="empty")
    with refused("version_conflict"):
        lay(cast, version=9)
    cast.project.parties.filter(part="lead").update(confirmed=False)
    with refused("lead_not_confirmed", field="department"):
        lay(cast)
    cast.project.parties.filter(part="lead").delete()
    with refused("department_required", field="department"):
        lay(cast)


def test_a_schedule_is_laid_once(cast: Cast, template: ScheduleTemplate) -> None:
    lay(cast)

    with refused("schedule_exists"):
        lay(cast)


def test_after_a_cancelled_project_comes_back_a_new_schedule_is_laid(
    cast: Cast, template: ScheduleTemplate
) -> None:
    lay(cast)
    for after in ("cancelled", "conceived"):
        status.move(
            project_id=cast.project.pk,
            after=after,
            effective_on=TODAY,
            reason="调整",
            actor=cast.plan_office,
            now=NOW,
        )

    assert lay(cast)[0].baseline_revision == 2
    assert cast.project.milestones.filter(state="dropped").count() == 3


def test_who_lays_a_schedule(cast: Cast, template: ScheduleTemplate) -> None:
    for actor in (cast.lead, cast.head, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            lay(cast, actor=actor)
    with pytest.raises(Project.DoesNotExist):
        lay(cast, actor=cast.stranger)
    Project.objects.filter(pk=cast.project.pk).update(level=Level.COUNTY)
    assert lay(cast, actor=cast.county_office)


# --- A single milestone -----------------------------------------------------------------------


def test_a_milestone_with_a_date_opens_the_next_baseline(
    cast: Cast, template: ScheduleTemplate
) -> None:
    lay(cast)
    milestone = add(cast, critical=True, evidence_required=True)

    assert (milestone.order, milestone.baseline_revision) == (4, 2)
    assert (milestone.critical, milestone.evidence_required) == (True, True)
    assert milestone.department == cast.lead_department
    assert cast.project.baselines.get(revision=2).dates.count() == 4
    assert Project.objects.get(pk=cast.project.pk).next_due_on == date(2027, 3, 1)
    assert_traced(milestone, "milestone.add", cast.plan_office)


def test_who_owes_a_milestone_sees_it_and_completes_it(cast: Cast) -> None:
    milestone = add(cast, department_id=cast.stranger_department.pk)

    party = cast.project.parties.get(department=cast.stranger_department)
    assert party.part == ProjectDepartment.Part.RESPONSIBLE
    done = milestones.complete(
        milestone_id=milestone.pk, actual_on=TODAY, actor=cast.stranger, now=NOW
    )
    assert done.state == Milestone.State.DONE


def test_a_department_that_has_a_part_already_keeps_it(cast: Cast) -> None:
    milestone = add(cast, department_id=cast.supporting_department.pk)

    assert milestone.own_department == cast.supporting_department
    part = cast.project.parties.get(department=cast.supporting_department).part
    assert part == ProjectDepartment.Part.SUPPORTING


def test_what_stands_in_the_way_of_a_milestone(cast: Cast) -> None:
    elsewhere = DepartmentFactory(region=RegionFactory(code="141000"))

    with refused("required", field="name"):
        add(cast, name="  ")
    with refused("invalid", field="kind"):
        add(cast, kind="party")
    with refused("department_unknown", field="department"):
        add(cast, department_id=10**9)
    with refused("department_other_region", field="department"):
        add(cast, department_id=elsewhere.pk)
    with pytest.raises(NotPermitted):
        add(cast, actor=cast.lead)
    bare = ProjectFactory(region=cast.project.region)
    with refused("department_required"):
        add(cast, project_id=bare.pk)
    add(cast, project_id=bare.pk, department_id=cast.lead_department.pk, due_on=None)


def test_dropped_milestones_stand_in_no_new_baseline(cast: Cast) -> None:
    MilestoneFactory(project=cast.project, state="dropped", due_on=TODAY)

    add(cast)

    assert cast.project.baselines.get().dates.count() == 1
