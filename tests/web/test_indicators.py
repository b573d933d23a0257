"""A plan's indicators and one of them: who sees what, what is entered, how much is asked."""

import pytest
from django.test import Client

from directory.models import Role
from plans.models import Indicator, IndicatorYear, Plan
from tests.cast import Cast
from tests.factories import NOW, RegionFactory, UserFactory
from tests.web.pages import client_of, queries_of, see, status_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan with a table of three indicators in two categories."""
    plan = Plan.objects.create(
        doc="001",
        title="运城市“十四五”规划",
        region_id="140800",
        period_start=2021,
        period_end=2025,
        text="指标表",
        sha256="0" * 64,
        created_at=NOW,
        updated_at=NOW,
    )
    urban = _indicator(plan, 1, "经济发展", "常住人口城镇化率", "50", "60")
    _indicator(plan, 2, "经济发展", "战略性新兴产业占比", "-", "完成省下任务")
    _indicator(plan, 3, "安全保障", "粮食综合生产能力", "282", "270")
    IndicatorYear.objects.create(
        indicator=urban, year=2022, text="53", value=53, created_at=NOW, updated_at=NOW
    )
    return plan


def _indicator(
    plan: Plan, order: int, category: str, name: str, base: str, target: str
) -> Indicator:
    return Indicator.objects.create(
        plan=plan,
        table="主要指标",
        box="2",
        order=order,
        number=str(order),
        category=category,
        name=name,
        unit="%",
        base_year=2020,
        base_text=base,
        base_value=base if base.isdecimal() else None,
        target_year=2025,
        target_text=target,
        target_value=target if target.isdecimal() else None,
        nature=Indicator.Nature.EXPECTED,
        created_at=NOW,
        updated_at=NOW,
    )


def _urban(plan: Plan) -> str:
    return f"/indicators/{plan.indicators.get(order=1).pk}/"


def test_the_table_stands_as_printed_with_its_course(cast: Cast, plan: Plan) -> None:
    html = see(cast.leader, f"/plans/{plan.pk}/indicators/")
    for words in ("专栏 2", "经济发展", "安全保障", "完成省下任务", "2020 年基期值", "预期性"):
        assert words in html
    assert "course-behind" in html
    assert "落后进度" in html
    assert "2022 年应达到 54" in html
    assert "目标为文字或比例，不作进度评价。" in html
    assert "#enter" not in html  # a leader enters nothing


def test_the_plans_page_leads_to_its_indicators(cast: Cast, plan: Plan) -> None:
    assert f"/plans/{plan.pk}/indicators/" in see(cast.leader, f"/plans/{plan.pk}/")


def test_a_plan_without_a_table_says_so(cast: Cast, plan: Plan) -> None:
    IndicatorYear.objects.all().delete()
    plan.indicators.all().delete()
    assert "本规划没有指标表" in see(cast.leader, f"/plans/{plan.pk}/indicators/")


def test_an_indicator_shows_years_and_chart(cast: Cast, plan: Plan) -> None:
    html = see(cast.leader, _urban(plan))
    for year in range(2020, 2026):
        assert f'<th scope="row">{year}</th>' in html
    assert '"plan": [50.0, 52.0, 54.0, 56.0, 58.0, 60.0]' in html
    assert '"actual": [50.0, null, 53.0, null, null, null]' in html
    assert "echarts.simple.min.js" in html
    assert "<form" not in html.split('id="years"')[1].split("</main>")[0]


def test_words_have_no_chart(cast: Cast, plan: Plan) -> None:
    words = plan.indicators.get(order=2)
    assert "echarts" not in see(cast.leader, f"/indicators/{words.pk}/")


def test_the_plan_office_enters_and_corrects_with_a_reason(cast: Cast, plan: Plan) -> None:
    office, address = client_of(cast.plan_office), _urban(plan)
    assert 'value="2023"' in see(cast.plan_office, address)  # the year after the last known one
    answer = office.post(address, {"version": 1, "year": 2023, "text": "56.4"}, follow=True)
    assert "2023 年实绩已保存。" in answer.content.decode()
    again = office.post(address, {"version": 2, "year": 2023, "text": "56.5"})
    assert again.status_code == 422
    assert "请填写理由。" in again.content.decode()
    assert 'value="56.5"' in again.content.decode()
    corrected = {"version": 2, "year": 2023, "text": "56.5", "reason": "公报修订"}
    assert office.post(address, corrected).status_code == 302
    assert IndicatorYear.objects.get(year=2023).text == "56.5"


@pytest.mark.parametrize(
    "body",
    [{"year": "", "text": "5"}, {"year": 2023, "text": ""}, {"year": 2027, "text": "5"}],
)
def test_what_cannot_be_comes_back_with_a_sentence(
    cast: Cast, plan: Plan, body: dict[str, str | int]
) -> None:
    answer = client_of(cast.plan_office).post(_urban(plan), body)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert IndicatorYear.objects.count() == 1


def test_who_comes_second_sees_what_the_first_did(cast: Cast, plan: Plan) -> None:
    office, address = client_of(cast.plan_office), _urban(plan)
    office.post(address, {"version": 1, "year": 2023, "text": "56.4"})
    late = office.post(address, {"version": 1, "year": 2023, "text": "57"})
    html = late.content.decode()
    assert late.status_code == 409
    for words in ("现有数据见上表", "56.4", 'value="57"'):
        assert words in html
    assert 'name="version" value="2"' in html


def test_permissions(cast: Cast, plan: Plan) -> None:
    for name, person in cast.people().items():
        client = client_of(person)
        assert status_of(person, f"/plans/{plan.pk}/indicators/") == 200
        assert status_of(person, _urban(plan)) == 200
        expected = 302 if name in ("plan_office", "administrator") else 403
        version = plan.indicators.get(order=1).version
        body = {"version": version, "year": 2021, "text": "51", "reason": name}
        assert client.post(_urban(plan), body).status_code == expected, name
    assert Client().post(_urban(plan), {}).status_code == 302


def test_the_fictitious_world_does_not_meet_it(cast: Cast, plan: Plan) -> None:
    city = RegionFactory(code="990100", name="示范市")
    stranger = UserFactory(role=Role.PLAN_OFFICE, region=city)
    assert status_of(stranger, f"/plans/{plan.pk}/indicators/") == 404
    assert status_of(stranger, _urban(plan)) == 404
    assert client_of(stranger).post(_urban(plan), {"year": 2023, "text": "5"}).status_code == 404


def test_nothing_stands_at_other_numbers(cast: Cast, plan: Plan) -> None:
    office = cast.plan_office
    assert status_of(office, "/plans/999999/indicators/") == 404
    assert status_of(office, "/indicators/999999/") == 404
    assert client_of(office).post(f"/plans/{plan.pk}/indicators/").status_code == 405


def test_more_rows_take_no_more_queries(cast: Cast, plan: Plan) -> None:
    address = f"/plans/{plan.pk}/indicators/"
    few = queries_of(cast.plan_office, address)
    for order in range(4, 40):
        one = _indicator(plan, order, "经济发展", f"指标{order}", "1", "2")
        IndicatorYear.objects.create(
            indicator=one, year=2022, text="1.5", value=1, created_at=NOW, updated_at=NOW
        )
    assert queries_of(cast.plan_office, address) == few
