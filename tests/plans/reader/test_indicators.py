"""The indicator tables: those of the five plans cell for cell, and layouts of other places."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from plans.reader.document import parse
from plans.reader.indicators import indicators_of, name_and_unit
from plans.reader.model import FoundIndicator, Source
from plans.reader.sources import source_of

FIXTURES = Path(__file__).parents[3] / "fixtures" / "plans"
TRUTH = [
    json.loads(line)
    for line in (FIXTURES / "indicators.jsonl").read_text(encoding="utf-8").splitlines()
]
CELLS = (
    *("table", "box", "section", "order", "category", "number", "group", "name", "unit"),
    *("base_year", "base_text", "target_year", "target_text", "growth_text", "further"),
    *("nature", "start", "end", "note"),
)
NAMES = ("category", "number", "name", "unit", "base_text", "target_text", "growth_text", "nature")


def text_of(doc: str) -> str:
    with (FIXTURES / "texts" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def found_in(text: str) -> tuple[FoundIndicator, ...]:
    return indicators_of(parse(Source(text)))


def rows_of(text: str) -> list[tuple[str, ...]]:
    return [tuple(getattr(found, name) for name in NAMES) for found in found_in(text)]


# --- The five plans -----------------------------------------------------------------------------


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_every_cell_of_the_plans_tables(doc: str) -> None:
    truth = [{key: row[key] for key in CELLS} for row in TRUTH if row["doc"] == doc]
    found = [_cells(one) for one in found_in(text_of(doc))]
    assert found == truth


def _cells(found: FoundIndicator) -> dict[str, Any]:
    cells = asdict(found)
    cells["further"] = [list(pair) for pair in found.further]
    return {key: cells[key] for key in CELLS}


def test_the_truth_holds_every_row() -> None:
    counted: dict[tuple[str, str], int] = {}
    for row in TRUTH:
        counted[row["doc"], row["box"]] = counted.get((row["doc"], row["box"]), 0) + 1
    assert counted == {("001", "1"): 46, ("001", "2"): 37, ("002", ""): 28}


def test_the_truth_quotes_the_texts() -> None:
    for row in TRUTH:
        quote = text_of(row["doc"])[row["start"] : row["end"]]
        said = [row["base_text"], row["target_text"], row["growth_text"]]
        said += [text for _, text in row["further"]]
        assert "\n" not in quote
        assert all(text in quote for text in said), row["id"]


# --- Layouts of other places --------------------------------------------------------------------

EXPECTED, BINDING = "expected", "binding"


def test_categories_merged_and_numbers_before_the_names() -> None:
    text = (
        "专栏1 “十四五”时期经济社会发展主要指标\n"
        "类别\t指标\t2020年\t2025年\t年均/累计\t属性\n"
        "经济发展\t1.国内生产总值（GDP）增长（%）\t2.3\t—\t保持在合理区间\t预期性\n"
        "\t2.常住人口城镇化率（%）\t60.6*\t65\t—\t预期性\n"
        "绿色生态\t3.单位GDP能源消耗降低（%）\t—\t—\t[13.5]\t约束性\n"
        "注：①[  ]内为5年累计数。②带*的为2019年数据。\n"
    )
    assert rows_of(text) == [
        *[
            (
                "经济发展",
                "1",
                "国内生产总值（GDP）增长",
                "%",
                "2.3",
                "—",
                "保持在合理区间",
                EXPECTED,
            )
        ],
        *[("经济发展", "2", "常住人口城镇化率", "%", "60.6*", "65", "—", EXPECTED)],
        *[("绿色生态", "3", "单位GDP能源消耗降低", "%", "—", "—", "[13.5]", BINDING)],
    ]
    assert [found.note for found in found_in(text)] == [
        "",
        "带*的为2019年数据",
        "[  ]内为5年累计数",
    ]


def test_columns_in_another_order_with_remarks() -> None:
    text = (
        "表2 主要指标\n"
        "指标\t属性\t单位\t2025年目标值\t2020年基期值\t年均增速（%）\t备注\n"
        "地区生产总值\t预期性\t亿元\t2000\t1500\t6\t可比价\n"
    )
    [found] = found_in(text)
    assert (found.base_year, found.base_text) == (2020, "1500")
    assert (found.target_year, found.target_text) == (2025, "2000")
    assert (found.growth_text, found.note, found.table) == ("6", "可比价", "主要指标")


def test_two_heading_rows_and_an_outlook() -> None:
    text = (
        "表1 水利发展主要指标\n"
        "序号\t指标名称\t单位\t现状年\t规划目标\t\t属性\n"
        "\t\t\t2020年\t2025年\t2035年\t\n"
        "1\t用水总量\t亿立方米\t72.8\t[85]\t90\t约束性\n"
    )
    [found] = found_in(text)
    assert (found.base_year, found.target_year, found.target_text) == (2020, 2025, "[85]")
    assert found.further == (("规划目标 2035年", "90"),)


def test_bare_years_are_past_base_target_and_outlook() -> None:
    text = "指标\t2015年\t2020年\t2025年\t2035年\n高速公路里程（公里）\t500\t600\t800\t1000\n"
    [found] = found_in(text)
    assert (found.base_year, found.target_year, found.unit) == (2020, 2025, "公里")
    assert found.further == (("2015年", "500"), ("2035年", "1000"))


@pytest.mark.parametrize("sign", ["\n", "\n\n"])
def test_cells_torn_onto_lines_of_their_own(sign: str) -> None:
    cells = ["专栏2 主要指标", "序号", "指标", "单位", "2020年", "2025年", "年均增速", "属性"]
    cells += ["1", "地区生产总值", "亿元", "1500", "2000", "6", "预期性", "— 12 —"]
    cells += ["2", "常住人口城", "镇化率", "%", "55", "60", "—", "预期性", "注：数据为快报。"]
    assert rows_of(sign.join([*cells, "第二节 总体思路", "正文。"])) == [
        ("", "1", "地区生产总值", "亿元", "1500", "2000", "6", EXPECTED),
        ("", "2", "常住人口城镇化率", "%", "55", "60", "—", EXPECTED),
    ]


def test_torn_cells_without_a_nature_end_where_prose_begins() -> None:
    cells = ["表3 主要指标", "序号", "指标", "单位", "2020年", "2025年"]
    cells += ["1", "公路里程", "公里", "100", "200", "2", "铁路里程", "公里", "30", "60"]
    found = rows_of("\n".join([*cells, "下一段讲述别的内容，表到此为止。"]))
    assert [row[2:6] for row in found] == [
        ("公路里程", "公里", "100", "200"),
        ("铁路里程", "公里", "30", "60"),
    ]


def test_columns_set_apart_by_blanks() -> None:
    text = (
        "专栏2 主要指标\n"
        "序号 指标 单位 2020年 2025年 年均增速 属性\n"
        "一、经济发展\n"
        "1 地区生产总值 亿元 1500 2000 6 预期性\n"
        "2 规模以上工业 增加值增速 % 7.5 — 8 预期性\n"
        "二、民生福祉\n"
        "3 城镇调查失业率 % 5.2 <5.5 — 预期性\n"
        "到 2025年， 目标 全面 实现 。\n"
        "第二节 思路\n"
    )
    assert [row[:4] for row in rows_of(text)] == [
        ("经济发展", "1", "地区生产总值", "亿元"),
        ("经济发展", "2", "规模以上工业增加值增速", "%"),
        ("民生福祉", "3", "城镇调查失业率", "%"),
    ]


def test_a_table_of_markdown() -> None:
    text = (
        "## 发展目标\n\n"
        "| 类别 | 序号 | 指标名称 | 单位 | 2020年 | 2025年 | 属性 |\n"
        "|---|---|---|---|---|---|---|\n"
        "| 设施网络 | 1 | 铁路营业里程 | 万公里 | 14.6 | 16.5 | 预期性 |\n"
        "| | 2 | 沿海港口铁路进港率 | % | 59.5 | >70 | 预期性 |\n"
    )
    assert [row[:6] for row in rows_of(text)] == [
        ("设施网络", "1", "铁路营业里程", "万公里", "14.6", "16.5"),
        ("设施网络", "2", "沿海港口铁路进港率", "%", "59.5", ">70"),
    ]


def test_a_web_page_with_spanning_cells() -> None:
    page = (
        "<table><tr><th rowspan=2>类别</th><th rowspan=2>指标</th><th rowspan=2>单位</th>"
        "<th rowspan=2>2020年</th><th colspan=2>目标</th><th rowspan=2>属性</th></tr>"
        "<tr><th>2025年</th><th>年均增长</th></tr>"
        "<tr><td rowspan=2>规模</td><td>旅客吞吐量</td><td>万人次</td><td>100</td><td>200</td>"
        "<td>14.9%</td><td>预期性</td></tr>"
        "<tr><td>货邮吞吐量</td><td>万吨</td><td>1</td><td>2</td><td>-</td><td>预期性</td></tr>"
        "</table>"
    )
    source = source_of(page.encode(), "plan.html")
    found = indicators_of(parse(source))
    assert [(one.category, one.name, one.target_text, one.growth_text) for one in found] == [
        ("规模", "旅客吞吐量", "200", "14.9%"),
        ("规模", "货邮吞吐量", "2", "-"),
    ]


def test_a_table_whose_line_breaks_were_lost() -> None:
    table = "专栏1 主要指标 序号 指标 单位 2020年 2025年 属性 1 地区生产总值 亿元 1500 2000 预期性"
    found = rows_of("正文。" * 600 + table + " 2 城镇化率 % 50 60 预期性 第三节 后文")
    assert [row[2] for row in found] == ["地区生产总值", "城镇化率"]


def test_what_was_reached_stands_beside_base_and_target() -> None:
    text = "指标\t单位\t2015年\t2020年目标\t2020年实际\n公路里程\t公里\t100\t200\t210\n"
    [found] = found_in(text)
    assert (found.base_year, found.target_year, found.target_text) == (2015, 2020, "200")
    assert found.further == (("2020年实际", "210"),)


def test_five_year_periods_are_years() -> None:
    text = "类别\t指标\t“十四五”末\t“十五五”末\n交通\t高铁里程（公里）\t100\t200\n"
    [found] = found_in(text)
    assert (found.base_year, found.target_year) == (2025, 2030)


@pytest.mark.parametrize(
    "text",
    [
        "城市\t外贸进出口总额（亿元）\t排名\n郑州市\t4129.9\t1\n",
        "序号\t项目名称\t建设内容\t总投资\t2021年投资\n1\t某工程\t内容\t100\t20\n",
        "年份\tGDP（亿元）\t贸易总额\n2015\t1161.1\t5.8\n",
        "第一章 主要指标\t5\n第二节 目标\t7\n",
        "各项指标要求，到2025年完成目标。\n主要指标\n完成情况良好。\n",
    ],
)
def test_what_is_no_indicator_table(text: str) -> None:
    assert rows_of(text) == []


@pytest.mark.parametrize(
    ("printed", "name", "unit"),
    [
        ("地区生产总值（GDP）（亿元）", "地区生产总值（GDP）", "亿元"),
        ("5G网络用户普及率（%）（新基建）", "5G网络用户普及率（新基建）", "%"),
        ("每千人口拥有执业（助理）医师数（人）", "每千人口拥有执业（助理）医师数", "人"),
        ("孕产妇死亡率(1/10万)", "孕产妇死亡率", "1/10万"),
        ("PM _{2.5} 浓度下降率(%)", "PM2.5浓度下降率", "%"),
        ("旅游总收入", "旅游总收入", ""),
    ],
)
def test_the_unit_is_the_bracket_that_is_one(printed: str, name: str, unit: str) -> None:
    assert name_and_unit(printed) == (name, unit)


def test_reading_grows_with_the_length() -> None:
    text = text_of("001")
    assert len(found_in(text * 3)) == 3 * 83
