"""Change requests 「调整申请」: filed, approved, returned, withdrawn."""

from datetime import date, timedelta
from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import Role
from projects.models import ChangeRequest, Milestone, Project
from projects.services import changes, milestones, status
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, UserFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

TODAY = date(2026, 11, 23)
DUE = TODAY - timedelta(days=40)
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def milestone(cast: Cast) -> Milestone:
    made: Milestone = MilestoneFactory(project=cast.project, due_on=DUE)
    return made


def file(milestone: Milestone, cast: Cast, **kwargs: Any) -> ChangeRequest:
    given: dict[str, Any] = {
        "milestone_id": milestone.pk,
        "new_due_on": LATER,
        "reason_code": "land",
        "reason": "征地未完成",
        "actor": cast.lead,
        "now": NOW,
    }
    return changes.file_request(**(given | kwargs))


def test_a_request_leaves_the_date_in_force(milestone: Milestone, cast: Cast) -> None:
    request = file(milestone, cast)

    assert (request.old_due_on, request.new_due_on, request.late) == (DUE, LATER, True)
    milestone.refresh_from_db()
    assert milestone.due_on == DUE
    assert_traced(request, "change_request.file", cast.lead, "征地未完成")


def test_a_request_in_time_is_not_marked_late(milestone: Milestone, cast: Cast) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(due_on=TODAY)

    assert not file(milestone, cast).late


def test_what_stands_in_the_way_of_a_request(milestone: Milestone, cast: Cast) -> None:
    with refused("reason_required", field="reason"):
        file(milestone, cast, reason=" ")
    with refused("invalid", field="reason_code"):
        file(milestone, cast, reason_code="mood")
    with refused("same_date", field="new_due_on"):
        file(milestone, cast, new_due_on=DUE)
    file(milestone, cast)
    with refused("request_open"):
        file(milestone, cast)
    done = MilestoneFactory(project=cast.project, state="done", actual_on=TODAY)
    with refused("milestone_not_open"):
        file(done, cast)


def test_who_files(milestone: Milestone, cast: Cast) -> None:
    for actor in (cast.supporter, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            file(milestone, cast, actor=actor)
    with pytest.raises(Milestone.DoesNotExist):
        file(milestone, cast, actor=cast.stranger)
    file(milestone, cast, actor=cast.county_office)


def test_a_department_asks_for_the_milestone_that_it_owes(cast: Cast) -> None:
    own = cast.supporting_department
    theirs = MilestoneFactory(project=cast.project, department=own, own_department=own)

    file(theirs, cast, actor=cast.supporter)


def test_an_approval_puts_the_date_in_force_and_freezes_a_baseline(
    milestone: Milestone, cast: Cast, reference: None
) -> None:
    other = MilestoneFactory(project=cast.project, due_on=LATER + timedelta(days=1))
    MilestoneFactory(project=cast.project, state="dropped", due_on=DUE)
    request = file(milestone, cast)

    changes.approve(request_id=request.pk, version=1, note="同意", actor=cast.plan_office, now=NOW)

    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.first_due_on) == (LATER, DUE)
    assert milestone.slippage(TODAY) == 40
    baseline = cast.project.baselines.get()
    assert baseline.change_request_id == request.pk
    assert set(baseline.dates.values_list("milestone", "due_on")) == {
        (milestone.pk, LATER),
        (other.pk, other.due_on),
    }
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.next_due_on, project.light) == (LATER, "green")
    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decision_note) == (
        "approved",
        cast.plan_office,
        "同意",
    )
    assert_traced(request, "change_request.approve", cast.plan_office, "同意")
    assert_traced(milestone, "change_request.approve", cast.plan_office, "同意")


def test_the_old_baselines_stay_readable(milestone: Milestone, cast: Cast) -> None:
    for days in (90, 120):
        request = file(milestone, cast, new_due_on=TODAY + timedelta(days=days))
        changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)

    rows = cast.project.baselines.order_by("revision").values_list("revision", "dates__due_on")
    assert list(rows) == [(1, LATER), (2, TODAY + timedelta(days=120))]


def test_a_milestone_without_a_date_gets_its_first(cast: Cast) -> None:
    undated: Milestone = MilestoneFactory(project=cast.project)
    request = file(undated, cast)
    assert not request.late

    changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)

    undated.refresh_from_db()
    assert undated.due_on == undated.first_due_on == LATER


def test_a_milestone_that_was_done_meanwhile_keeps_its_date(
    milestone: Milestone, cast: Cast
) -> None:
    request = file(milestone, cast)
    milestones.complete(milestone_id=milestone.pk, actual_on=TODAY, actor=cast.lead, now=NOW)

    with refused("milestone_not_open"):
        changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)
    returned = changes.return_request(
        request_id=request.pk, note="节点已完成", actor=cast.plan_office, now=NOW
    )
    assert returned.state == ChangeRequest.State.RETURNED


def test_a_milestone_that_was_dropped_meanwhile_stays_dropped(
    milestone: Milestone, cast: Cast
) -> None:
    request = file(milestone, cast)
    status.move(
        project_id=cast.project.pk,
        after="cancelled",
        effective_on=TODAY,
        reason="调出",
        actor=cast.plan_office,
        now=NOW,
    )

    with refused("milestone_not_open"):
        changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)


def test_who_decides(milestone: Milestone, cast: Cast) -> None:
    request = file(milestone, cast)
    writer = UserFactory(role=Role.INTEGRATION, region=cast.plan_office.region, may_write_api=True)
    with refused("own_request"):
        changes.approve(request_id=request.pk, actor=cast.lead, now=NOW)
    for actor in (cast.head, cast.supporter, cast.county_office, cast.leader, writer):
        with pytest.raises(NotPermitted):
            changes.approve(request_id=request.pk, actor=actor, now=NOW)
        with pytest.raises(NotPermitted):
            changes.return_request(request_id=request.pk, note="x", actor=actor, now=NOW)
    with pytest.raises(ChangeRequest.DoesNotExist):
        changes.approve(request_id=request.pk, actor=cast.stranger, now=NOW)
    with refused("version_conflict"):
        changes.approve(request_id=request.pk, version=5, actor=cast.plan_office, now=NOW)


def test_an_office_does_not_approve_what_it_filed(milestone: Milestone, cast: Cast) -> None:
    request = file(milestone, cast, actor=cast.plan_office)

    with refused("own_request"):
        changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)
    changes.approve(request_id=request.pk, actor=cast.administrator, now=NOW)


def test_a_request_is_returned_with_a_reason(milestone: Milestone, cast: Cast) -> None:
    request = file(milestone, cast)

    with refused("reason_required", field="note"):
        changes.return_request(request_id=request.pk, note="", actor=cast.plan_office, now=NOW)
    changes.return_request(request_id=request.pk, note="请附说明", actor=cast.plan_office, now=NOW)

    assert_traced(request, "change_request.return", cast.plan_office, "请附说明")
    milestone.refresh_from_db()
    assert milestone.due_on == DUE
    assert file(milestone, cast).state == "filed"


def test_only_who_filed_withdraws_and_only_once(milestone: Milestone, cast: Cast) -> None:
    request = file(milestone, cast)

    with pytest.raises(NotPermitted):
        changes.withdraw_request(request_id=request.pk, actor=cast.head, now=NOW)
    changes.withdraw_request(request_id=request.pk, actor=cast.lead, now=NOW)
    assert_traced(request, "change_request.withdraw", cast.lead)
    with refused("request_not_open"):
        changes.withdraw_request(request_id=request.pk, actor=cast.lead, now=NOW)


def test_nobody_promises_a_day_that_is_past(milestone: Milestone, cast: Cast) -> None:
    with refused("date_in_past", field="new_due_on"):
        file(milestone, cast, new_due_on=TODAY - timedelta(days=1))
    file(milestone, cast, new_due_on=TODAY)
