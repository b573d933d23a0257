"""Moves along 「四库」 and what each gate asks for."""

from datetime import date
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import Permit, PermitMatter, Project, StatusMove
from projects.services import status
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

TODAY = date(2026, 11, 23)


def move(cast: Cast, after: str, **kwargs: Any) -> Project:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "after": after,
        "effective_on": TODAY,
        "reason": "会议决定",
        "actor": cast.plan_office,
        "now": NOW,
    }
    return status.move(**(given | kwargs))


def stand(cast: Cast, at: str, **values: Any) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status=at, work_state="", **values)


def permit(cast: Cast, matter: str, state: str) -> None:
    PermitMatter.objects.create(code=matter, name=matter, name_en=matter, order=1)
    Permit.objects.create(
        project=cast.project,
        matter_id=matter,
        state=state,
        issued_on=TODAY if state == "done" else None,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize("matter", ["feasibility", "verification", "filing"])
@pytest.mark.parametrize("state", ["done", "commitment", "area_assessment"])
def test_into_the_reserve_with_a_lead_and_one_approval(cast: Cast, matter: str, state: str) -> None:
    stand(cast, "conceived")
    permit(cast, matter, state)

    assert move(cast, "reserve").status == "reserve"


@pytest.mark.parametrize(
    ("matter", "state"),
    [("feasibility", "in_progress"), ("land", "done"), ("filing", "not_needed")],
)
def test_other_permits_open_no_gate(cast: Cast, matter: str, state: str) -> None:
    stand(cast, "conceived")
    permit(cast, matter, state)

    with refused("gate_closed"):
        move(cast, "reserve")


def test_a_closed_gate_says_all_that_is_missing(cast: Cast) -> None:
    stand(cast, "conceived")
    cast.project.parties.filter(part="lead").update(confirmed=False)

    with refused("gate_closed") as refusal:
        move(cast, "reserve")
    missing = str((refusal.value.params or {})["missing"])
    assert len(missing.split("；")) == 2


def test_into_construction_with_a_real_start(cast: Cast) -> None:
    stand(cast, "reserve", ceremony_on=TODAY)

    with refused("gate_closed"):
        move(cast, "construction")
    MilestoneFactory(project=cast.project, kind="start", state="done", actual_on=TODAY)
    moved = move(cast, "construction")
    assert (moved.status, moved.work_state, moved.status_confirmed) == (
        "construction",
        "working",
        True,
    )


def test_into_performing_with_going_into_operation(cast: Cast) -> None:
    stand(cast, "construction", started_on=date(2025, 1, 1))

    with refused("gate_closed"):
        move(cast, "performing")
    stand(cast, "construction", operating_on=TODAY)
    moved = move(cast, "performing")
    assert (moved.status, moved.work_state) == ("performing", "")


def test_suspended_with_next_step_and_date_the_milestones_rest(cast: Cast, reference: None) -> None:
    late = MilestoneFactory(project=cast.project, due_on=date(2026, 1, 1))
    done = MilestoneFactory(project=cast.project, state="done", actual_on=TODAY)

    with refused("gate_closed"):
        move(cast, "suspended", next_step="落实资金")
    with refused("reason_required", field="reason"):
        move(cast, "suspended", reason=" ")
    moved = move(cast, "suspended", next_step="落实资金", expected_on=date(2027, 6, 1))

    late.refresh_from_db()
    done.refresh_from_db()
    assert (late.state, done.state) == ("on_hold", "done")
    assert (moved.next_due_on, moved.light) == (None, "grey")
    assert moved.status_review_on == date(2027, 2, 23)
    row = StatusMove.objects.get()
    assert (row.before, row.after, row.next_step) == ("construction", "suspended", "落实资金")
    assert (row.moved_by, row.moved_at, row.reason) == (cast.plan_office, NOW, "会议决定")
    assert_traced(moved, "project.move", cast.plan_office, "会议决定")
    assert_traced(late, "project.move", cast.plan_office, "会议决定")


def test_resumed_the_milestones_are_open_and_late_again(cast: Cast, reference: None) -> None:
    late = MilestoneFactory(project=cast.project, due_on=date(2026, 1, 1))
    stand(cast, "construction", started_on=date(2025, 1, 1))
    move(cast, "suspended", next_step="落实资金", expected_on=TODAY)

    moved = move(cast, "construction", reason="")

    late.refresh_from_db()
    assert late.state == "open"
    assert (moved.next_due_on, moved.light, moved.status_review_on) == (late.due_on, "red", None)


def test_cancelled_the_milestones_are_dropped_for_good(cast: Cast) -> None:
    open_one = MilestoneFactory(project=cast.project, due_on=TODAY)
    held = MilestoneFactory(project=cast.project, state="on_hold")

    moved = move(cast, "cancelled")
    move(cast, "conceived")

    assert moved.next_due_on is None
    for milestone in (open_one, held):
        milestone.refresh_from_db()
        assert milestone.state == "dropped"


def test_what_stands_in_the_way_of_a_move(cast: Cast) -> None:
    with refused("move_not_legal", field="after"):
        move(cast, "reserve")
    with refused("move_not_legal", field="after"):
        move(cast, "somewhere")
    with refused("date_in_future", field="effective_on"):
        move(cast, "cancelled", effective_on=date(2026, 11, 24))
    with refused("version_conflict"):
        move(cast, "cancelled", version=3)
    for actor in (cast.lead, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            move(cast, "cancelled", actor=actor)
    assert not StatusMove.objects.exists()
