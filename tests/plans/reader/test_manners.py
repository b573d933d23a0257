"""Manners of writing that plans of other places showed: stages, brackets, kinds, counts."""

import pytest

from plans.reader import Reading, read


def reading(body: str, *, title: str = "重点工程") -> Reading:
    return read(f"某省“十四五”规划\n专栏 1 {title}\n{body}\n\n第二章 其他\n", home="")


def names(body: str, *, title: str = "重点工程") -> list[str]:
    return [row.name for row in reading(body, title=title).commitments]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("铁路：兰溪至桃源铁路、武咸高铁前期。", ["兰溪至桃源铁路", "武咸高铁"]),
        (
            "轨道：地铁1号线北延、东延，2号线东延，3号线、4号线，5号线前期工作。",
            [
                "地铁1号线北延",
                "地铁1号线东延",
                "地铁2号线东延",
                "地铁3号线",
                "地铁4号线",
                "地铁5号线",
            ],
        ),
        (
            "产业：汇仁智能工厂（年产20亿片）、柏林机场扩建工程（含航站楼、第二跑道）。",
            ["汇仁智能工厂", "柏林机场扩建工程"],
        ),
        (
            "社会：石鼓中学（一期）、清河治理（山西段）。",
            ["石鼓中学（一期）", "清河治理（山西段）"],
        ),
        (
            "专用线：大型工矿企业、物流园区和重点港口铁路专用线。",
            ["大型工矿企业、物流园区和重点港口铁路专用线"],
        ),
        ("（二）园区建设。\n甲乙产业园、丙丁物流园。", ["甲乙产业园", "丙丁物流园"]),
    ],
)
def test_names(body: str, expected: list[str]) -> None:
    assert names(body) == expected


def test_preparing_is_the_stage() -> None:
    (row,) = reading("铁路：武咸高铁前期。").commitments
    assert row.facts["stage"] == "前期"


def test_a_bracket_that_describes_gives_facts() -> None:
    rows = reading("产业：汇仁智能工厂（年产20亿片）、甲乙产业园。").commitments
    assert rows[0].facts["capacity"] == "年产20亿片"
