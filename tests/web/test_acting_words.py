"""What is said after a return, and what marks a new date."""

from datetime import timedelta

import pytest
from django.test import Client

from directory import clock
from projects.services import changes, reports
from tests.cast import Cast
from tests.factories import MilestoneFactory
from tests.web.acting import send, text_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.plan_office, backend=BACKEND)
    return client


def test_a_returned_report_is_said_to_be_returned(office: Client, cast: Cast) -> None:
    now = clock.now()
    report = reports.submit(
        project_id=cast.project.pk,
        year=now.year,
        month=now.month,
        values={"cumulative_investment": 1, "progress_words": "开挖"},
        actor=cast.lead,
        now=now,
    )
    answer = send(office, f"/reports/{report.pk}/review/", decision="return", note="数字不实")

    assert answer.status_code == 302
    assert "月报已退回" in text_of(office.get(answer["Location"]))


def test_a_returned_request_is_said_to_be_returned(office: Client, cast: Cast) -> None:
    today = clock.today()
    milestone = MilestoneFactory(project=cast.project, due_on=today + timedelta(days=60))
    request = changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=today + timedelta(days=30),
        reason_code="land",
        reason="提前交地",
        actor=cast.lead,
        now=clock.now(),
    )
    address = f"/change-requests/{request.pk}/decide/"
    assert "提前" in text_of(office.get(address))

    answer = send(office, address, decision="return", note="理由不足")

    assert "调整申请已退回" in text_of(office.get(answer["Location"]))
