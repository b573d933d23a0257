"""My work, for each kind of person."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from directory.models import Role, User
from projects.models import Project, Report
from projects.queries.my_work import my_work
from projects.services import changes, reports
from tests.cast import Cast
from tests.factories import (
    NOW,
    CompanyFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    RoundFactory,
    UserFactory,
)

TODAY = date(2026, 11, 23)


def named(rows: Any) -> list[str]:
    return [row.name for row in rows]


def submit(cast: Cast, actor: User, month: int = 10) -> Report:
    return reports.submit(
        project_id=cast.project.pk,
        year=2026,
        month=month,
        values={"cumulative_investment": Decimal(1), "progress_words": "施工"},
        actor=actor,
        now=NOW,
    )


@pytest.fixture
def dated(cast: Cast) -> Cast:
    for name, days in (("逾期", -3), ("更早", -9), ("今天", 0), ("三十天", 30), ("更远", 31)):
        MilestoneFactory(
            project=cast.project,
            name=name,
            due_on=TODAY + timedelta(days=days),
            department=cast.lead_department,
        )
    return cast


def test_a_department_has_what_it_owes_in_the_order_of_dates(dated: Cast) -> None:
    own = dated.supporting_department
    MilestoneFactory(project=dated.project, name="用地", department=own, due_on=TODAY)

    lead, supporter = (my_work(one, today=TODAY) for one in (dated.lead, dated.supporter))

    assert (named(lead.late), named(lead.due)) == (["更早", "逾期"], ["今天", "三十天"])
    assert (named(supporter.late), named(supporter.due)) == ([], ["用地"])
    assert lead.count == 4


def test_an_office_and_a_company_look_at_all_of_theirs(dated: Cast) -> None:
    company = CompanyFactory()
    Project.objects.filter(pk=dated.project.pk).update(company=company)
    of_company = UserFactory(role=Role.COMPANY, region=None, company=company)

    for user in (dated.plan_office, dated.county_office, dated.leader, of_company):
        assert named(my_work(user, today=TODAY).late) == ["更早", "逾期"]
    assert not my_work(dated.stranger, today=TODAY).late


def test_reports_that_an_open_round_waits_for(cast: Cast) -> None:
    report_round = RoundFactory()
    RoundFactory(first_month=9, month=9, state="closed")
    RoundFactory(first_month=12, month=12, opens_on=date(2026, 12, 1), due_on=date(2026, 12, 25))
    company = CompanyFactory()
    Project.objects.filter(pk=cast.project.pk).update(company=company)
    of_company = UserFactory(role=Role.COMPANY, region=None, company=company)
    idle = ProjectFactory(region=cast.project.region, status="reserve")
    PartyFactory(project=idle, department=cast.lead_department)

    for user in (cast.lead, cast.head, of_company):
        owed = my_work(user, today=TODAY).reports
        assert [(one.project, one.report_round) for one in owed] == [(cast.project, report_round)]
        assert str(owed[0].period) == "2026-10"
    # A supporting department may report, and is not asked to; an office writes none.
    for user in (cast.supporter, cast.stranger, cast.plan_office, cast.leader):
        assert not my_work(user, today=TODAY).reports
    submit(cast, cast.lead)
    assert not my_work(cast.lead, today=TODAY).reports


def test_a_returned_report_comes_back_to_who_wrote_it(cast: Cast) -> None:
    RoundFactory()
    report = submit(cast, cast.lead)
    reports.return_report(report_id=report.pk, note="有误", actor=cast.plan_office, now=NOW)

    assert my_work(cast.lead, today=TODAY).returned == [report]
    assert my_work(cast.head, today=TODAY).returned == []
    assert len(my_work(cast.lead, today=TODAY).reports) == 1


def test_a_report_waits_for_who_decides_at_its_step(cast: Cast) -> None:
    RoundFactory(chain=["head", "county", "office"])
    report = submit(cast, cast.lead)
    everyone = cast.people()

    def asked() -> set[str]:
        return {
            name
            for name, user in everyone.items()
            if my_work(user, today=TODAY).reports_to_review == [report]
        }

    assert asked() == {"head", "plan_office", "administrator"}
    reports.approve(report_id=report.pk, actor=cast.head, now=NOW)
    assert asked() == {"county_office", "plan_office", "administrator"}
    reports.approve(report_id=report.pk, actor=cast.county_office, now=NOW)
    assert asked() == {"plan_office", "administrator"}
    reports.approve(report_id=report.pk, actor=cast.plan_office, now=NOW)
    assert asked() == set()


def test_requests_wait_for_the_office_and_stand_with_who_filed(dated: Cast) -> None:
    milestone = dated.project.milestones.order_by("id").first()
    assert milestone is not None
    request = changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=date(2027, 3, 1),
        reason_code="land",
        reason="征地",
        actor=dated.lead,
        now=NOW,
    )

    assert my_work(dated.lead, today=TODAY).requests_filed == [request]
    for user in (dated.plan_office, dated.administrator):
        assert my_work(user, today=TODAY).requests_to_decide == [request]
    for user in (dated.lead, dated.head, dated.county_office, dated.leader):
        assert not my_work(user, today=TODAY).requests_to_decide


def test_what_an_office_has_to_confirm(cast: Cast) -> None:
    ProjectFactory(region=cast.project.region)

    assert my_work(cast.plan_office, today=TODAY).unconfirmed == 1
    assert my_work(cast.county_office, today=TODAY).unconfirmed == 1
    assert my_work(cast.lead, today=TODAY).unconfirmed == 0


@pytest.mark.parametrize("who", ["plan_office", "lead", "head", "county_office", "leader"])
def test_in_a_number_of_queries_that_does_not_grow(
    cast: Cast, who: str, django_assert_max_num_queries: Any
) -> None:
    RoundFactory(chain=["head", "office"])
    user = cast.people()[who]
    for _ in range(8):
        project = ProjectFactory(region=cast.project.region)
        PartyFactory(project=project, department=cast.lead_department)
        MilestoneFactory(project=project, department=cast.lead_department, due_on=TODAY)
        reports.submit(
            project_id=project.pk,
            year=2026,
            month=10,
            values={"cumulative_investment": Decimal(1), "progress_words": "施工"},
            actor=cast.lead,
            now=NOW,
        )
    user = User.objects.select_related("department", "company").get(pk=user.pk)

    with django_assert_max_num_queries(10):
        work = my_work(user, today=TODAY)
        assert all(one.project.name for one in work.due)
        assert all(one.project.name for one in work.reports_to_review)
