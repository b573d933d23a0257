"""A plan read straight from its file by command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plans.queries import export
from plans.reader.rows import KEYS
from tests.plans.files import PLANS
from tests.plans.reader.files import docx, paragraph


def output_of(*arguments: str) -> str:
    out = StringIO()
    call_command("read_plan", *arguments, stdout=out)
    return out.getvalue()


def test_a_plan_is_read_into_the_keys_of_the_export() -> None:
    lines = output_of(str(PLANS / "texts" / "001.txt")).splitlines()
    rows = [json.loads(line) for line in lines]
    text = (PLANS / "texts" / "001.txt").read_bytes().decode("utf-8")
    assert (*export.KEYS, "confidence", "why") == KEYS
    assert all(tuple(row) == KEYS for row in rows)
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert {row["plan"] for row in rows} == {"运政发〔2021〕12号"}
    assert {row["doc"] for row in rows} == {"001"}
    assert "运城机场改扩建" in {row["name"] for row in rows}


def test_a_word_document_becomes_a_table(tmp_path: Path) -> None:
    file, table = tmp_path / "规划.docx", tmp_path / "rows.tsv"
    file.write_bytes(
        docx(
            paragraph("第一章 重点任务")
            + paragraph("专栏1 交通重大项目")
            + paragraph("机场。甲县通用机场建设项目、乙市机场改扩建工程。")
        )
    )
    assert output_of(str(file), "--format", "table", "--output", str(table)) == ""
    head, *rows = table.read_text("utf-8").splitlines()
    assert head.split("\t") == list(KEYS)
    assert [row.split("\t")[KEYS.index("name")] for row in rows] == [
        "甲县通用机场建设项目",
        "乙市机场改扩建工程",
    ]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.4 broken"), ("b.txt", b"")])
def test_a_file_without_text_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=rf"{name}: The .+\."):
        output_of(str(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.txt"):
        output_of(str(tmp_path / "none.txt"))
