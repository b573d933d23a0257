"""What must hold of stored data whatever the code does: the constraints that matter most."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from directory.models import Company, User
from projects.models import (
    AnnualPlan,
    AnnualPlanMonth,
    Baseline,
    ChangeRequest,
    Evidence,
    ListEntry,
    Milestone,
    MoneyLine,
    Permit,
    PermitMatter,
    Predecessor,
    Project,
    ProjectDepartment,
    Report,
    ReportRound,
    SeasonalCurve,
)
from tests.cast import Cast
from tests.factories import (
    NOW,
    CompanyFactory,
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RoundFactory,
)

TODAY = date(2026, 11, 23)
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}


def project(**values: Any) -> Callable[[Cast], object]:
    return lambda cast: Project.objects.filter(pk=cast.project.pk).update(**values)


def milestone(**values: Any) -> Callable[[Cast], object]:
    return lambda cast: MilestoneFactory(project=cast.project, **values)


def request_for(cast: Cast, row: Milestone | None, **values: Any) -> ChangeRequest:
    given: dict[str, Any] = {
        "subject": "due_date",
        "new_due_on": TODAY,
        "reason_code": "land",
        **STAMPS,
    }
    people: dict[str, Any] = {"filed_by": cast.lead, "filed_at": NOW}
    return ChangeRequest.objects.create(
        project=cast.project, milestone=row, **(given | people | values)
    )


def two_open_requests(cast: Cast) -> None:
    row = MilestoneFactory(project=cast.project)
    request_for(cast, row, state="withdrawn", decided_at=NOW)
    request_for(cast, row)
    request_for(cast, row)


def report(cast: Cast, **values: Any) -> Report:
    given: dict[str, Any] = {"year": 2026, "month": 10, "pool": "construction", **STAMPS}
    return Report.objects.create(project=cast.project, **(given | values))


def annual_plan(cast: Cast, **values: Any) -> AnnualPlan:
    given: dict[str, Any] = {"year": 2026, "year_class": "continued", "investment": 1, **STAMPS}
    return AnnualPlan.objects.create(project=cast.project, **(given | values))


def permit(cast: Cast, **values: Any) -> Permit:
    PermitMatter.objects.get_or_create(code="land", defaults={"name": "用地", "order": 1})
    return Permit.objects.create(project=cast.project, matter_id="land", **STAMPS, **values)


def entry(cast: Cast, project_list: Any, **values: Any) -> ListEntry:
    return ListEntry.objects.create(
        project=cast.project, project_list=project_list, **STAMPS, **values
    )


def twice(make: Callable[[Cast], object]) -> Callable[[Cast], object]:
    def both(cast: Cast) -> None:
        make(cast)
        make(cast)

    return both


def same_list_twice(cast: Cast) -> None:
    project_list = ProjectListFactory()
    entry(cast, project_list, left_on=TODAY, leaving="removed")
    entry(cast, project_list)
    entry(cast, project_list)


def its_own_predecessor(cast: Cast) -> None:
    row = MilestoneFactory(project=cast.project)
    Predecessor.objects.create(milestone=row, predecessor=row)


def month_of_plan(cast: Cast) -> None:
    AnnualPlanMonth.objects.create(annual_plan=annual_plan(cast), month=13, cumulative_investment=1)


def national_code_twice(cast: Cast) -> None:
    for _ in range(2):
        ProjectFactory(national_code="2104-140802-89-01-123456")


def evidence_of_two_things(cast: Cast) -> None:
    shows = {"milestone": MilestoneFactory(project=cast.project), "report": report(cast)}
    Evidence.objects.create(
        project=cast.project, size=1, uploaded_by=cast.lead, uploaded_at=NOW, **shows
    )


def request_without_decision(cast: Cast) -> None:
    request_for(cast, MilestoneFactory(project=cast.project), state="approved")


def entry_left_before_it_entered(cast: Cast) -> None:
    entry(
        cast, ProjectListFactory(), entered_on=TODAY, left_on=date(2026, 11, 1), leaving="removed"
    )


def month_without_year(cast: Cast) -> None:
    MoneyLine.objects.create(project=cast.project, line="paid", month=3, amount=1, **STAMPS)


BROKEN: dict[str, Callable[[Cast], object]] = {
    "project_status_known": project(status="finished"),
    "project_light_known": project(light="blue"),
    "project_kind_known": project(kind="thing"),
    "project_level_known": project(level="village"),
    "project_investment_not_negative": project(total_investment=-1),
    "project_finish_year_after_start_year": project(
        planned_start_year=2026, planned_finish_year=2025
    ),
    "project_operating_after_start": project(started_on=TODAY, operating_on=date(2026, 11, 22)),
    "project_work_state_within_construction": project(status="reserve", work_state="working"),
    "project_not_its_own_parent": lambda cast: Project.objects.filter(pk=cast.project.pk).update(
        parent=cast.project
    ),
    "project_withdrawn_for_a_reason": project(withdrawn_at=NOW),
    "project_work_state_known": project(work_state="asleep"),
    "projects_project_national_code_key": national_code_twice,
    "project_one_lead": lambda cast: PartyFactory(project=cast.project),
    "project_department_once": lambda cast: PartyFactory(
        project=cast.project, department=cast.lead_department, part="supporting"
    ),
    "project_part_known": lambda cast: ProjectDepartment.objects.update(part="boss"),
    "milestone_state_known": milestone(state="late"),
    "milestone_kind_known": milestone(kind="party"),
    "milestone_done_has_actual_date": milestone(state="done"),
    "predecessor_of_another": its_own_predecessor,
    "baseline_revision_once": twice(
        lambda cast: Baseline.objects.create(project=cast.project, revision=1, approved_at=NOW)
    ),
    "change_request_one_open_per_milestone": two_open_requests,
    "change_request_of_a_date_names_it": lambda cast: request_for(cast, None),
    "change_request_decided_has_time": request_without_decision,
    "report_once_a_period": twice(report),
    "report_submitted_waits_at_a_step": lambda cast: report(
        cast, state="submitted", submitted_at=NOW
    ),
    "report_month_range": lambda cast: report(cast, month=13),
    "report_approved_has_time": lambda cast: report(cast, state="approved"),
    "report_round_once": twice(lambda _cast: RoundFactory()),
    "report_round_months": lambda _cast: RoundFactory(first_month=11, month=10),
    "report_round_due_once_open": lambda _cast: RoundFactory(due_on=date(2026, 10, 31)),
    "annual_plan_one_in_force": twice(annual_plan),
    "annual_plan_investment_not_negative": lambda cast: annual_plan(cast, investment=-1),
    "annual_plan_months": lambda cast: annual_plan(cast, start_month=0),
    "annual_plan_month_range": month_of_plan,
    "seasonal_curve_shares": lambda _cast: SeasonalCurve.objects.create(
        month=13, cumulative_share=1
    ),
    "money_line_month_of_a_year": month_without_year,
    "evidence_of_one_subject": evidence_of_two_things,
    "permit_matter_once": twice(permit),
    "permit_done_has_date": lambda cast: permit(cast, state="done"),
    "list_entry_once_at_a_time": same_list_twice,
    "list_entry_leaves_for_a_reason": lambda cast: entry(cast, ProjectListFactory(), left_on=TODAY),
    "list_entry_enters_before_it_leaves": entry_left_before_it_entered,
    "user_role_known": lambda _cast: User.objects.update(role="king"),
    "user_department_role_has_department": lambda cast: User.objects.filter(pk=cast.lead.pk).update(
        department=None
    ),
    "user_company_role_has_company": lambda cast: User.objects.filter(pk=cast.lead.pk).update(
        role="company"
    ),
    "user_region_role_has_region": lambda cast: User.objects.filter(pk=cast.leader.pk).update(
        region=None
    ),
    "company_credit_code_form": lambda _cast: CompanyFactory(credit_code="91140800I00000000O"),
    "department_kind_known": lambda _cast: DepartmentFactory(kind="club"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast: Cast, name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BROKEN[name](cast)
    assert name in str(refusal.value)


def test_what_is_as_it_should_be_is_kept(cast: Cast) -> None:
    assert Company.objects.filter(pk=CompanyFactory(credit_code="91140800MA0ABCDE1X").pk).exists()
    permit(cast, state="commitment")
    report(cast, state="approved", approved_at=NOW)
    assert ReportRound.objects.count() == 0
    assert Milestone.objects.filter(pk=MilestoneFactory(state="done", actual_on=TODAY).pk).exists()


def test_no_row_of_the_register_goes_while_others_hang_on_it(cast: Cast) -> None:
    for row in (cast.project, cast.lead_department, cast.project.region, cast.project.sector):
        with pytest.raises(ProtectedError):
            row.delete()


def test_the_constraints_tested_here_exist(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        known = {name for (name,) in cursor.fetchall()}

    assert {name for name in BROKEN if not name.startswith("projects_")} <= known
