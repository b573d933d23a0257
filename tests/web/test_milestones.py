import io
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from projects.models import Milestone
from tests.cast import Cast
from tests.factories import MilestoneFactory
from tests.web.pages import client_of, count_on, queries_of, see

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(cast: Cast, today: date) -> Milestone:
    return MilestoneFactory(
        project=cast.project,
        name="可研批复",
        due_on=today - timedelta(days=47),
        department=cast.lead_department,
    )


def test_it_says_how_far_away_a_date_is(cast: Cast, late: Milestone) -> None:
    page = see(cast.plan_office, "/milestones/")
    for words in ("可研批复", "逾期 47 天", "2026-10-07", "运城市交通运输局", "盐湖区"):
        assert words in page, words


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("overdue=true", 1),
        ("late_by=47", 1),
        ("late_by=48", 0),
        ("due_within=30", 1),
        ("due_within=11", 0),
        ("own_region=140802", 2),
        ("own_region=140800", 0),
        ("region=140800", 2),
        ("state=done", 0),
        ("department=none", 1),
        ("q=机场", 2),
        ("q=水库", 0),
        ("sector=01", 2),
        ("status=construction", 2),
        ("light=red", 0),
        ("critical=true", 0),
        ("due_before=2026-10-07", 1),
        ("kind=progress", 2),
        ("due_after=nonsense", 0),
        ("department=nonsense", 0),
    ],
)
def test_filters(cast: Cast, late: Milestone, today: date, asked: str, found: int) -> None:
    MilestoneFactory(project=cast.project, due_on=today + timedelta(days=12))
    assert count_on(see(cast.plan_office, f"/milestones/?{asked}")) == found


def test_today_is_not_overdue(cast: Cast, today: date) -> None:
    MilestoneFactory(project=cast.project, due_on=today)
    page = see(cast.plan_office, "/milestones/")
    assert "今天到期" in page or "今日到期" in page
    assert count_on(see(cast.plan_office, "/milestones/?overdue=true")) == 0


def test_export(cast: Cast, late: Milestone) -> None:
    answer = client_of(cast.plan_office).get("/milestones/export.xlsx?overdue=true")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 2


def test_a_stranger_sees_none(cast: Cast, late: Milestone) -> None:
    assert count_on(see(cast.stranger, "/milestones/")) == 0


def test_login_is_required_and_only_reading(cast: Cast) -> None:
    assert Client().get("/milestones/").status_code == 302
    assert client_of(cast.plan_office).delete("/milestones/").status_code == 405


def test_the_same_queries_at_two_sizes(cast: Cast, late: Milestone) -> None:
    few = queries_of(cast.plan_office, "/milestones/")
    for _ in range(30):
        MilestoneFactory(department=cast.lead_department)
    assert queries_of(cast.plan_office, "/milestones/") == few
    assert few <= 12
