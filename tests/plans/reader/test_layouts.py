"""Layouts of boxes: a kind of works on a line of its own, numbered works with a description."""

import pytest

from plans.reader import read
from plans.reader.model import FoundCommitment


def rows(body: str, *, title: str = "重点工程") -> list[FoundCommitment]:
    text = f"某省“十四五”规划\n专栏 1 {title}\n{body}\n\n第二章 其他\n"
    return list(read(text, home="").commitments)


@pytest.mark.parametrize(
    "heads",
    [
        ("铁路。", "航空。"),
        ("铁路：", "航空："),
        ("铁路", "航空"),
        ("（一）铁路", "（二）航空"),
        ("1.铁路", "2.航空"),
        ("1.铁路。", "2.航空。"),
    ],
)
def test_a_kind_on_its_own_line_heads_what_follows(heads: tuple[str, str]) -> None:
    first, second = heads
    body = f"{first}\n\n兰溪至桃源铁路、武咸高铁等项目。\n\n{second}\n\n石鼓机场改扩建工程。"

    found = [(row.group, row.name) for row in rows(body)]

    assert found == [
        ("铁路", "兰溪至桃源铁路"),
        ("铁路", "武咸高铁"),
        ("航空", "石鼓机场改扩建工程"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        (
            "1.兰溪保税物流中心（B型）。占地300亩，{first}，总投资8亿元。",
            "2.桃源智慧物流园。占地500亩，{second}，总投资12亿元。",
        ),
        (
            "1.兰溪保税物流中心（B型）。{first}，占地300亩，总投资8亿元。",
            "2.桃源智慧物流园。{second}，占地500亩，总投资12亿元。",
        ),
    ],
)
def test_a_numbered_work_keeps_its_description(body: tuple[str, str]) -> None:
    text = "\n\n".join(body).format(
        first="建设保税仓库、监管查验场、服务楼", second="建设分拣中心、冷链仓库、停车场"
    )
    found = rows(text, title="现代物流重大项目")

    assert [(row.name, row.level, row.parent) for row in found] == [
        ("兰溪保税物流中心（B型）", "project", ""),
        ("桃源智慧物流园", "project", ""),
    ]
    assert [row.facts["land_area"] for row in found] == ["300亩", "500亩"]
    assert [row.facts["investment"] for row in found] == ["8亿元", "12亿元"]
    assert all("仓库" in row.facts["content"] for row in found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "能源：兰溪区块、柿庄南区块煤层气开发项目。",
            ["兰溪区块煤层气开发项目", "柿庄南区块煤层气开发项目"],
        ),
        (
            "水利：高平、阳城、陵川三县（市）农村供水保障工程。",
            ["高平农村供水保障工程", "阳城农村供水保障工程", "陵川农村供水保障工程"],
        ),
    ],
)
def test_a_shared_tail_begins_behind_the_places(body: str, expected: list[str]) -> None:
    assert [row.name for row in rows(body)] == expected


@pytest.mark.parametrize("years", ["（2026—2028年）", "(2026-2028年)", "（2026年—2028年）"])
def test_years_in_brackets_are_a_fact_of_the_work(years: str) -> None:
    row, other = rows(f"水利：张峰水库提升工程{years}、石鼓水库加固工程。")

    assert (row.name, other.name) == ("张峰水库提升工程", "石鼓水库加固工程")
    assert row.facts["period"] == years[1:-1]
    assert row.quote.endswith(years)


def test_a_programme_names_some_works_and_counts_others() -> None:
    found = rows("灌区工程：实施青石、白马、响水3个大型灌区续建配套改造和12个中型灌区节水改造。")

    assert [(row.level, row.name, row.parent) for row in found] == [
        ("programme", "灌区工程", ""),
        ("project", "青石大型灌区续建配套改造", "灌区工程"),
        ("project", "白马大型灌区续建配套改造", "灌区工程"),
        ("project", "响水大型灌区续建配套改造", "灌区工程"),
        ("programme", "12个中型灌区节水改造", "灌区工程"),
    ]


def test_a_kind_above_numbered_works_is_no_work() -> None:
    found = rows(
        "水库。\n\n（1）兰溪水库工程。总库容3000万立方米，总投资6亿元。\n\n"
        "（2）桃源水库工程。总库容900万立方米，总投资2亿元。"
    )

    assert [row.name for row in found] == ["兰溪水库工程", "桃源水库工程"]
