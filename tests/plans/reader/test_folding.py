"""Text as a person reads it, and the way back into the text as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.reader.folding import fold, fold_row, fold_text, title_of


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("建设 37.35 万亩\n国土绿化", "建设37.35万亩国土绿化"),
        ("总投资 37.\n35亿元", "总投资37.35亿元"),
        ("（２）５Ｇ 基站，ＬＮＧ", "（2）5G基站，LNG"),
        ("引进一批,建立平台(一期);共3个:甲", "引进一批，建立平台（一期）；共3个：甲"),
        ("1,4-丁二醇、12,345 吨", "1,4-丁二醇、12,345吨"),
        ("R & D\nSmart\nCity", "R & D Smart City"),
        ("联合\nhttps://baike.example/item/%E4%B9\n 合打造", "联合合打造"),
        ("技术创新\n\n— 10 —\n\n链", "技术创新链"),
        ('建设"四好"农村路', "建设“四好”农村路"),
        ("GDP (PPP)", "GDP (PPP)"),
        ("运城—三门峡—济源", "运城—三门峡—济源"),
        ("2021—2025年", "2021—2025年"),
    ],
)
def test_text_reads_as_it_was_meant(printed: str, read: str) -> None:
    assert fold_text(printed).text == read


@given(st.text(alphabet='运城,，。 \n\t—1２a5Ｇ(（)"：:｡\u3000\ufeff' + "项目", max_size=60))
def test_every_character_knows_where_it_stands(printed: str) -> None:
    folded = fold_text(printed)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(set(folded.origin))
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert fold_text(printed[start:end].strip() or " ").text in {
            folded.text[i],
            "",
            "“",
            "”",
        } or (not printed[start:end].isalnum())


def test_a_span_covers_the_breaks_and_the_noise_inside() -> None:
    printed = "建设备用\n\n— 3 —\n\n水源工程。"
    folded = fold_text(printed)
    start, end = folded.span(2, 6)
    assert folded.text[2:6] == "备用水源"
    assert printed[start:end] == "备用\n\n— 3 —\n\n水源"
    assert folded.cut(2, 6).span(0, 4) == (start, end)
    assert folded.span(3, 3) == (folded.origin[3], folded.origin[3])
    assert folded.gaps() == (4,)


def test_lines_are_folded_into_one() -> None:
    text = "智慧\nSmart\n城市"
    folded = fold(text, [(0, 2), (3, 8), (9, 11)])
    assert folded.text == "智慧Smart城市"
    assert (folded.start, folded.end) == (0, len(text))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("\t户籍人口\t31.9 \t\t预期性", ["", "户籍人口", "31.9", "", "预期性"]),
        ("| 序号 | 名 称 | |", ["序号", "名称", ""]),
        ("1 | 甲 工程 | 2024- 2025", ["1", "甲工程", "2024- 2025"]),
    ],
)
def test_a_row_keeps_its_cells_empty_ones_too(line: str, cells: list[str]) -> None:
    folded = fold_row(line, [(0, len(line))])
    assert folded.text.split("\t") == cells
    assert len(folded.text) == len(folded.origin)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("前　　言", "前言"),
        ("“十三五”  发展成就", "“十三五” 发展成就"),
        ("到 2025 年，运城", "到2025年，运城"),
        ("R & D 支出", "R & D支出"),
    ],
)
def test_a_title_keeps_the_space_that_parts_its_words(printed: str, title: str) -> None:
    assert title_of(printed) == title
