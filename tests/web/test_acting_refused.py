"""Acts that cannot be done are refused before one writes, and what was done is said rightly."""

from datetime import date

import pytest

from projects.models import Milestone
from tests.cast import Cast
from tests.factories import MilestoneFactory
from tests.web.acting import form_of, send, text_of
from tests.web.pages import client_of


@pytest.fixture
def one(cast: Cast) -> Milestone:
    row: Milestone = MilestoneFactory(
        project=cast.project, department=cast.lead_department, due_on=date(2026, 12, 1)
    )
    return row


@pytest.mark.parametrize("act", ["complete", "forecast", "change"])
def test_a_milestone_that_is_not_open_shows_the_refusal_and_no_form(
    cast: Cast, one: Milestone, act: str
) -> None:
    Milestone.objects.filter(pk=one.pk).update(state=Milestone.State.ON_HOLD)
    answer = client_of(cast.lead).get(f"/milestones/{one.pk}/{act}/")
    assert answer.status_code == 409
    assert answer.context["refused"].code == "milestone_not_open"
    assert str(answer.context["refused"]) in text_of(answer)
    assert f'hx-post="/milestones/{one.pk}' not in text_of(answer)


@pytest.mark.parametrize(
    ("month", "code"),
    [("2026/12", "period_in_future"), ("2020/5", "period_before_register")],
)
@pytest.mark.parametrize("ending", ["", "no-change/"])
def test_a_month_that_nobody_reports_on_shows_the_refusal(
    cast: Cast, month: str, code: str, ending: str
) -> None:
    answer = client_of(cast.lead).get(f"/projects/{cast.project.pk}/reports/{month}/{ending}")
    assert answer.status_code == 409
    assert answer.context["refused"].code == code


def test_an_act_on_its_own_page_leads_htmx_to_the_project(cast: Cast, one: Milestone) -> None:
    address = f"/milestones/{one.pk}/forecast/"
    project = f"/projects/{cast.project.pk}/"
    client = client_of(cast.lead)
    for stands_at, leads in ((address, project + "#milestones"), (project, None)):
        answer = client.post(
            address,
            form_of(client, address) | {"forecast_on": "2026-11-30"},
            headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{stands_at}"},
        )
        assert answer.headers.get("HX-Redirect") == leads
        assert answer.status_code == (200 if leads else 302)


def test_a_date_to_ask_for_begins_today_and_percent_ends_at_a_hundred(
    cast: Cast, one: Milestone
) -> None:
    client = client_of(cast.lead)
    assert 'min="2026-11-23"' in text_of(client.get(f"/milestones/{one.pk}/change/"))
    report = f"/projects/{cast.project.pk}/reports/2026/11/"
    answer = send(client, report, progress_percent="101")
    assert answer.status_code == 422
    assert "progress_percent" in answer.context["form"].errors
