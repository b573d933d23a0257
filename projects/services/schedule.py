"""Laying a project's schedule from a template, backwards from its finish 「倒排工期」."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from directory.clock import date_of
from directory.errors import RuleViolation
from directory.models import Department, User
from directory.queries.calendar import working_calendar
from directory.rules.working_days import WorkingCalendar
from directory.unit import UnitOfWork, unit_of_work
from projects import policy
from projects.models import (
    Baseline,
    BaselineDate,
    ChangeRequest,
    Milestone,
    MilestoneKind,
    Predecessor,
    Project,
    ProjectDepartment,
    ScheduleTemplate,
    TemplateStep,
)
from projects.rules.scheduling import Step, backwards
from projects.services.access import department_of_area, locked_project
from projects.services.lights import settle
from projects.services.milestones import check_order, written_to_project


@dataclass(frozen=True)
class PlannedStep:
    """A milestone as the template would lay it."""

    step: TemplateStep
    due_on: date
    past: bool
    provisional: bool


def preview_schedule(
    *, template_code: str, finish_on: date, today: date, calendar: WorkingCalendar | None = None
) -> list[PlannedStep]:
    """What `lay_schedule` would lay: dates that are past already, and dates in years whose
    working calendar is not out yet, are marked."""
    calendar = calendar or working_calendar()
    steps = _steps_of(template_code)
    ends = backwards(
        [Step(s.key, s.duration_working_days, s.predecessors) for s in steps],
        finish_on=finish_on,
        calendar=calendar,
    )
    return [
        PlannedStep(s, ends[s.key], ends[s.key] < today, calendar.is_provisional(ends[s.key]))
        for s in steps
    ]


def lay_schedule(
    *,
    project_id: int,
    template_code: str,
    finish_on: date,
    actor: User,
    now: datetime,
    version: int | None = None,
    done: Mapping[str, date] | None = None,
) -> list[Milestone]:
    """Lay a schedule and freeze it as the first baseline.

    The lead must be confirmed. `done` names steps that are finished already with their actual
    dates; everything else that lies in the past is overdue from the first day, and shown so.
    """
    done = done or {}
    today = date_of(now)
    with unit_of_work("schedule.lay", actor=actor, now=now) as work:
        project = locked_project(
            project_id, actor=actor, action=policy.Action.SCHEDULE, version=version
        )
        lead = _confirmed_lead(project)
        standing = Milestone.objects.filter(project=project)
        if standing.exclude(state=Milestone.State.DROPPED).exists():
            raise RuleViolation("schedule_exists")
        planned = preview_schedule(template_code=template_code, finish_on=finish_on, today=today)
        _check_done(done, planned, today=today)
        revision = next_revision(project)
        milestones = work.create_all(
            [_milestone(project, lead, one, done, revision, actor, now) for one in planned]
        )
        by_key = {milestone.key: milestone for milestone in milestones}
        work.create_all(
            [
                Predecessor(
                    milestone=by_key[one.step.key],
                    predecessor=by_key[key],
                    working_days=one.step.duration_working_days,
                )
                for one in planned
                for key in one.step.predecessors
            ]
        )
        freeze_baseline(work, project, milestones, revision=revision)
        written: dict[str, Any] = {}
        for milestone in milestones:
            if milestone.actual_on is not None:
                check_order(project, milestone, milestone.actual_on, field=f"done.{milestone.key}")
                written |= written_to_project(project, milestone)
        settle(work, project, touch=True, **written)
        return milestones


def add_milestone(
    *,
    project_id: int,
    name: str,
    kind: str,
    due_on: date | None,
    actor: User,
    now: datetime,
    critical: bool = False,
    evidence_required: bool = False,
    department_id: int | None = None,
) -> Milestone:
    """Add a single milestone, and freeze the next baseline with it. Without a department of its
    own it falls to the confirmed lead.

    Raises `required`, `invalid`, or `lead_not_confirmed`.
    """
    if not name.strip():
        raise RuleViolation("required", field="name")
    if kind not in MilestoneKind.values:
        raise RuleViolation("invalid", field="kind", params={"detail": kind})
    with unit_of_work("milestone.add", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.SCHEDULE)
        own = department_of_area(department_id, project) if department_id else None
        last = Milestone.objects.filter(project=project).order_by("-order").first()
        revision = next_revision(project)
        milestone = work.create(
            Milestone(
                project=project,
                region_id=project.region_id,
                name=name.strip(),
                kind=kind,
                order=last.order + 1 if last else 1,
                critical=critical,
                evidence_required=evidence_required,
                due_on=due_on,
                first_due_on=due_on,
                own_department=own,
                department=own or _confirmed_lead(project),
                baseline_revision=revision,
            )
        )
        rows = Milestone.objects.filter(project=project).exclude(state=Milestone.State.DROPPED)
        freeze_baseline(work, project, rows.order_by("order", "id"), revision=revision)
        if own is not None:
            _take_in(work, project, own)
        settle(work, project)
        return milestone


def _take_in(work: UnitOfWork, project: Project, department: Department) -> None:
    """Who owes a milestone has a part in the project, and so sees it."""
    if project.parties.filter(department=department).exists():
        return
    work.create(
        ProjectDepartment(
            project=project,
            department=department,
            part=ProjectDepartment.Part.RESPONSIBLE,
            confirmed=True,
            confirmed_by=work.actor,
            confirmed_at=work.now,
        )
    )


def freeze_baseline(
    work: UnitOfWork,
    project: Project,
    milestones: Iterable[Milestone],
    *,
    revision: int,
    change_request: ChangeRequest | None = None,
) -> Baseline:
    """Write down the dates in force as what was approved."""
    baseline = work.create(
        Baseline(
            project=project,
            revision=revision,
            approved_at=work.now,
            approved_by=work.actor,
            reason=work.reason,
            change_request=change_request,
        )
    )
    work.create_all(
        [
            BaselineDate(baseline=baseline, milestone=milestone, due_on=milestone.due_on)
            for milestone in milestones
        ]
    )
    return baseline


def _steps_of(template_code: str) -> list[TemplateStep]:
    template = ScheduleTemplate.objects.filter(code=template_code).first()
    if template is None:
        raise RuleViolation(
            "template_unknown", field="template", params={"template": template_code}
        )
    steps = list(template.steps.order_by("order"))
    if not steps:
        raise RuleViolation("schedule_empty", field="template")
    return steps


def _confirmed_lead(project: Project) -> Department:
    lead = project.parties.filter(part=ProjectDepartment.Part.LEAD).select_related("department")
    party = lead.first()
    if party is None:
        raise RuleViolation("department_required", field="department")
    if not party.confirmed:
        raise RuleViolation("lead_not_confirmed", field="department")
    return party.department


def _check_done(done: Mapping[str, date], planned: Sequence[PlannedStep], *, today: date) -> None:
    known = {one.step.key for one in planned}
    for key, on in done.items():
        if key not in known:
            raise RuleViolation("invalid", field=f"done.{key}", params={"detail": key})
        if on > today:
            raise RuleViolation("date_in_future", field=f"done.{key}", params={"date": on})


def next_revision(project: Project) -> int:
    """The number of the baseline that the next approval opens."""
    last = Baseline.objects.filter(project=project).order_by("-revision").first()
    return last.revision + 1 if last else 1


def _milestone(
    project: Project,
    lead: Department,
    planned: PlannedStep,
    done: Mapping[str, date],
    revision: int,
    actor: User,
    now: datetime,
) -> Milestone:
    step = planned.step
    actual_on = done.get(step.key)
    return Milestone(
        project=project,
        region_id=project.region_id,
        key=step.key,
        name=step.name,
        kind=step.kind,
        order=step.order,
        critical=step.critical,
        evidence_required=step.evidence_required,
        due_on=planned.due_on,
        first_due_on=planned.due_on,
        department=lead,
        baseline_revision=revision,
        state=Milestone.State.DONE if actual_on else Milestone.State.OPEN,
        actual_on=actual_on,
        completed_by=actor if actual_on else None,
        completed_at=now if actual_on else None,
    )
