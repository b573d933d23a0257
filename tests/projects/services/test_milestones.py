"""Completing a milestone, and saying when it is expected."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import Evidence, Light, Milestone, Project
from projects.services import milestones
from projects.services.evidence import Upload
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

TODAY = date(2026, 11, 23)
PDF = Upload("批复.pdf", b"%PDF-1.7 ...")


def complete(milestone: Milestone, cast: Cast, **kwargs: Any) -> Milestone:
    given: dict[str, Any] = {
        "milestone_id": milestone.pk,
        "actual_on": TODAY,
        "actor": cast.lead,
        "now": NOW,
    }
    return milestones.complete(**(given | kwargs))


def expect(milestone: Milestone, cast: Cast, on: date | None, **kwargs: Any) -> Milestone:
    given: dict[str, Any] = {
        "milestone_id": milestone.pk,
        "forecast_on": on,
        "reason": "",
        "actor": cast.lead,
        "now": NOW,
    }
    return milestones.forecast(**(given | kwargs))


def test_a_completion_turns_the_light_and_the_next_due_date(cast: Cast, reference: None) -> None:
    late = MilestoneFactory(project=cast.project, due_on=TODAY - timedelta(days=40))
    ahead = MilestoneFactory(project=cast.project, due_on=TODAY + timedelta(days=40))
    Project.objects.filter(pk=cast.project.pk).update(light="red", next_due_on=late.due_on)

    done = complete(late, cast, note="批复已取得")

    assert (done.state, done.actual_on, done.completed_by) == ("done", TODAY, cast.lead)
    assert (done.completed_at, done.note) == (NOW, "批复已取得")
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.light, project.next_due_on) == (Light.GREEN, ahead.due_on)
    assert project.light_transitions.get().after == Light.GREEN
    assert_traced(done, "milestone.complete", cast.lead, "批复已取得")
    assert_traced(project, "milestone.complete", cast.lead, "批复已取得")


def test_today_is_the_date_in_shanghai(cast: Cast) -> None:
    """At 23:30 of the 22nd in London it is the 23rd in Shanghai, at 15:30 still the 22nd."""
    first, second = (MilestoneFactory(project=cast.project) for _ in range(2))

    with refused("date_in_future", field="actual_on"):
        complete(first, cast, now=datetime(2026, 11, 22, 15, 30, tzinfo=UTC))
    complete(second, cast, now=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))


def test_start_and_operation_are_written_to_the_project_once(cast: Cast) -> None:
    start = MilestoneFactory(project=cast.project, kind="start")
    second = MilestoneFactory(project=cast.project, kind="start")
    operation = MilestoneFactory(project=cast.project, kind="operation")

    complete(start, cast, actual_on=date(2025, 5, 1))
    complete(second, cast, actual_on=date(2025, 6, 1))
    complete(operation, cast, actual_on=date(2026, 5, 1))

    project = Project.objects.get(pk=cast.project.pk)
    assert (project.started_on, project.operating_on) == (date(2025, 5, 1), date(2026, 5, 1))


@pytest.mark.parametrize("kind", ["completion", "acceptance", "operation"])
def test_nothing_is_finished_before_it_was_started(cast: Cast, kind: str) -> None:
    start = MilestoneFactory(project=cast.project, kind="start")
    finish = MilestoneFactory(project=cast.project, kind=kind)
    complete(finish, cast, actual_on=date(2026, 5, 1))

    with refused("finish_before_start", field="actual_on"):
        complete(start, cast, actual_on=date(2026, 5, 2))
    complete(start, cast, actual_on=date(2026, 5, 1))
    again = MilestoneFactory(project=cast.project, kind=kind)
    with refused("finish_before_start", field="actual_on"):
        complete(again, cast, actual_on=date(2026, 4, 30))


def test_evidence_is_asked_for_where_the_milestone_does(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, evidence_required=True)

    with refused("evidence_required", field="evidence"):
        complete(milestone, cast)
    with refused("evidence_type", field="evidence"):
        complete(milestone, cast, evidence=[Upload("x.html", b"<html>")])
    assert not Evidence.objects.exists()
    done = complete(milestone, cast, evidence=[PDF])
    assert done.evidence.get().name == "批复.pdf"


def test_evidence_that_was_attached_before_counts(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, evidence_required=True)
    Evidence.objects.create(
        project=cast.project,
        milestone=milestone,
        name="照片",
        size=1,
        uploaded_by=cast.lead,
        uploaded_at=NOW,
    )

    assert complete(milestone, cast).state == "done"


@pytest.mark.parametrize("state", ["done", "on_hold", "dropped"])
def test_only_what_is_open_is_completed_or_forecast(cast: Cast, state: str) -> None:
    actual = TODAY if state == "done" else None
    milestone = MilestoneFactory(project=cast.project, state=state, actual_on=actual)

    with refused("milestone_not_open"):
        complete(milestone, cast)
    with refused("milestone_not_open"):
        expect(milestone, cast, TODAY)


def test_who_completes(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project)

    for actor in (cast.supporter, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            complete(milestone, cast, actor=actor)
    with pytest.raises(Milestone.DoesNotExist):
        complete(milestone, cast, actor=cast.stranger)
    with refused("version_conflict"):
        complete(milestone, cast, version=4)
    complete(milestone, cast, actor=cast.plan_office, version=1)


def test_a_forecast_changes_no_date_in_force(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)

    with refused("reason_required", field="reason"):
        expect(milestone, cast, TODAY + timedelta(days=1))
    later = expect(milestone, cast, TODAY + timedelta(days=9), reason="雨季")
    assert (later.forecast_on, later.due_on) == (TODAY + timedelta(days=9), TODAY)
    assert_traced(later, "milestone.forecast", cast.lead, "雨季")
    assert expect(milestone, cast, TODAY).forecast_on == TODAY
    assert expect(milestone, cast, None).forecast_on is None


def test_who_forecasts(cast: Cast) -> None:
    own = cast.supporting_department
    milestone = MilestoneFactory(project=cast.project)
    theirs = MilestoneFactory(project=cast.project, department=own, own_department=own)

    for actor in (cast.supporter, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            expect(milestone, cast, TODAY, actor=actor)
    expect(milestone, cast, TODAY, actor=cast.county_office)
    expect(theirs, cast, TODAY, actor=cast.supporter)


def test_days_late_and_slippage(cast: Cast) -> None:
    milestone = Milestone(due_on=date(2026, 11, 20), first_due_on=date(2026, 10, 1))

    assert (milestone.days_late(TODAY), milestone.slippage(TODAY)) == (3, 53)
    milestone.actual_on = date(2026, 11, 18)
    assert (milestone.days_late(TODAY), milestone.slippage(TODAY)) == (-2, 48)
    assert Milestone().days_late(TODAY) == 0
