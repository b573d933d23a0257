"""The outlines of the five plans as people read them, and how else such documents are set."""

import json
import re
from collections import Counter
from dataclasses import astuple

import pytest

from plans.reader.document import parse
from plans.reader.model import Document, Section, Source
from plans.reader.paragraphs import paragraphs_of
from tests.plans.files import PLANS

FIELDS = ("key", "kind", "number", "title", "start", "end", "parent")
EXPLAINED = {
    # A paragraph that sums up the whole section stands below its last numbered part; nothing in
    # print ends that part, so the part runs on, and the tables after it are its own.
    "003": {"c01.s03.u08", "t04", "t05"},
}


def text_of(doc: str) -> str:
    return (PLANS / "texts" / f"{doc}.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_the_outline_is_the_one_that_people_read(doc: str) -> None:
    given = json.loads((PLANS / "outlines" / f"{doc}.json").read_text("utf-8"))
    by_hand = {tuple(row[field] for field in FIELDS) for row in given}
    found = {astuple(section) for section in parse(Source(text_of(doc))).sections}
    assert {row[0] for row in by_hand ^ found} == EXPLAINED.get(doc, set())


def outline(document: Document) -> Counter[tuple[str, str, str]]:
    return Counter(
        (section.kind, section.number, re.sub(r"\s", "", section.title))
        for section in document.sections
        if section.kind != "table"
    )


def shared(document: Document, with_breaks: Document) -> float:
    """The share of what is in either outline that is in both."""
    one, other = outline(document), outline(with_breaks)
    return sum((one & other).values()) / sum((one | other).values())


def lines_of(text: str) -> list[str]:
    return ["".join(text[a:b] for a, b in raw.spans) for raw in paragraphs_of(Source(text))]


def wrapped(lines: list[str], width: int, indent: str) -> str:
    """The same text as a page sets it: lines of one width, broken anywhere."""
    set_lines: list[str] = []
    for line in lines:
        headed = re.match(r"第.{1,3}[章节]|专栏", line)
        line = line if headed or "\t" in line else indent + line
        parts = [line] if "\t" in line else re.findall(rf".{{1,{width}}}", line)
        set_lines += parts
    return "\n".join(set_lines)


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize(
    ("width", "indent", "between"),
    [(34, "　　", "\n"), (34, "", "\n"), (40, "　　", "\n\n"), (30, "  ", "\n")],
)
def test_lines_broken_by_the_page_change_nothing(
    doc: str, width: int, indent: str, between: str
) -> None:
    text = text_of(doc)
    again = wrapped(lines_of(text), width, indent).replace("\n", between)
    assert shared(parse(Source(again)), parse(Source(text))) > 0.97


@pytest.mark.parametrize(
    ("doc", "between", "least"),
    [
        ("001", " ", 0.85),
        ("002", " ", 0.97),
        ("003", " ", 0.9),
        ("001", "", 0.75),
        ("002", "", 0.65),
    ],
)
def test_headings_are_found_where_all_breaks_were_lost(
    doc: str, between: str, least: float
) -> None:
    text = text_of(doc)
    document = parse(Source(between.join(lines_of(text))))
    whole = parse(Source(text))
    assert shared(document, whole) > least
    assert numbers(document) == numbers(whole)


def numbers(document: Document) -> list[str]:
    return [section.number for section in document.sections if section.kind == "box"]


def sections_of(text: str) -> dict[str, Section]:
    return {section.title: section for section in parse(Source(text)).sections}


def test_parts_chapters_and_sections_nest() -> None:
    sections = parse(
        Source(
            "第一篇 甲\n第一章 乙\n第一节 丙\n一、丁\n（一）戊\n文。\n第二章 己\n第二篇 庚\n文。\n"
        )
    ).sections
    assert [(s.key, s.kind, s.parent) for s in sections] == [
        ("c01", "chapter", ""),
        ("c01.s01", "section", "c01"),
        ("c01.s01.u01", "subsection", "c01.s01"),
        ("c01.s01.u01.u01", "subsection", "c01.s01.u01"),
        ("c01.s01.u01.u01.u01", "subsection", "c01.s01.u01.u01"),
        ("c01.s02", "section", "c01"),
        ("c02", "chapter", ""),
    ]


def test_the_contents_are_not_the_body() -> None:
    text = "目 录\n前言 1\n第一章 甲 ...... 2\n专栏1 乙 .... 3\n前言\n序。\n第一章 甲\n正文。\n"
    document = parse(Source(text))
    assert [section.title for section in document.sections] == ["前言", "甲"]
    assert [p.folded.text for p in document.paragraphs] == ["前言", "序。", "第一章甲", "正文。"]


@pytest.mark.parametrize(
    ("inside", "titles"),
    [
        ("通用航空产业。甲机场、乙机场。\n物流。丙园、丁园。", ["通用航空产业", "物流"]),
        ("供水工程：甲水库、乙水库。\n供气工程：丙管道。", ["供水工程", "供气工程"]),
        ("（一）铁路\n甲至乙铁路。\n（二）公路\n丙至丁公路。", ["铁路", "公路"]),
        ("1. 煤层气：利用资源，建设基地。\n2. 光机电：建设产业园。", ["煤层气", "光机电"]),
        (
            "01 战略骨干通道\n推进甲至乙铁路。\n02 高速铁路\n建设丙至丁高铁。",
            ["战略骨干通道", "高速铁路"],
        ),
        ("——数字工程。建设甲平台、乙中心。\n——绿色工程。建设丙林场。", ["数字工程", "绿色工程"]),
    ],
)
def test_headings_inside_a_box_are_its_groups(inside: str, titles: list[str]) -> None:
    document = parse(Source(f"第一章 任务\n专栏1 重大工程\n{inside}\n第二章 保障\n正文。\n"))
    groups = [section for section in document.sections if section.kind == "group"]
    assert [group.title for group in groups] == titles
    assert {group.parent for group in groups} == {"b01"}
    (box,) = (section for section in document.sections if section.kind == "box")
    assert document.source.text[: box.end].endswith(inside)
    heads = [p for p in document.paragraphs if p.kind == "heading" and p.box]
    assert [head.level for head in heads] == [1] + [2] * len(titles)


def test_a_box_ends_where_the_outline_counts_on() -> None:
    text = (
        "一、甲\n（一）乙\n正文。\n专栏1 丙工程\n（一）丁工程。建设戊。\n（二）己工程。建设庚。\n"
    )
    sections = sections_of(f"{text}（三）辛工程。建设壬。\n二、癸\n正文。\n")
    assert sections["辛工程"].parent == "b01"
    assert sections["癸"].kind == "chapter"
    later = sections_of(f"{text.replace('（一）乙', '（二）乙')}（三）加强癸保护\n正文。\n")
    assert later["加强癸保护"].kind == "section"


def test_a_box_ends_where_prose_goes_on() -> None:
    prose = (
        "加快完善综合交通网络。统筹铁路、公路、水运、民航发展，强化枢纽衔接，提升运输服务品质，"
        "推动各种运输方式一体化融合发展。深化投融资改革，健全要素保障机制，形成工作合力。"
        "加强组织领导，压实各方责任，定期开展评估，确保各项任务落到实处。"
    )
    document = parse(
        Source(
            f"第一章 任务\n专栏1 重大项目\n甲至乙铁路、丙机场、丁港区、戊航道整治项目。\n{prose}\n"
        )
    )
    assert document.paragraphs[-1].box == ""
    assert document.paragraphs[-2].box == "b01"


def test_a_box_ends_with_its_frame() -> None:
    text = "第一章 任务\n专栏1 重大项目\n甲铁路、乙机场。\n丙水库、丁灌区。\n戊路、己桥。\n"
    start, end = text.index("专栏"), text.index("戊路")
    document = parse(Source(text, frames=((start, end),)))
    assert [p.box for p in document.paragraphs] == ["", "b01", "b01", "b01", ""]


def test_a_title_that_the_next_page_repeats_opens_no_second_box() -> None:
    text = "专栏1 重大项目\n甲铁路、乙机场、丙枢纽。\n专栏1 重大项目（续）\n丁水库、戊灌区。\n"
    document = parse(Source(text))
    (box,) = document.sections
    assert (box.start, box.end) == (0, len(text) - 1)
    assert "续" not in "".join(p.folded.text for p in document.paragraphs)


def test_boxes_without_numbers_are_told_apart() -> None:
    keys = [s.key for s in parse(Source("专栏 甲工程\n乙、丙。\n专栏 丁工程\n戊、己。\n")).sections]
    assert len(set(keys)) == 2


def test_a_numbered_list_of_works_is_no_outline() -> None:
    text = "（一）城市\n1．滨江片区更新项目。改造小区28个。\n2．人民路提质工程。总投资1.8亿元。\n"
    assert list(sections_of(text)) == ["城市"]
    lines = "（一）清单\n1. 甲大桥\n2. 乙水库\n3. 丙医院\n"
    assert list(sections_of(lines)) == ["清单"]


def test_title_and_number_come_from_the_letter() -> None:
    text = "甲市人民政府文件\n甲政发〔2022〕10号\n关于印发《甲市“十四五”交通规划》的通知\n"
    document = parse(Source(f"{text}第一章 任务\n正文。\n甲市人民政府\n2022年7月4日\n"))
    assert document.title == "甲市“十四五”交通规划"
    assert document.number == "甲政发〔2022〕10号"
    assert document.paragraphs[-1].folded.text == "正文。"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    text = (
        "某市“十四五”交通规划\n专栏1 重大项目\n甲铁路、乙机场、丙\n— 10 —\n\n某市“十四五”交通规划\n"
        "水库、丁灌区。\n"
    )
    document = parse(Source(text))
    assert document.paragraphs[-1].folded.text == "甲铁路、乙机场、丙水库、丁灌区。"


@pytest.mark.parametrize("unit", ["1", "建", "甲，", "专栏1 ", "（一）", "甲县水库\n"])
def test_what_nobody_wrote_is_read_in_time_and_in_pieces(unit: str) -> None:
    document = parse(Source(unit * 20_000))
    assert all(
        len(paragraph.folded.text) <= 3_000
        for paragraph in document.paragraphs
        if paragraph.kind == "body"
    )


def test_items_that_count_on_stand_beside_a_group_and_not_inside_it() -> None:
    text = "专栏：重点项目\n（一）新业态\n①甲小镇：占地建房。\n②乙中心\n③丙营地\n牵头单位：文旅局\n"
    paragraphs = parse(Source(text)).paragraphs
    assert [p.section for p in paragraphs[-3:]] == ["b1.g01"] * 3
    assert paragraphs[-4].section == "b1.g01.g01"


def test_signs_of_markdown_are_no_words() -> None:
    text = "## 第五章 甲\n\n**专栏：乙工程**\n\n丙水库、**丁灌区**。\n"
    assert [p.folded.text for p in parse(Source(text)).paragraphs] == [
        *("第五章甲", "专栏：乙工程", "丙水库、丁灌区。"),
    ]
