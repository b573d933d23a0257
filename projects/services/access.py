"""How a service gets hold of the row it changes: locked, visible to the actor, permitted.

The order of locks is project → list entry → round of reports → milestone → report, everywhere.
"""

from directory.errors import RuleViolation
from directory.models import Department, User, region_prefix
from directory.unit import locked
from projects import policy
from projects.models import ChangeRequest, Milestone, Project, Report, ReportRound


def locked_project(
    project_id: int, *, actor: User, action: policy.Action | None, version: int | None = None
) -> Project:
    """Lock a project that the actor may see and, where an action is named, act upon.

    Raises Project.DoesNotExist, NotPermitted or Conflict.
    """
    project = locked(Project.objects.visible_to(actor), project_id, version=version)
    if action is not None:
        policy.require(actor, action, project)
    return project


def locked_milestone(
    milestone_id: int, *, actor: User, version: int | None = None
) -> tuple[Project, Milestone]:
    """Lock a milestone after its project. Raises Milestone.DoesNotExist or Conflict."""
    visible = Milestone.objects.visible_to(actor)
    project_id = visible.values_list("project_id", flat=True).get(pk=milestone_id)
    project = locked_project(project_id, actor=actor, action=None)
    milestone = locked(Milestone.objects.all(), milestone_id, version=version)
    milestone.project = project
    return project, milestone


def locked_request(
    request_id: int, *, actor: User, version: int | None = None
) -> tuple[Project, ChangeRequest]:
    """Lock a change request after its project. Raises ChangeRequest.DoesNotExist or Conflict,
    or `request_not_open` when it has been decided."""
    visible = ChangeRequest.objects.visible_to(actor)
    project_id = visible.values_list("project_id", flat=True).get(pk=request_id)
    project = locked_project(project_id, actor=actor, action=None)
    request = locked(ChangeRequest.objects.all(), request_id, version=version)
    if request.state != ChangeRequest.State.FILED:
        raise RuleViolation("request_not_open")
    request.project = project
    return project, request


def locked_report(
    report_id: int, *, actor: User, version: int | None = None
) -> tuple[Project, Report]:
    """Lock a report after its project, and keep its round as it is. Raises Report.DoesNotExist
    or Conflict."""
    visible = Report.objects.visible_to(actor)
    project_id = visible.values_list("project_id", flat=True).get(pk=report_id)
    project = locked_project(project_id, actor=actor, action=None)
    # Read once the project is locked: a report written anew may have come into another round.
    round_id = Report.objects.values_list("report_round_id", flat=True).get(pk=report_id)
    report_round = kept_round(round_id) if round_id else None
    report = locked(Report.objects.all(), report_id, version=version)
    report.project, report.report_round = project, report_round
    return project, report


def kept_round(round_id: int) -> ReportRound:
    """A round as it stands until the end of the transaction. Reporters share it, so that they do
    not wait for each other; who closes it waits for them, and they for who closes it."""
    rows = "SELECT * FROM projects_reportround WHERE id = %s FOR SHARE"
    return ReportRound.objects.raw(rows, [round_id])[0]


def department_of_area(department_id: int, project: Project) -> Department:
    """A department in force of the project's city, its counties or the province.

    Raises `department_unknown` or `department_other_region`.
    """
    department = Department.objects.filter(pk=department_id, active=True).first()
    if department is None:
        raise RuleViolation(
            "department_unknown", field="department", params={"department": department_id}
        )
    ours = department.region_id.startswith(project.region_id[:4])
    above = project.region_id.startswith(region_prefix(department.region_id))
    if not (ours or above):
        raise RuleViolation(
            "department_other_region", field="department", params={"department": department.name}
        )
    return department


def need_reason(reason: str, *, field: str = "reason") -> str:
    """A reason in words. Raises `reason_required`."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation("reason_required", field=field)
    return reason
