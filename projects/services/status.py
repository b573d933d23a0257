"""Moves along 「四库」 and changes of the work state, each recorded with who, when and why."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory import wording
from directory.clock import date_of
from directory.errors import RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, unit_of_work
from directory.wording import Word
from projects import policy
from projects.models import (
    Milestone,
    MilestoneKind,
    Permit,
    Project,
    ProjectDepartment,
    Status,
    StatusMove,
    WorkState,
)
from projects.rules.moves import NEEDS_REASON, is_legal
from projects.rules.periods import quarter_later
from projects.services.access import locked_project, need_reason
from projects.services.lights import settle

APPROVALS = ("feasibility", "verification", "filing")
"""可研批复, 核准 or 备案: one of them opens the gate into the reserve."""


def move(
    *,
    project_id: int,
    after: str,
    effective_on: date,
    actor: User,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    next_step: str = "",
    expected_on: date | None = None,
) -> Project:
    """Move a project along 「四库」, or out of it.

    Raises `move_not_legal`, `gate_closed` with what is missing, or `reason_required`.
    """
    if after in NEEDS_REASON:
        reason = need_reason(reason)
    with unit_of_work("project.move", actor=actor, now=now, reason=reason) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.MOVE_STATUS, version=version
        )
        _check_legal(project, after)
        if effective_on > date_of(now):
            raise RuleViolation(
                "date_in_future", field="effective_on", params={"date": effective_on}
            )
        missing = _missing(project, after, next_step, expected_on)
        if missing:
            raise RuleViolation("gate_closed", params={"missing": wording.clauses(missing)})
        before, work_state = project.status, project.work_state
        values = _values(project, after, effective_on)
        work.create(
            StatusMove(
                project=project,
                before=before,
                after=after,
                work_state_before=work_state,
                work_state_after=values["work_state"],
                effective_on=effective_on,
                expected_on=expected_on,
                next_step=next_step,
                reason=reason,
                moved_by=actor,
                moved_at=now,
            )
        )
        _hold_or_release(work, project, after)
        return settle(work, project, **values)


def _check_legal(project: Project, after: str) -> None:
    if after not in Status.values or not is_legal(project.status, after):
        raise RuleViolation(
            "move_not_legal",
            field="after",
            params={
                "before": project.get_status_display(),
                "after": Status(after).label if after in Status.values else after,
            },
        )


def _missing(project: Project, after: str, next_step: str, expected_on: date | None) -> list[Word]:
    """What the gate asks for and the project lacks, in words."""
    missing: list[Word] = []
    if after == Status.RESERVE:
        if not project.parties.filter(part=ProjectDepartment.Part.LEAD, confirmed=True).exists():
            missing.append(_("a confirmed lead department"))
        done = project.permits.filter(matter__in=APPROVALS, state__in=Permit.COUNTS_AS_DONE)
        if not done.exists():
            missing.append(_("an approval, verification or filing"))
    elif after == Status.CONSTRUCTION and not _done(project, MilestoneKind.START):
        missing.append(_("a real start (the milestone of that kind completed)"))
    elif after == Status.PERFORMING and not _done(project, MilestoneKind.OPERATION):
        missing.append(_("going into operation (the milestone of that kind completed)"))
    elif after == Status.SUSPENDED:
        if not next_step.strip():
            missing.append(_("the next step"))
        if expected_on is None:
            missing.append(_("the expected date"))
    return missing


def _done(project: Project, kind: str) -> bool:
    written = project.started_on if kind == MilestoneKind.START else project.operating_on
    if written is not None:
        return True
    return project.milestones.filter(kind=kind, state=Milestone.State.DONE).exists()


def _values(project: Project, after: str, effective_on: date) -> dict[str, Any]:
    in_construction = after == Status.CONSTRUCTION
    suspended = after == Status.SUSPENDED
    return {
        "status": after,
        "status_confirmed": True,
        "status_basis": "",
        "work_state": WorkState.WORKING if in_construction else "",
        "status_review_on": quarter_later(effective_on) if suspended else None,
    }


def _hold_or_release(work: UnitOfWork, project: Project, after: str) -> None:
    """Open milestones of a suspended project rest, those of a cancelled one are dropped, and a
    resumed project has them back."""
    state = Milestone.State
    becomes = {
        Status.SUSPENDED: (state.OPEN, state.ON_HOLD),
        Status.CANCELLED: (state.OPEN, state.DROPPED),
    }.get(Status(after), (state.ON_HOLD, state.OPEN))
    sources = [becomes[0]]
    if after == Status.CANCELLED:
        sources.append(state.ON_HOLD)
    rows = list(
        Milestone.objects.select_for_update()
        .filter(project=project, state__in=sources)
        .order_by("id")
    )
    for row in rows:
        row.state = becomes[1]
    work.change_all(rows, ["state"])
