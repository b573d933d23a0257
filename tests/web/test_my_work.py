"""My work: what is late, what comes, what is owed, what is asked of me."""

from datetime import date

import pytest
from django.test import Client

from projects.services import changes, reports
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory, RoundFactory
from tests.web.pages import client_of, queries_of, see

ADDRESS = "/my-work/"


@pytest.fixture
def owed(cast: Cast) -> Cast:
    for name, due in (
        ("逾期的节点", date(2026, 11, 1)),
        ("将到的节点", date(2026, 12, 10)),
        ("远期的节点", date(2027, 12, 10)),
    ):
        MilestoneFactory(
            project=cast.project, department=cast.lead_department, name=name, due_on=due
        )
    RoundFactory()
    return cast


def test_a_department_sees_what_it_owes(owed: Cast) -> None:
    page = see(owed.lead, ADDRESS)

    assert "逾期的节点" in page
    assert "逾期 22 天" in page
    assert "将到的节点" in page
    assert "远期的节点" not in page
    assert "/reports/2026/10/" in page
    assert "2026-11-25" in page  # the round's deadline


def test_what_is_not_mine_is_not_there(owed: Cast) -> None:
    for user in (owed.stranger, owed.supporter):
        assert "逾期的节点" not in see(user, ADDRESS)
    assert "当前没有待办事项" in see(owed.stranger, ADDRESS)


def test_the_office_sees_what_is_asked_of_it(owed: Cast) -> None:
    milestone = owed.project.milestones.get(name="将到的节点")
    request = changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=date(2027, 3, 1),
        reason_code="funds",
        reason="资金未到位",
        actor=owed.lead,
        now=NOW,
    )
    written = reports.submit(
        project_id=owed.project.pk,
        year=2026,
        month=10,
        values={"cumulative_investment": 10, "progress_words": "基础完工"},
        actor=owed.lead,
        now=NOW,
    )
    page = see(owed.plan_office, ADDRESS)

    assert f"/change-requests/{request.pk}/decide/" in page
    assert f"/reports/{written.pk}/review/" in page
    assert "资金未到位" in see(owed.lead, ADDRESS) or "等待他人办理" in see(owed.lead, ADDRESS)


def test_a_returned_report_comes_back(owed: Cast) -> None:
    written = reports.submit(
        project_id=owed.project.pk,
        year=2026,
        month=10,
        values={"cumulative_investment": 10, "progress_words": "基础完工"},
        actor=owed.lead,
        now=NOW,
    )
    reports.return_report(report_id=written.pk, note="数字有误", actor=owed.plan_office, now=NOW)

    assert "修改后重报" in see(owed.lead, ADDRESS)


def test_login_and_method(owed: Cast) -> None:
    assert Client().get(ADDRESS).headers["Location"].startswith("/login/")
    assert client_of(owed.lead).post(ADDRESS).status_code == 405


def test_the_same_queries_at_two_sizes(owed: Cast) -> None:
    few = queries_of(owed.lead, ADDRESS)
    for n in range(8):
        project = ProjectFactory(region=owed.project.region)
        project.parties.create(
            department=owed.lead_department, part="lead", created_at=NOW, updated_at=NOW
        )
        MilestoneFactory(
            project=project, department=owed.lead_department, due_on=date(2026, 11, n + 1)
        )

    assert queries_of(owed.lead, ADDRESS) == few
