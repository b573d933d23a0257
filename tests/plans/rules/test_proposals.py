"""What the rules propose from a commitment, and what they refuse to invent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plans.rules.proposals import (
    KnownZone,
    PlanFacts,
    Promise,
    content_of,
    home_of,
    investment_of,
    lead_basis,
    propose,
)

YUNCHENG = PlanFacts(region="140800", region_level="city", period_end=2025)
ZONES = [
    KnownZone("140830-K01", "140830", frozenset({"风陵渡经济开发区", "风陵渡开发区"})),
    KnownZone("140800-K01", "140800", frozenset({"运城经济技术开发区", "运城开发区"})),
    KnownZone("141002-K01", "141002", frozenset({"尧都高新技术产业开发区", "高新区"})),
]


def promise(name: str = "某工程", **given: Any) -> Promise:
    facts = given.pop("facts", {})
    return Promise(
        name=name,
        level=given.pop("level", "project"),
        regions=given.pop("regions", []),
        facts=facts,
        plan=given.pop("plan", YUNCHENG),
    )


@pytest.mark.parametrize(
    ("named", "home"),
    [
        ([], "140800"),
        (["140821"], "140821"),
        (["140821", "140821"], "140821"),
        (["140821", "140830"], "140800"),
        (["140800"], "140800"),
        (["140800", "140827"], "140800"),
        # A line over the border belongs to the city that promises it.
        (["140882", "141081"], "140800"),
        (["141081"], "140800"),
    ],
)
def test_the_smallest_region_within_the_plans_own(named: list[str], home: str) -> None:
    assert home_of(named, "140800") == home


def test_a_province_s_plan_may_find_a_city_or_a_county() -> None:
    assert home_of(["140821", "140830"], "140000") == "140800"
    assert home_of(["140821", "141081"], "140000") == "140000"
    assert home_of(["140821"], "140000") == "140821"


def test_places_outside_are_touched_all_the_same() -> None:
    proposal = propose(promise(regions=["140882", "141081"]))
    assert (proposal.region, proposal.touched) == ("140800", ["140882", "141081"])


def test_a_zone_that_the_text_names_places_the_project() -> None:
    proposal = propose(promise(facts={"zone": "风陵渡开发区"}), ZONES)
    assert (proposal.zone, proposal.region, proposal.touched) == (
        "140830-K01",
        "140830",
        ["140830"],
    )
    assert proposal.place == ""


def test_a_zone_of_another_city_or_unknown_is_kept_as_words() -> None:
    proposal = propose(promise(facts={"zone": "高新区", "place": "贾得新兴产业园"}), ZONES)
    assert (proposal.zone, proposal.region, proposal.touched) == (None, "140800", [])
    assert proposal.place == "高新区 贾得新兴产业园"


@pytest.mark.parametrize(
    ("name", "words", "nature"),
    [
        ("运城机场改扩建", "改扩建", "extension"),
        ("西范灌区东扩", "东扩", "extension"),
        ("智能制造产业园", "新建", "new"),
        ("乡镇综合运输服务站", "改建", "renovation"),
        ("G108普通国省干线公路改造提升工程", "改造提升", "renovation"),
        ("禹门口大型灌区续建配套与现代化改造", "续建配套与现代化改造", "renovation"),
        ("某厂迁建", "迁建", "relocation"),
        ("绛县集中供热建设改造工程", "建设改造", ""),
        ("稷山县稷王庙文化广场拆建工程项目", "拆建", ""),
        ("新绛县国道108线新绛段改线工程", "改线", ""),
        ("稷山县通用机场建设项目", None, ""),
        # 改造 speaks of the pipes and not of the charging points.
        ("城区供水管网改造及充电设施建设项目", "改造", ""),
        ("运城市圣惠南路雨污分流及道路提升改造工程", "提升改造", "renovation"),
    ],
)
def test_the_nature_only_where_the_text_says_it(name: str, words: str | None, nature: str) -> None:
    facts = {"nature": words} if words else {}
    assert propose(promise(name, facts=facts)).nature == nature


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("续建", "construction"),
        ("在建", "construction"),
        ("加快建设", "construction"),
        ("加快推进", "conceived"),
        ("积极推进", "conceived"),
        ("前期工作", "conceived"),
        ("研究推进", "conceived"),
        ("", "conceived"),
    ],
)
def test_construction_only_where_the_text_says_that_works_go_on(stage: str, status: str) -> None:
    proposal = propose(promise(facts={"stage": stage} if stage else {}))
    assert proposal.status == status
    assert stage in proposal.status_basis
    assert proposal.status_basis.startswith("按规则提出")
    assert proposal.status_basis.endswith("待核实")


def test_works_on_an_irrigation_district_are_no_works_going_on() -> None:
    facts = {"nature": "续建配套与节水改造"}
    assert propose(promise(facts=facts)).status == "conceived"


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("约60亿元", Decimal(600000)),
        ("3.5亿元", Decimal(35000)),
        ("800万元", Decimal(800)),
        ("", None),
        ("60亿美元", None),
        ("60—80亿元", None),
        ("数亿元", None),
    ],
)
def test_money_only_where_one_amount_is_stated(words: str, amount: Decimal | None) -> None:
    assert investment_of({"investment": words} if words else {}) == amount


def test_the_content_keeps_the_texts_words_and_says_no_figure_twice() -> None:
    facts = {"content": "规划占地面积500亩", "land_area": "500亩", "floor_area": "4000平方米"}
    assert content_of(facts) == "规划占地面积500亩\n建筑面积：4000平方米"
    assert content_of({"length": "80公里"}) == "全长：80公里"
    assert content_of({"from": "运城", "nature": "改造"}) == ""


def test_nothing_that_the_text_does_not_say() -> None:
    proposal = propose(promise("稷山县通用机场建设项目", regions=["140824"]))
    assert proposal.total_investment is None
    assert (proposal.nature, proposal.content, proposal.place, proposal.zone) == ("", "", "", None)
    assert not hasattr(proposal, "approval_road")


@pytest.mark.parametrize("level", ["project", "programme", "task"])
def test_the_kind_follows_the_commitment(level: str) -> None:
    assert propose(promise(level=level)).kind == level


@pytest.mark.parametrize(
    ("region_level", "level"),
    [("province", "provincial"), ("city", "municipal"), ("county", "county")],
)
def test_the_level_follows_who_promises(region_level: str, level: str) -> None:
    plan = PlanFacts(region="140800", region_level=region_level, period_end=None)
    assert propose(promise(plan=plan)).level == level


def test_the_end_of_the_plan_is_a_marker_and_only_where_the_plan_has_one() -> None:
    assert propose(promise()).plan_period_end == date(2025, 12, 31)
    open_ended = PlanFacts(region="140000", region_level="province", period_end=None)
    assert propose(promise(plan=open_ended)).plan_period_end is None


def test_the_basis_of_an_owner_names_the_rule() -> None:
    basis = lead_basis("机场与通用航空", "运城市交通运输局")
    assert basis == (
        "按规则提出（行业→牵头部门）：行业“机场与通用航空”，拟由运城市交通运输局牵头，待确认"
    )
