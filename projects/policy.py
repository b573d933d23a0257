"""Who may do what with a project. API, pages and services ask the same functions.

What *exists* for a person is decided by `visible_to` (404); this decides what they may do with
what they see (403).
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from directory.errors import NotPermitted
from directory.models import DEPARTMENT_ROLES, Region, Role, User, region_prefix
from projects.models import (
    ChangeRequest,
    Level,
    Milestone,
    Project,
    ProjectDepartment,
    Report,
)
from projects.querysets import home_region, is_of_fictitious_world, sees_everything


class Action(StrEnum):
    """What a person may want to do with a project."""

    CREATE = "create"
    EDIT = "edit"
    CONFIRM = "confirm"
    SCHEDULE = "schedule"
    COMPLETE = "complete"
    FORECAST = "forecast"
    REPORT = "report"
    REVIEW_REPORT = "review_report"
    REQUEST_CHANGE = "request_change"
    DECIDE_CHANGE = "decide_change"
    MOVE_STATUS = "move_status"
    ATTACH = "attach"
    RAISE_BLOCKER = "raise_blocker"
    WITHDRAW = "withdraw"
    MANAGE_LISTS = "manage_lists"
    MANAGE_ROUNDS = "manage_rounds"


WORDS = {
    Action.CREATE: _("enter a project"),
    Action.EDIT: _("change the facts"),
    Action.CONFIRM: _("confirm the owner or the status"),
    Action.SCHEDULE: _("lay a schedule"),
    Action.COMPLETE: _("complete a milestone"),
    Action.FORECAST: _("forecast a date"),
    Action.REPORT: _("hand in a report"),
    Action.REVIEW_REPORT: _("review a report"),
    Action.REQUEST_CHANGE: _("ask for a change"),
    Action.DECIDE_CHANGE: _("decide on a change"),
    Action.MOVE_STATUS: _("move the status"),
    Action.ATTACH: _("attach a file"),
    Action.RAISE_BLOCKER: _("raise a blocker"),
    Action.WITHDRAW: _("withdraw a project"),
    Action.MANAGE_LISTS: _("manage lists"),
    Action.MANAGE_ROUNDS: _("manage report rounds"),
}


OFFICE = frozenset(Action)
"""The plan office runs the register: it may do everything with the projects of its region."""

COUNTY_OFFICE = frozenset(
    {
        Action.REPORT,
        Action.REVIEW_REPORT,
        Action.FORECAST,
        Action.REQUEST_CHANGE,
        Action.ATTACH,
        Action.RAISE_BLOCKER,
    }
)
"""A county office looks after the projects in its county; of those of county level it also
sets the schedule and confirms who owes them."""

COUNTY_OFFICE_OWN_LEVEL = COUNTY_OFFICE | {Action.SCHEDULE, Action.CONFIRM, Action.EDIT}

OWING_DEPARTMENT = frozenset(
    {
        Action.COMPLETE,
        Action.FORECAST,
        Action.REPORT,
        Action.REQUEST_CHANGE,
        Action.ATTACH,
        Action.RAISE_BLOCKER,
    }
)
"""The lead and the responsible departments owe the project."""

SUPPORTING_DEPARTMENT = frozenset({Action.REPORT, Action.ATTACH, Action.RAISE_BLOCKER})
"""A supporting department may report, and not complete."""

COMPANY = frozenset(
    {Action.REPORT, Action.FORECAST, Action.REQUEST_CHANGE, Action.ATTACH, Action.RAISE_BLOCKER}
)
SUPERVISION = frozenset({Action.RAISE_BLOCKER})
WRITING_INTEGRATION = frozenset(
    {
        Action.CREATE,
        Action.EDIT,
        Action.REPORT,
        Action.FORECAST,
        Action.ATTACH,
        Action.REQUEST_CHANGE,
        Action.RAISE_BLOCKER,
    }
)
"""Another system hands in data; what decides on owners, dates, completion or status is a
person's to do."""
NOTHING: frozenset[Action] = frozenset()


def allowed_actions(user: User, project: Project) -> frozenset[Action]:
    """All that a person may do with a project they can see.

    Reads the project's departments once when the person is of a department; a page that shows
    many projects prefetches `parties`.
    """
    if not user.is_active or not _same_world(user, project):
        return NOTHING
    if user.role in DEPARTMENT_ROLES:
        return _of_department(user, project)
    if user.role == Role.COMPANY:
        return COMPANY if project.company_id == user.company_id else NOTHING
    if not runs_region(user, project.region_id):
        return NOTHING
    match user.role:
        case Role.ADMINISTRATOR | Role.PLAN_OFFICE:
            return OFFICE
        case Role.COUNTY_OFFICE:
            own = project.level == Level.COUNTY
            return COUNTY_OFFICE_OWN_LEVEL if own else COUNTY_OFFICE
        case Role.SUPERVISION:
            return SUPERVISION
        case Role.INTEGRATION:
            return WRITING_INTEGRATION if user.may_write_api else NOTHING
        case _:
            return NOTHING


def may(user: User, action: Action, project: Project) -> bool:
    return action in allowed_actions(user, project)


def require(user: User, action: Action, project: Project) -> None:
    """Raises NotPermitted unless the person may do this with the project."""
    if not may(user, action, project):
        raise forbidden(action)


def forbidden(action: Action) -> NotPermitted:
    """The refusal of an action, in words."""
    return NotPermitted(WORDS[action])


def may_complete(user: User, milestone: Milestone) -> bool:
    """The department that owes the milestone completes it, and so may whoever owes the project."""
    if may(user, Action.COMPLETE, milestone.project):
        return True
    owes = user.role in DEPARTMENT_ROLES and milestone.department_id == user.department_id
    return owes and user.is_active


def may_decide(user: User, request: ChangeRequest) -> bool:
    """Nobody decides on a request of their own."""
    return may(user, Action.DECIDE_CHANGE, request.project) and request.filed_by_id != user.pk


def may_review(user: User, report: Report) -> bool:
    """Whether a report that is on its way waits for this person: at the step "head" for the head
    of a department that owes the project, at "county" for the county office; the plan office
    decides at any step, in place of who is away. Nobody decides on a report of their own."""
    if report.state != Report.State.SUBMITTED or report.reported_by_id == user.pk:
        return False
    step = report.waits_at()
    if user.role == Role.DEPARTMENT_HEAD:
        # Of the departments in a project only those that owe it may complete.
        return step == "head" and may(user, Action.COMPLETE, report.project)
    if user.role == Role.COUNTY_OFFICE and step != "county":
        return False
    return may(user, Action.REVIEW_REPORT, report.project)


def may_create(user: User, region: Region) -> bool:
    """Whether a person may put a new project of this region into the register."""
    if not user.is_active or not runs_region(user, region.code):
        return False
    writes = user.role == Role.INTEGRATION and user.may_write_api
    return writes or user.role in (Role.ADMINISTRATOR, Role.PLAN_OFFICE)


def runs_region(user: User, code: str) -> bool:
    """Whether a region lies in the person's own."""
    if sees_everything(user):
        return True
    home = home_region(user)
    return bool(home) and code.startswith(region_prefix(home))


def _same_world(user: User, project: Project) -> bool:
    return sees_everything(user) or is_of_fictitious_world(user) == project.is_fictitious


def _of_department(user: User, project: Project) -> frozenset[Action]:
    parts = {
        party.part for party in project.parties.all() if party.department_id == user.department_id
    }
    if parts & {ProjectDepartment.Part.LEAD, ProjectDepartment.Part.RESPONSIBLE}:
        return OWING_DEPARTMENT
    return SUPPORTING_DEPARTMENT if parts else NOTHING
