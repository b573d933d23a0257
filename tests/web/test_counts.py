"""Promised numbers: on the plan's page, on a page of their own, and stated by the plan office."""

from typing import Any

import pytest

from plans.models import CountPromise, Plan
from plans.services.counts import state_count_promise
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, SectorFactory
from tests.web.pages import client_of, queries_of, see, status_of
from tests.web.promised import TEXT

pytestmark = pytest.mark.django_db

QUOTE = "每个县推进2个交通项目"


@pytest.fixture
def promise(cast: Cast, plan: Plan) -> CountPromise:
    Plan.objects.update(text=f"{TEXT}\n{QUOTE}。")
    SectorFactory()
    RegionFactory(code="140829", name="平陆县")
    values = {"quote": QUOTE, "what": "交通项目", "scope": "county", "number": 2, "sectors": ["01"]}
    return state_count_promise(plan_id=plan.pk, values=values, actor=cast.plan_office, now=NOW)


def test_the_plan_s_page_marks_the_words_and_says_how_many_are_kept(
    cast: Cast, plan: Plan, promise: CountPromise
) -> None:
    page = see(cast.plan_office, f"/plans/{plan.pk}/?at={promise.start}")
    assert f'<a class="q q-count" id="n{promise.pk}" href="/plans/{plan.pk}/counts/#n' in page
    assert "兑现 0 项" in page


def test_each_county_is_counted(cast: Cast, plan: Plan, promise: CountPromise) -> None:
    ProjectFactory(name="环城路", region=cast.project.region)
    page = see(cast.plan_office, f"/plans/{plan.pk}/counts/")
    assert "欠 2 个，涉及 1 个县（市、区）" in page
    for words in (QUOTE, "盐湖区", "平陆县", "环城路", cast.project.name):
        assert words in page
    ProjectFactory.create_batch(2, region=RegionFactory(code="140829"))
    assert "已兑现" in see(cast.plan_office, f"/plans/{plan.pk}/counts/")


def test_the_office_states_changes_and_drops(cast: Cast, plan: Plan, promise: CountPromise) -> None:
    client = client_of(cast.plan_office)
    data: dict[str, Any] = {
        "quote": "通用机场",
        "what": "通用机场",
        "scope": "whole",
        "number": 1,
        "by_year": 2025,
        "sectors": ["01"],
    }
    state = f"/plans/{plan.pk}/counts/state/"
    assert client.get(state).status_code == 200
    wrong = client.post(state, data | {"quote": "高铁站"})
    assert (wrong.status_code, "没有这段文字" in wrong.content.decode()) == (422, True)
    answer = client.post(state, data)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plans/{plan.pk}/counts/")
    change = f"/counts/{promise.pk}/change/"
    assert QUOTE in client.get(change).content.decode()
    said = data | {"quote": QUOTE, "what": "交通项目", "scope": "county", "number": 3, "version": 1}
    assert client.post(change, said).status_code == 302
    promise.refresh_from_db()
    assert promise.number == 3
    assert client.post(change, said).status_code == 409
    drop = f"/counts/{promise.pk}/drop/"
    assert client.post(drop, {"reason": "原文不是承诺", "version": 2}).status_code == 302
    assert CountPromise.objects.get().what == "通用机场"


def test_only_the_plan_office(cast: Cast, plan: Plan, promise: CountPromise) -> None:
    assert "登记数量承诺" not in see(cast.leader, f"/plans/{plan.pk}/counts/")
    for address in (
        *(f"/plans/{plan.pk}/counts/state/", f"/counts/{promise.pk}/change/"),
        f"/counts/{promise.pk}/drop/",
    ):
        assert status_of(cast.leader, address) == 403
        assert status_of(cast.plan_office, address) == 200
    Plan.objects.update(region=RegionFactory(code="990100"))
    assert status_of(cast.plan_office, f"/plans/{plan.pk}/counts/") == 404
    assert "示范市·模拟数据" in see(cast.administrator, f"/plans/{plan.pk}/counts/")


def test_the_same_queries_at_two_sizes(cast: Cast, plan: Plan, promise: CountPromise) -> None:
    addresses = (f"/plans/{plan.pk}/counts/", f"/plans/{plan.pk}/")
    few = [queries_of(cast.plan_office, one) for one in addresses]
    ProjectFactory.create_batch(5)
    assert [queries_of(cast.plan_office, one) for one in addresses] == few
