"""My work: what a person owes, what is asked of them, what they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from directory.models import DEPARTMENT_ROLES, Role, User
from projects.models import (
    ChangeRequest,
    Milestone,
    Project,
    ProjectDepartment,
    Report,
    ReportRound,
)
from projects.policy import may_review
from projects.queries.reports import not_reported, open_rounds
from projects.querysets import InsideQuerySet, MilestoneQuerySet, area_q, home_region
from projects.rules.periods import Period

AHEAD = timedelta(days=30)
AT_MOST = 200
REVIEWERS = (Role.ADMINISTRATOR, Role.PLAN_OFFICE, Role.COUNTY_OFFICE, Role.DEPARTMENT_HEAD)
Part = ProjectDepartment.Part


@dataclass(frozen=True)
class OwedReport:
    """A project whose report an open round still waits for."""

    project: Project
    report_round: ReportRound

    @property
    def period(self) -> Period:
        return Period(self.report_round.year, self.report_round.month)


@dataclass(frozen=True)
class MyWork:
    """The things that are a person's, each list cut at AT_MOST rows."""

    late: Sequence[Milestone]
    due: Sequence[Milestone]
    reports: Sequence[OwedReport]
    returned: Sequence[Report]
    requests_filed: Sequence[ChangeRequest]
    requests_to_decide: Sequence[ChangeRequest]
    reports_to_review: Sequence[Report]
    unconfirmed: int

    @property
    def count(self) -> int:
        """What asks for an action of this person."""
        asked = (self.late, self.due, self.reports, self.returned)
        decide = (self.requests_to_decide, self.reports_to_review)
        return sum(len(rows) for rows in (*asked, *decide))


def my_work(user: User, *, today: date) -> MyWork:
    """What a department, company, office or leader comes for, in a fixed number of queries."""
    owed = owed_milestones(user).select_related("project", "project__sector", "department")
    decides = user.role in (Role.PLAN_OFFICE, Role.COUNTY_OFFICE, Role.ADMINISTRATOR)
    scoped = Project.objects.in_scope_of(user)
    return MyWork(
        late=list(owed.overdue(today).order_by("due_on", "id")[:AT_MOST]),
        due=list(owed.due_between(today, today + AHEAD).order_by("due_on", "id")[:AT_MOST]),
        reports=_owed_reports(user, today=today),
        returned=list(
            Report.objects.in_scope_of(user)
            .filter(state=Report.State.RETURNED, reported_by=user)
            .select_related("project")
            .order_by("-year", "-month", "id")[:AT_MOST]
        ),
        requests_filed=list(
            _requests().filter(filed_by=user, state=ChangeRequest.State.FILED)[:AT_MOST]
        ),
        requests_to_decide=list(
            _requests()
            .filter(project__in=scoped, state=ChangeRequest.State.FILED)
            .exclude(filed_by=user)[:AT_MOST]
        )
        if user.role in (Role.PLAN_OFFICE, Role.ADMINISTRATOR)
        else [],
        reports_to_review=_reports_to_review(user),
        unconfirmed=scoped.unconfirmed().count() if decides else 0,
    )


def owed_milestones(user: User) -> MilestoneQuerySet:
    """The milestones that a person's unit owes: a department those it is responsible for, a
    company those of its projects; an office looks at all of its area."""
    if user.role in DEPARTMENT_ROLES:
        return Milestone.objects.visible_to(user).filter(department=user.department)
    return Milestone.objects.in_scope_of(user)


def _requests() -> InsideQuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.select_related("project", "milestone", "filed_by")
    return rows.order_by("filed_at", "id")


def _reports_to_review(user: User) -> list[Report]:
    """The submitted reports that wait for this person at the step where they are."""
    if user.role not in REVIEWERS:
        return []
    rows = (
        Report.objects.in_scope_of(user)
        .filter(state=Report.State.SUBMITTED)
        .select_related("project", "reported_by", "report_round")
        .prefetch_related("project__parties")
        .order_by("submitted_at", "id")
    )
    return [report for report in rows[:AT_MOST] if may_review(user, report)]


def _owed_reports(user: User, *, today: date) -> list[OwedReport]:
    """Reports that the open rounds of a person's city still wait for, for those who owe them: a
    supporting department may report, and is not asked to."""
    if user.role not in (*DEPARTMENT_ROLES, Role.COMPANY):
        return []
    mine = area_q(user)
    if user.department_id and user.role in DEPARTMENT_ROLES:
        owing = Project.objects.of_department(user.department_id, Part.LEAD, Part.RESPONSIBLE)
        mine = Q(id__in=owing.values("id"))
    city = f"{home_region(user)[:4]}00"
    owed: list[OwedReport] = []
    for one in open_rounds(today).filter(region__in=(city, home_region(user))).order_by("id"):
        rows = not_reported(one).filter(mine).select_related("sector").order_by("id")
        owed += [OwedReport(project, one) for project in rows[:AT_MOST]]
    return owed
