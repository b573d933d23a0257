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
