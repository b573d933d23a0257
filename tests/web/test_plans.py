from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from directory.models import Role
from plans.models import Commitment, Plan
from projects.models import Project
from tests.cast import Cast
from tests.factories import RegionFactory, UserFactory
from tests.web.pages import client_of, count_on, queries_of, see
from tests.web.promised import promise_more
from web.facts import told

pytestmark = pytest.mark.django_db


def test_the_library(cast: Cast, plan: Plan) -> None:
    page = see(cast.plan_office, "/plans/")
    for words in ("运城市“十四五”规划", "运政发〔2021〕12号", "2021–2025", "期满"):
        assert words in page, words


def test_figures_of_the_library_lead_to_as_many_rows(cast: Cast, plan: Plan) -> None:
    Project.objects.update(next_due_on=date(2026, 11, 1))
    page = see(cast.plan_office, "/plans/")
    for standing, figure in (("project", 1), ("gap", 1), ("late", 1)):
        link = f"/commitments/?plan={plan.pk}&standing={standing}"
        assert f'href="{link.replace("&", "&amp;")}">{figure}</a>' in page
        assert count_on(see(cast.plan_office, link)) == figure
    assert count_on(see(cast.plan_office, f"/commitments/?plan={plan.pk}")) == 2


def test_the_gap_list(cast: Cast, plan: Plan) -> None:
    page = see(cast.plan_office, "/commitments/?standing=gap")
    assert "<h1>缺口清单</h1>" in page
    assert "稷山县通用机场" in page
    assert count_on(page) == 1
    Commitment.objects.filter(name="稷山县通用机场").update(set_aside_reason="并入他项")
    page = see(cast.plan_office, "/commitments/?standing=gap")
    assert "没有缺口" in page
    assert "并入他项" in see(cast.plan_office, "/commitments/?standing=set_aside")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=机场", 2),
        ("q=运城机场", 1),
        ("q=水库", 0),
        ("level=project", 2),
        ("level=task", 0),
        ("box=6", 2),
        ("sector=01", 0),
        ("standing=late", 0),
        ("standing=started", 1),
        ("standing=undated", 1),
        ("standing=done", 0),
        ("section=999999", 0),
        ("section=x", 0),
        ("standing=nonsense", 0),
        ("region=140802", 1),
    ],
)
def test_filters(cast: Cast, plan: Plan, asked: str, found: int) -> None:
    Commitment.objects.get(name="稷山县通用机场").regions.add(cast.project.region)
    assert count_on(see(cast.plan_office, f"/commitments/?{asked}")) == found


def test_worlds_never_mix(cast: Cast, plan: Plan) -> None:
    office = UserFactory(role=Role.PLAN_OFFICE, region=RegionFactory(code="990100"))
    assert "还没有载入规划" in see(office, "/plans/")
    Plan.objects.update(region=RegionFactory(code="990100"))
    assert "示范市·模拟数据" in see(cast.administrator, "/commitments/")


def test_login_is_required_and_only_reading(cast: Cast, plan: Plan) -> None:
    for address in ("/plans/", "/commitments/"):
        assert Client().get(address).status_code == 302
        assert client_of(cast.plan_office).post(address).status_code == 405


def test_the_same_queries_at_two_sizes(cast: Cast, plan: Plan, today: date) -> None:
    addresses = ("/plans/", "/commitments/", "/commitments/?standing=gap")
    few = [queries_of(cast.plan_office, address) for address in addresses]
    promise_more(plan, today)
    assert [queries_of(cast.plan_office, address) for address in addresses] == few
    assert max(few) <= 20


def test_the_ends_of_a_line_are_no_dates() -> None:
    with translation.override("zh-hans"):
        shown = [(str(label), words) for label, words in told({"from": "运城", "to": "三门峡"})]
    assert shown == [("起点", "运城"), ("终点", "三门峡")]
