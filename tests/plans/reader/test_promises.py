"""Boxes, lists and tables read from whole texts."""

import pytest

from plans.reader import read
from plans.reader.model import FoundCommitment


def found(text: str, home: str = "140800") -> list[FoundCommitment]:
    return list(read(text, home=home).commitments)


def names(text: str) -> list[tuple[str, str, str]]:
    return [(row.level, row.name, row.parent) for row in found(text)]


BOX = "第一章 交通\n\n专栏 3 基础设施重点工程\n\n"


def test_a_field_is_a_group_and_no_row() -> None:
    rows = found(BOX + "轨道交通。推进运城—济源城际铁路前期工作。\n")
    assert [(row.name, row.group, row.parent) for row in rows] == [
        ("运城—济源城际铁路", "轨道交通", "")
    ]
    assert rows[0].facts["stage"] == "前期工作"
    assert rows[0].box == "3"


def test_a_programme_gathers_its_members() -> None:
    assert names(BOX + "水库工程：夏县仪门水库、垣曲县滋峪河水库。\n") == [
        ("programme", "水库工程", ""),
        ("project", "夏县仪门水库", "水库工程"),
        ("project", "垣曲县滋峪河水库", "水库工程"),
    ]


def test_a_described_park_is_one_project() -> None:
    text = BOX + "微电子产业园：建设研发中心、生产基地，总占地面积40亩。\n"
    (row,) = found(text)
    assert (row.level, row.name) == ("project", "微电子产业园")
    assert row.quote.endswith("40亩")
    assert row.facts["content"].startswith("建设研发中心")


def test_programmes_within_a_paragraph() -> None:
    text = BOX + "大气治理工程。燃煤控制工程。燃煤锅炉改造；散煤治理。黑臭水体治理工程。\n"
    assert names(text) == [
        ("programme", "大气治理工程", ""),
        ("programme", "燃煤控制工程", "大气治理工程"),
        ("project", "燃煤锅炉改造", "燃煤控制工程"),
        ("project", "散煤治理", "燃煤控制工程"),
        ("project", "黑臭水体治理工程", "大气治理工程"),
    ]


def test_including_makes_a_programme_of_the_work_before() -> None:
    text = BOX + "能源。天然气管道建设工程，包括临猗—运城管道、运城—三门峡管道。\n"
    assert names(text) == [
        ("programme", "天然气管道建设工程", ""),
        ("project", "临猗—运城管道", "天然气管道建设工程"),
        ("project", "运城—三门峡管道", "天然气管道建设工程"),
    ]


def test_a_heading_that_promotes_is_a_task() -> None:
    text = (
        "第一章 产业\n\n专栏 2 构建汽车产业生态\n\n"
        "1. 推进大数据服务。向企业开放数据，建设城市数据平台。\n"
    )
    (row,) = found(text)
    assert (row.level, row.name) == ("task", "大数据服务")


def test_quotes_stand_in_the_text_and_breaks_are_joined() -> None:
    text = BOX + "机场。万荣县通用机场建设\n\n项目、绛县通用机场项目。\n"
    rows = found(text)
    assert [row.name for row in rows] == ["万荣县通用机场建设项目", "绛县通用机场项目"]
    assert all(text[row.start : row.end] == row.quote for row in rows)
    assert [row.regions for row in rows] == [("140822",), ("140826",)]


def test_measures_in_brackets_are_no_part_of_a_name() -> None:
    (row,) = found(BOX + "水库。龙眠水库（总库容1.85亿立方米，总投资36.2亿元）。\n")
    assert row.name == "龙眠水库"
    assert row.facts["investment"] == "36.2亿元"


def test_numbered_projects_with_owners() -> None:
    text = (
        "二、2023年重点项目安排\n"
        "1．归雁大桥新建工程。全长1.36公里，总投资6.4亿元。责任单位：区交通运输局。\n"
        "2．人民路、解放路提质改造工程。责任单位：区城管局。\n"
    )
    rows = found(text)
    assert [row.name for row in rows] == [
        "归雁大桥新建工程",
        "人民路提质改造工程",
        "解放路提质改造工程",
    ]
    assert rows[0].facts["responsible"] == "区交通运输局"
    assert rows[0].facts["investment"] == "6.4亿元"


def test_a_list_in_one_line() -> None:
    text = (
        "2009年新开工重点工程分别是：（1）成都至兰州铁路，（2）广西鱼梁、老口航运枢纽，"
        "（3）西部支线机场建设。"
    )
    assert [row.name for row in found(text, home="")] == [
        "成都至兰州铁路",
        "广西鱼梁航运枢纽",
        "广西老口航运枢纽",
        "西部支线机场建设",
    ]


def test_a_table_of_projects() -> None:
    text = (
        "某县重点项目表\n单位：万元\n"
        "序号\t项目名称\t建设性质\t建设规模及内容\t建设年限\t总投资\t责任单位\n"
        "一\t交通（1项）\t\t\t\t128000\t\n"
        "1\tG347绕城段改建工程\t改建\t一级公路，全长21.4公里\t2021-2023\t128000\t县交通运输局\n"
        "\t合计\t\t\t\t128000\t\n"
    )
    (row,) = found(text)
    assert (row.name, row.group) == ("G347绕城段改建工程", "交通")
    assert row.facts["investment"] == "128000万元"
    assert row.facts["period"] == "2021-2023"
    assert row.facts["responsible"] == "县交通运输局"
    assert row.facts["nature"] == "改建"


def test_a_table_of_indicators_names_no_project() -> None:
    text = "序号\t指标名称\t2020年\t2025年\t属性\n1\t森林覆盖率（%）\t29.2\t31.8\t约束性\n"
    assert found(text) == []


@pytest.mark.parametrize("text", ["", "。", "专栏 1", "专栏 1 重点工程\n\n"])
def test_little_text_gives_nothing(text: str) -> None:
    assert found(text) == []


def test_the_same_text_gives_the_same_rows() -> None:
    text = BOX + "铁路：续建甲铁路、新建乙至丙铁路和丁站改造工程。\n"
    assert found(text) == found(text)


def test_doubtful_rows_have_low_confidence() -> None:
    text = (
        BOX
        + "创新主体培育工程。开展关键技术研发攻关。积极培育高新技术企业等主体。建设甲县产业园。\n"
    )
    sure = {row.name: row.confidence for row in found(text)}
    assert sure["甲县产业园"] > 0.8
    assert min(sure.values()) < 0.7
