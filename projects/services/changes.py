"""Change requests 「调整申请」: the only way a date in force changes."""

from datetime import date, datetime

from directory.clock import date_of
from directory.errors import RuleViolation
from directory.models import User
from directory.unit import unit_of_work
from projects import policy
from projects.models import ChangeRequest, Milestone
from projects.services.access import locked_milestone, locked_request, need_reason
from projects.services.lights import settle
from projects.services.schedule import freeze_baseline, next_revision

State = ChangeRequest.State


def file_request(
    *,
    milestone_id: int,
    new_due_on: date,
    reason_code: str,
    reason: str,
    actor: User,
    now: datetime,
) -> ChangeRequest:
    """Ask for another due date, with a coded reason and words. One filed after the date it wants
    to move is possible and marked late."""
    reason = need_reason(reason)
    if reason_code not in ChangeRequest.Reason.values:
        raise RuleViolation("invalid", field="reason_code", params={"detail": reason_code})
    with unit_of_work("change_request.file", actor=actor, now=now, reason=reason) as work:
        project, milestone = locked_milestone(milestone_id, actor=actor)
        owes = policy.may_complete(actor, milestone)
        if not (owes or policy.may(actor, policy.Action.REQUEST_CHANGE, project)):
            raise policy.forbidden(policy.Action.REQUEST_CHANGE)
        if milestone.state != Milestone.State.OPEN:
            raise RuleViolation(
                "milestone_not_open", params={"state": milestone.get_state_display()}
            )
        if new_due_on == milestone.due_on:
            raise RuleViolation("same_date", field="new_due_on")
        if new_due_on < date_of(now):
            raise RuleViolation("date_in_past", field="new_due_on", params={"date": new_due_on})
        if ChangeRequest.objects.filter(milestone=milestone, state=State.FILED).exists():
            raise RuleViolation("request_open")
        return work.create(
            ChangeRequest(
                project=project,
                subject=ChangeRequest.Subject.DUE_DATE,
                milestone=milestone,
                reason_code=reason_code,
                reason=reason,
                old_due_on=milestone.due_on,
                new_due_on=new_due_on,
                late=milestone.due_on is not None and date_of(now) > milestone.due_on,
                filed_by=actor,
                filed_at=now,
            )
        )


def approve(
    *, request_id: int, actor: User, now: datetime, version: int | None = None, note: str = ""
) -> ChangeRequest:
    """Approve a request: the new date is in force, and a new baseline keeps the old readable."""
    with unit_of_work("change_request.approve", actor=actor, now=now, reason=note) as work:
        project, request = locked_request(request_id, actor=actor, version=version)
        _check_decides(actor, request)
        milestones = list(
            Milestone.objects.select_for_update().filter(project=project).order_by("order", "id")
        )
        revision = next_revision(project)
        milestone = next(one for one in milestones if one.pk == request.milestone_id)
        if milestone.state != Milestone.State.OPEN:
            raise RuleViolation(
                "milestone_not_open", params={"state": milestone.get_state_display()}
            )
        work.change(
            milestone,
            due_on=request.new_due_on,
            first_due_on=milestone.first_due_on or request.new_due_on,
            baseline_revision=revision,
        )
        work.change(
            request, state=State.APPROVED, decided_by=actor, decided_at=now, decision_note=note
        )
        standing = [one for one in milestones if one.state != Milestone.State.DROPPED]
        freeze_baseline(work, project, standing, revision=revision, change_request=request)
        settle(work, project)
        return request


def return_request(
    *, request_id: int, note: str, actor: User, now: datetime, version: int | None = None
) -> ChangeRequest:
    """Return a request with the reason why; the date in force stays."""
    note = need_reason(note, field="note")
    with unit_of_work("change_request.return", actor=actor, now=now, reason=note) as work:
        _project, request = locked_request(request_id, actor=actor, version=version)
        _check_decides(actor, request)
        return work.change(
            request, state=State.RETURNED, decided_by=actor, decided_at=now, decision_note=note
        )


def withdraw_request(
    *, request_id: int, actor: User, now: datetime, version: int | None = None
) -> ChangeRequest:
    """Take one's own request back before it is decided."""
    with unit_of_work("change_request.withdraw", actor=actor, now=now) as work:
        _project, request = locked_request(request_id, actor=actor, version=version)
        if request.filed_by_id != actor.pk:
            raise policy.forbidden(policy.Action.REQUEST_CHANGE)
        return work.change(request, state=State.WITHDRAWN, decided_by=actor, decided_at=now)


def _check_decides(actor: User, request: ChangeRequest) -> None:
    if request.filed_by_id == actor.pk:
        raise RuleViolation("own_request")
    if not policy.may_decide(actor, request):
        raise policy.forbidden(policy.Action.DECIDE_CHANGE)
