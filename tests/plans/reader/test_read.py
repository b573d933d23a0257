"""A document in, a reading out: the same from every kind of file, and always the same."""

import json
from dataclasses import asdict

import pytest

from plans.reader import Source, read, source_of
from plans.reader.rows import KEYS, commitment_rows
from tests.plans.files import PLANS
from tests.plans.reader.files import docx, paragraph, pdf

PLAN = [
    "第一章 重点任务",
    "第一节 完善交通网络",
    "专栏1 交通重大项目",
    "铁路工程。甲市至乙市城际铁路、丙县货运铁路专用线、丁县铁路货场搬迁改造项目。",
    "机场工程。甲市机场改扩建工程、丙县通用机场建设项目。",
    "第二章 保障措施",
    "加强组织领导。",
]
NAMES = [
    *("甲市至乙市城际铁路", "丙县货运铁路专用线", "丁县铁路货场搬迁改造项目", "甲市机场改扩建工程"),
    "丙县通用机场建设项目",
]


def names_of(source: Source) -> list[str]:
    return [found.name for found in read(source).commitments if found.box and not is_head(found)]


def is_head(found: object) -> bool:
    return getattr(found, "level", "") == "programme"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("\n".join(PLAN).encode(), "plan.txt"),
        ("\n\n".join(PLAN).encode("gb18030"), "plan.txt"),
        ("".join(f"<p>{line}</p>" for line in PLAN).encode(), "plan.html"),
        ("\n\n".join(f"**{line}**" if "章" in line else line for line in PLAN).encode(), "plan.md"),
        (docx("".join(paragraph(line) for line in PLAN)), "plan.docx"),
        (pdf(PLAN[:4], PLAN[4:]), "plan.pdf"),
    ],
)
def test_every_kind_of_file_gives_the_same_commitments(data: bytes, name: str) -> None:
    assert names_of(source_of(data, name)) == NAMES


@pytest.mark.parametrize("doc", ["000", "002", "003"])
def test_a_reading_quotes_the_text_and_is_always_the_same(doc: str) -> None:
    text = (PLANS / "texts" / f"{doc}.txt").read_bytes().decode("utf-8")
    reading = read(text)
    again = read(Source(text), reading.document.home)
    assert reading == again
    for found in reading.commitments:
        assert text[found.start : found.end] == found.quote
        assert 0 < found.confidence <= 1
        assert found.why
    assert json.dumps([asdict(found) for found in reading.commitments])


def test_a_quote_can_cite_its_page() -> None:
    reading = read(source_of(pdf(PLAN[:4], PLAN[4:]), "plan.pdf"))
    pages = {one.name: reading.document.source.page_of(one.start) for one in reading.commitments}
    assert pages["丙县货运铁路专用线"] == 1
    assert pages["丙县通用机场建设项目"] == 2


def test_rows_have_the_keys_of_the_export_and_two_more() -> None:
    rows = list(commitment_rows(read("\n".join(PLAN)), "plan"))
    assert all(tuple(row) == KEYS for row in rows)
    assert {row["doc"] for row in rows} == {"plan"}


def test_an_empty_text_promises_nothing() -> None:
    reading = read("")
    assert (reading.commitments, reading.indicators, reading.document.sections) == ((), (), ())
