"""What a department does with a milestone: complete it, or say when it is expected."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from directory.clock import date_of
from directory.errors import RuleViolation
from directory.models import User
from directory.unit import unit_of_work
from projects import policy
from projects.models import Milestone, MilestoneKind, Project
from projects.services.access import locked_milestone, need_reason
from projects.services.evidence import Upload, keep, leaving_no_file
from projects.services.lights import settle

ENDS = (MilestoneKind.COMPLETION, MilestoneKind.ACCEPTANCE, MilestoneKind.OPERATION)


def complete(
    *,
    milestone_id: int,
    actual_on: date,
    actor: User,
    now: datetime,
    version: int | None = None,
    note: str = "",
    evidence: Sequence[Upload] = (),
) -> Milestone:
    """Complete a milestone with its actual date and evidence.

    A date in the future is no completion, and nothing is finished before it was started. The
    real start and the going into operation are written to the project as well.
    """
    with (
        leaving_no_file(evidence),
        unit_of_work("milestone.complete", actor=actor, now=now, reason=note) as work,
    ):
        project, milestone = locked_milestone(milestone_id, actor=actor, version=version)
        if not policy.may_complete(actor, milestone):
            raise policy.forbidden(policy.Action.COMPLETE)
        _check_open(milestone)
        if actual_on > date_of(now):
            raise RuleViolation("date_in_future", field="actual_on", params={"date": actual_on})
        check_order(project, milestone, actual_on, field="actual_on")
        kept = milestone.evidence.exists()
        if milestone.evidence_required and not (kept or evidence):
            raise RuleViolation("evidence_required", field="evidence")
        for upload in evidence:
            keep(work, project, upload, milestone=milestone)
        work.change(
            milestone,
            state=Milestone.State.DONE,
            actual_on=actual_on,
            completed_by=actor,
            completed_at=now,
            note=note,
        )
        settle(work, project, **written_to_project(project, milestone))
        return milestone


def forecast(
    *,
    milestone_id: int,
    forecast_on: date | None,
    reason: str,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Milestone:
    """Say when a milestone is expected. A date later than the one in force needs a reason; the
    date in force stays as it is until a change request is approved."""
    with unit_of_work("milestone.forecast", actor=actor, now=now, reason=reason) as work:
        project, milestone = locked_milestone(milestone_id, actor=actor, version=version)
        owes = policy.may_complete(actor, milestone)
        if not (owes or policy.may(actor, policy.Action.FORECAST, project)):
            raise policy.forbidden(policy.Action.FORECAST)
        _check_open(milestone)
        if forecast_on and milestone.due_on and forecast_on > milestone.due_on:
            reason = need_reason(reason)
        return work.change(milestone, forecast_on=forecast_on, forecast_reason=reason)


def _check_open(milestone: Milestone) -> None:
    if milestone.state != Milestone.State.OPEN:
        raise RuleViolation("milestone_not_open", params={"state": milestone.get_state_display()})


def check_order(project: Project, milestone: Milestone, actual_on: date, *, field: str) -> None:
    """Nothing is finished before the project was started: raises `finish_before_start`."""
    start, finish = project.started_on, None
    if milestone.kind in ENDS:
        finish = actual_on
    elif milestone.kind == MilestoneKind.START:
        start = actual_on
        ended = Milestone.objects.filter(project=project, kind__in=ENDS, actual_on__isnull=False)
        finish = ended.order_by("actual_on").values_list("actual_on", flat=True).first()
    if start and finish and finish < start:
        raise RuleViolation(
            "finish_before_start", field=field, params={"finish": finish, "start": start}
        )


def written_to_project(project: Project, milestone: Milestone) -> dict[str, Any]:
    """The real start and the going into operation stand on the project as well."""
    if milestone.kind == MilestoneKind.START and project.started_on is None:
        return {"started_on": milestone.actual_on}
    if milestone.kind == MilestoneKind.OPERATION and project.operating_on is None:
        return {"operating_on": milestone.actual_on}
    return {}
