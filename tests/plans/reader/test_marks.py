"""The numbers before headings."""

import pytest

from plans.reader.marks import Style, box_mark_of, mark_of, table_mark_of, value_of


@pytest.mark.parametrize(
    ("line", "style", "number", "printed", "words"),
    [
        ("第十九篇 加强规划实施保障", Style.PART, 19, "第十九篇", "加强规划实施保障"),
        ("第3章 任务", Style.CHAPTER, 3, "第3章", "任务"),
        ("第 二 节 目标", Style.SECTION, 2, "第二节", "目标"),
        ("## **二、打造格局**", Style.HAN, 2, "二、", "打造格局**"),
        ("### **(二十一)完善机制。**", Style.HAN_BRACKETS, 21, "（二十一）", "完善机制。**"),
        ("1. 煤层气：", Style.ARABIC, 1, "1.", "煤层气："),
        ("７．区妇幼保健院", Style.ARABIC, 7, "７.", "区妇幼保健院"),
        ("7。完成整治", Style.ARABIC, 7, "7。", "完成整治"),
        ("（12）加强合作", Style.ARABIC_BRACKETS, 12, "（12）", "加强合作"),
        ("③ 供水", Style.CIRCLED, 3, "③", "供水"),
    ],
)
def test_a_number_is_read_with_its_style(
    line: str, style: Style, number: int, printed: str, words: str
) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.style, mark.number, mark.printed) == (style, number, printed)
    assert line[mark.end :] == words


@pytest.mark.parametrize(
    "line",
    ["2025年建成", "3.5万亩", "一期工程建设", "第一章的内容", "第三产业", "（含）", "平陆县"],
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert mark_of(line) is None


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("专栏 3 创新动能", "3", "创新动能"),
        ("专栏3创新动能", "3", "创新动能"),
        ("专栏１２：创新动能", "12", "创新动能"),
        ("专栏三 创新动能", "3", "创新动能"),
        ("专栏1-2 创新动能", "1-2", "创新动能"),
        ("【专栏4】创新动能", "4", "创新动能"),
        ("专栏  重大工程", "", "重大工程"),
        ("专栏：重大工程", "", "重大工程"),
        ("专栏", "", ""),
    ],
)
def test_a_box_is_known_by_its_head(line: str, number: str, title: str) -> None:
    mark = box_mark_of(line)
    assert mark is not None
    assert (mark.number, line[mark.end :]) == (number, title)


@pytest.mark.parametrize("line", ["专栏中的项目", "见专栏3", "专栏3中列出的", "专业栏目"])
def test_a_reference_to_a_box_is_none(line: str) -> None:
    assert box_mark_of(line) is None


def test_a_continued_box_says_so() -> None:
    mark = box_mark_of("专栏3 创新动能（续）")
    assert mark is not None
    assert mark.continued


def test_a_table_is_known_by_its_head() -> None:
    mark = table_mark_of("表 1 2019 年进出口情况")
    assert mark is not None
    assert mark.number == "1"
    assert table_mark_of("表明了态度") is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("二十", 20), ("三十六", 36), ("一百零二", 102), ("7", 7), ("⑤", 5)],
)
def test_numbers_have_their_value(written: str, value: int) -> None:
    assert value_of(written) == value
