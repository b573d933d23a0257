from datetime import date

import pytest

from plans.rules.heads import Head, head_of
from tests.plans.files import PLANS


def test_a_covering_letter_says_it_all() -> None:
    text = (
        "某某市人民政府\n关于印发某某市“十四五”水利发展规划的通知\n某政发〔2021〕 8号\n"
        "二〇二一年十一月二十一日\n“十三五”时期成绩显著。“十四五”是关键时期，展望到2035年远景目标。"
    )
    assert head_of(text, title="某某市“十四五”水利发展规划") == Head(
        title="某某市“十四五”水利发展规划",
        number="某政发〔2021〕8号",
        issuer="某某市人民政府",
        issued_on=date(2021, 11, 21),
        period_start=2021,
        period_end=2025,
        outlook_year=2035,
    )


@pytest.mark.parametrize(
    ("text", "title", "period"),
    [
        ("", "某县综合交通规划（2023—2030年）", (2023, 2030)),
        ("规划期限为2020-2035年。“十四五”“十四五”", "某县规划", (2020, 2035)),
        (
            "“十三五”期间“十三五”“十三五”“十三五”“十三五”完成。“十四五”时期，“十四五”规划，“十五五”末",
            "",
            (2021, 2025),
        ),
        ("", "某市国民经济和社会发展第十四个五年规划和2035年远景目标纲要", (2021, 2025)),
        ("本规划自公布之日起施行", "某县规划", (None, None)),
    ],
)
def test_the_period(text: str, title: str, period: tuple[int | None, int | None]) -> None:
    head = head_of(text, title=title)
    assert (head.period_start, head.period_end) == period


def test_the_outlook_in_either_order() -> None:
    assert head_of("规划期为2026—2030年，展望到2035年。").outlook_year == 2035
    assert head_of("", title="某省规划和2050年远景目标纲要").outlook_year == 2050


def test_what_is_not_there_stays_empty() -> None:
    assert head_of("建设机场。") == Head()
    assert head_of("2021年13月40日").issued_on is None


def test_the_plans_of_the_library() -> None:
    text = (PLANS / "texts" / "003.txt").read_text("utf-8")
    head = head_of(text)
    assert (head.number, head.issued_on) == ("晋市政发〔2022〕23号", date(2022, 9, 5))
    assert (head.period_start, head.period_end) == (2021, 2025)
