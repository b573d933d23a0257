"""The indicators as they leave the system, and as the pages of a plan and of one show them."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from directory.models import Role, User
from plans.models import Indicator, Plan
from plans.queries.indicators import KEYS, exported_indicators, indicator_page, plan_indicators
from plans.rules.course import Course, Way, Why
from plans.services.indicators import record_year
from tests.factories import NOW, UserFactory
from tests.plans.files import PLANS


@pytest.fixture
def office(library: None) -> User:
    return UserFactory(username="yc-office", role=Role.PLAN_OFFICE, region_id="140800")


def test_the_export_says_what_the_files_say(library: None) -> None:
    truth = [
        json.loads(line) for line in (PLANS / "indicators.jsonl").read_text("utf-8").splitlines()
    ]
    exported = list(exported_indicators())
    assert len(exported) == len(truth) == 111
    for row, one in zip(exported, truth, strict=True):
        assert tuple(row) == KEYS
        assert {key: row[key] for key in one if key != "id"} == {
            key: value for key, value in one.items() if key != "id"
        }
    assert exported[1]["base_value"] == "46.1"
    assert exported[5]["plan"] == "运政发〔2021〕12号"


def test_the_command_writes_lines_and_a_table(library: None, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_indicators", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == list(exported_indicators())
    call_command("export_indicators", format="table", output=tmp_path / "out.tsv")
    head, *rows = (tmp_path / "out.tsv").read_text("utf-8").splitlines()
    assert head.split("\t") == list(KEYS)
    assert all(len(row.split("\t")) == len(KEYS) for row in rows)
    assert "进展情况 完成=51.24*|进展情况 年均或累计增长(%)=" in rows[1]


def test_a_plan_shows_its_tables_by_category(office: User) -> None:
    shown = plan_indicators(office, Plan.objects.get(doc="001").pk)
    assert [(table.box, len(table.rows)) for table in shown.tables] == [("1", 46), ("2", 37)]
    results, goals = shown.tables
    assert [category.name for category in results.categories] == [
        *("经济发展", "创新驱动", "民生福祉", "生态文明", "廉洁安全")
    ]
    assert results.heads == ["进展情况 完成", "进展情况 年均或累计增长(%)"]
    assert (goals.base_year, goals.target_year, goals.has_growth) == (2020, 2025, True)
    assert shown.may_record


def test_the_results_of_the_five_years_before_are_judged(office: User) -> None:
    shown = plan_indicators(office, Plan.objects.get(doc="001").pk)
    standing = {row.indicator.full_name: row.standing for row in shown.tables[0].rows}
    expected = {
        "城镇化率：常住人口城镇化率": Course.BEHIND,  # 51.24 of 2019, and the line asked 53.22
        "城镇化率：户籍人口城镇化率": Course.MISSED,
        "服务业增加值比重": Course.REACHED,
        "对外直接投资总额": Course.REACHED,
        "城镇新增就业人数": Course.REACHED,
        "卫生发展：婴儿死亡率": Course.REACHED,
        "耕地保有量": Course.REACHED,
        "新增建设用地规模": Course.REACHED,  # 4.9 of at most 7
        "主要污染物排放总量减少：二氧化硫": Course.MISSED,
        "煤炭生产百万吨死亡率": Course.MISSED,
        "居民人均可支配收入：城镇居民人均可支配收入": Course.MISSED,
        "居民人均可支配收入：农村居民人均可支配收入": Course.REACHED,
        "万元地区生产总值用水量": Course.OPEN,
        "单位地区生产总值二氧化碳排放降低": Course.OPEN,
    }
    assert {name: standing[name].course for name in expected} == expected
    assert standing["单位地区生产总值二氧化碳排放降低"].why is Why.NO_TARGET


def test_an_indicators_page_has_a_point_for_every_year(office: User) -> None:
    one = Indicator.objects.get(name="森林覆盖率", target_year=2025, plan__doc="001")
    record_year(indicator_id=one.pk, year=2022, text="30.5", actor=office, now=NOW)
    shown = indicator_page(office, one.pk)
    assert [point.year for point in shown.points] == list(range(2020, 2026))
    asked = [None if point.asked is None else float(point.asked) for point in shown.points]
    assert asked == pytest.approx([29.2, 29.714, 30.228, 30.742, 31.256, 31.77])
    assert [point.reached is not None for point in shown.points] == [
        *(True, False, True, False, False, False)
    ]
    assert (shown.aim.way, shown.row.standing.course) == (Way.PATH, Course.ON_COURSE)


def test_the_amount_of_the_base_is_no_growth(office: User) -> None:
    one = Indicator.objects.get(name="地区生产总值", target_year=2020, plan__doc="001")
    shown = indicator_page(office, one.pk)
    assert (one.base_value, shown.aim.way) == (Decimal(1174), Way.YEARLY)
    assert [point.reached is not None for point in shown.points] == [*[False] * 5, True]


def test_it_does_not_exist_for_who_may_not_read_the_plan(library: None) -> None:
    inactive = UserFactory(role=Role.PLAN_OFFICE, region=None, is_active=False)
    with pytest.raises(Indicator.DoesNotExist):
        indicator_page(inactive, Indicator.objects.first().pk)  # type: ignore[union-attr]
    with pytest.raises(Plan.DoesNotExist):
        plan_indicators(inactive, Plan.objects.get(doc="001").pk)


def test_only_the_plan_office_is_offered_to_enter(library: None) -> None:
    leader = UserFactory(role=Role.LEADER, region_id="140800")
    other = UserFactory(role=Role.PLAN_OFFICE, region_id="141000")
    plan = Plan.objects.get(doc="001").pk
    assert not plan_indicators(leader, plan).may_record
    assert not plan_indicators(other, plan).may_record


def test_the_reading_takes_the_same_few_queries(
    office: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for doc in ("001", "002"):
        plan = Plan.objects.get(doc=doc).pk
        with django_assert_num_queries(3):
            plan_indicators(office, plan)
