from datetime import date, timedelta

import pytest
from django.test import Client

from directory.models import Role
from projects.models import Kind, Light, Milestone, Project, Status
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    UserFactory,
)
from tests.web.pages import client_of, count_on, figures_on, queries_of, see, status_of

pytestmark = pytest.mark.django_db


def a_city_with(count: int, today: date, *, code: str = "140800") -> None:
    """Projects of every status and light, some late, some without dates, some over counties."""
    regions = [RegionFactory(code=f"{code[:4]}{n:02d}") for n in (0, 2, 21)]
    departments = [DepartmentFactory(region=regions[0]) for _ in range(3)]
    for n in range(count):
        project = ProjectFactory(
            region=regions[n % 3],
            status=Status.values[n % 6],
            light=Light.values[n % 4],
            kind=Kind.PROGRAMME if n % 7 == 6 else Kind.PROJECT,
            plan_period_end=date(2025, 12, 31) if n % 2 else None,
        )
        department = departments[n % 3] if n % 5 else None
        if department:
            PartyFactory(project=project, department=department, confirmed=n % 4 == 0)
        if n % 4 == 3:
            continue
        for days in (-40, -1, 0, 30, 31):
            if (n + days) % 3:
                MilestoneFactory(
                    project=project, department=department, due_on=today + timedelta(days=days)
                )
        first = project.milestones.order_by("due_on").first()
        Project.objects.filter(pk=project.pk).update(next_due_on=first and first.due_on)


def assert_figures_agree(cast_member: object, address: str) -> int:
    """Follow every figure of a page and compare; returns how many there were."""
    assert hasattr(cast_member, "username")
    found = figures_on(see(cast_member, address))  # type: ignore[arg-type]
    for link, figure in found:
        assert count_on(see(cast_member, link)) == figure, link  # type: ignore[arg-type]
    return len(found)


def test_every_figure_leads_to_rows_that_give_the_same_number(cast: Cast, today: date) -> None:
    a_city_with(30, today)
    a_city_with(6, today, code="141000")
    assert assert_figures_agree(cast.plan_office, "/") > 25
    assert assert_figures_agree(cast.lead, "/") >= 2


def test_figures_agree_for_a_county_office(cast: Cast, today: date) -> None:
    a_city_with(20, today)
    assert assert_figures_agree(cast.county_office, "/") > 10


def test_an_administrator_switches_between_cities(cast: Cast, today: date) -> None:
    a_city_with(9, today)
    a_city_with(6, today, code="141000")
    page = see(cast.administrator, "/")
    assert '<option value="140800">' in page
    assert '<option value="141000">' in page
    assert assert_figures_agree(cast.administrator, "/") > 10
    assert assert_figures_agree(cast.administrator, "/?region=141000") > 5
    assert (
        dict(figures_on(see(cast.administrator, "/?region=141000")))[
            "/projects/?region=141000&kind=project"
        ]
        == 6
    )


def test_the_fictitious_city_is_counted_apart_and_marked(cast: Cast, today: date) -> None:
    a_city_with(4, today)
    a_city_with(6, today, code="990100")
    real, fictitious = see(cast.administrator, "/"), see(cast.administrator, "/?region=990100")
    assert dict(figures_on(real))["/projects/?kind=project"] == 5  # with the cast's own
    assert "示范市·模拟数据" not in real
    assert "示范市·模拟数据" in fictitious
    assert "fictitious-watermark" in fictitious
    assert assert_figures_agree(cast.administrator, "/?region=990100") > 5
    office = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    assert "示范市·模拟数据" in see(office, "/")


def test_a_programme_is_counted_apart(cast: Cast) -> None:
    ProjectFactory(kind=Kind.PROGRAMME)
    ProjectFactory(kind=Kind.TASK)
    found = dict(figures_on(see(cast.plan_office, "/")))
    assert found["/projects/?kind=project"] == 1
    assert found["/projects/?kind=programme"] == 1
    assert found["/projects/?kind=task"] == 1


def test_a_cancelled_project_stays_counted(cast: Cast) -> None:
    ProjectFactory(status=Status.CANCELLED)
    found = dict(figures_on(see(cast.plan_office, "/")))
    assert found["/projects/?kind=project&status=cancelled"] == 1


def test_milestones_that_nobody_owes_have_a_row(cast: Cast, today: date) -> None:
    MilestoneFactory(project=cast.project, due_on=today - timedelta(days=1), department=None)
    found = dict(figures_on(see(cast.plan_office, "/")))
    assert found["/milestones/?overdue=true&department=none"] == 1


def test_a_done_milestone_is_not_overdue(cast: Cast, today: date) -> None:
    MilestoneFactory(
        project=cast.project,
        due_on=today - timedelta(days=9),
        state=Milestone.State.DONE,
        actual_on=today,
    )
    assert "没有逾期节点" in see(cast.plan_office, "/")


def test_a_stranger_sees_an_empty_page_that_says_what_next(cast: Cast) -> None:
    page = see(cast.stranger, "/")
    assert figures_on(page) == []
    assert "您的范围内还没有项目" in page


def test_login_is_required() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login/?next=/"


def test_only_reading(cast: Cast) -> None:
    assert client_of(cast.plan_office).post("/").status_code == 405


def test_a_region_that_there_is_not(cast: Cast) -> None:
    assert status_of(cast.administrator, "/?region=123456") == 404


def test_the_same_queries_at_two_sizes(cast: Cast, today: date) -> None:
    a_city_with(6, today)
    few = queries_of(cast.plan_office, "/")
    a_city_with(30, today)
    assert queries_of(cast.plan_office, "/") == few
    assert few <= 20
