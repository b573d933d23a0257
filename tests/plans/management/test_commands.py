"""What leaves the register by command, and the command that proves it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.models import Commitment, Plan
from tests.plans.files import PLANS

pytestmark = pytest.mark.usefixtures("register")
KEYS = {
    *("plan", "doc", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent", "regions", "sector", "facts"),
}


def output_of(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_export_says_what_the_file_says_no_more_and_no_less() -> None:
    exported = rows_of(output_of("export_commitments"))
    lines = (PLANS / "commitments.jsonl").read_text("utf-8").splitlines()
    given = [json.loads(line) for line in lines]
    assert all(set(row) == KEYS for row in exported)
    assert exported == [{key: row[key] for key in KEYS} for row in given]


def test_the_order_is_always_the_same() -> None:
    first = output_of("export_commitments")
    Commitment.objects.filter(key="001-06-05").update(note="moved to the end of the table")
    assert output_of("export_commitments") == first
    places = [(row["doc"], row["start"], row["end"]) for row in rows_of(first)]
    assert places == sorted(places)


def test_a_table_has_a_line_a_row() -> None:
    lines = output_of("export_commitments", "--format", "table").splitlines()
    assert set(lines[0].split("\t")) == KEYS
    assert len(lines) == 1 + Commitment.objects.count()
    assert {len(line.split("\t")) for line in lines} == {len(KEYS)}


def test_a_file_instead_of_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "commitments.jsonl"
    assert output_of("export_commitments", "--output", str(path)) == ""
    assert path.read_text("utf-8") == output_of("export_commitments")


def test_the_check_prints_a_summary() -> None:
    text = output_of("check_register")
    assert "5 plans, 1539 commitments" in text
    assert "1425 projects of the real register: 105 programme, 1144 project, 176 task" in text
    assert "0 confirmed, 1413 proposed, 12 without" in text


def test_the_check_finds_a_quote_that_does_not_hold() -> None:
    Commitment.objects.filter(key="001-06-01").update(quote="运城机场扩建")
    Plan.objects.filter(doc="004").update(sha256="0" * 64)
    with pytest.raises(CommandError) as failed:
        output_of("check_register")
    assert "001-06-01" in str(failed.value)
    assert "004" in str(failed.value)
