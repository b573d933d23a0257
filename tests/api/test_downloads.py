"""Lists as files: the same rows, Chinese headings, no formula, and marked when fictitious."""

import csv
import io
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from tests.api.caller import Callers, problem_of
from tests.factories import MilestoneFactory, PartyFactory, ProjectFactory, RegionFactory

TRICKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "|cmd"]


def _sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def sheet(callers: Callers, path: str, who: str = "plan_office") -> list[dict[str, Any]]:
    answer = callers.by_name(who).get(path)
    assert answer.status_code == 200
    content = answer.getvalue()
    if "xlsx" in path:
        rows = list(_sheet_of(content).iter_rows(values_only=True))
    else:
        assert content.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8"
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("path", ["projects/", "milestones/", "overdue/"])
def test_a_file_has_the_rows_of_the_list(callers: Callers, path: str, form: str) -> None:
    for _ in range(3):
        project = ProjectFactory()
        MilestoneFactory(project=project, due_on=date(2026, 11, 1))
    name = "项目名称"
    rows = sheet(callers, f"{path}?format={form}&region=140802&page_size=1")
    listed = callers.plan_office.rows(f"{path}?region=140802")
    expected = [row.get("project", row)["name"] for row in listed]
    assert [row[name] for row in rows] == expected


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_text_becomes_a_formula(callers: Callers, trick: str, form: str) -> None:
    ProjectFactory(name=trick, progress_words=trick)
    answer = callers.plan_office.get(f"projects/?format={form}")
    content = answer.getvalue()
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    else:
        cells = [c for row in _sheet_of(content) for c in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_amounts_are_numbers_with_their_unit_in_the_heading(callers: Callers) -> None:
    ProjectFactory(total_investment="81000.5", next_due_on=date(2026, 11, 3))
    row = sheet(callers, "projects/?format=xlsx&ordering=-id")[0]
    assert row["总投资（万元）"] == 81000.5
    assert datetime(2026, 11, 3) in row.values()  # noqa: DTZ001
    assert sheet(callers, "projects/?format=csv&ordering=-id")[0]["总投资（万元）"] == "81000.5000"


def test_rows_say_whether_they_are_real(callers: Callers) -> None:
    demo = ProjectFactory(region=RegionFactory(code="990102", name="示范县"))
    PartyFactory(project=demo)
    rows = sheet(callers, "projects/?format=csv&scope=visible", who="administrator")
    worlds = [next(reversed(row.values())) for row in rows]
    assert len(set(worlds)) == 2


def test_a_file_is_downloaded_under_its_name(callers: Callers) -> None:
    answer = callers.plan_office.get("overdue/?format=csv")
    assert 'filename="overdue.csv"' in answer["Content-Disposition"]
    assert "2026-11-23.csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("path", ["projects/", "milestones/", "overdue/"])
def test_a_file_with_fictitious_rows_says_so_in_its_name(callers: Callers, path: str) -> None:
    def name() -> str:
        answer = callers.administrator.get(f"{path}?format=csv&scope=visible")
        return unquote(answer["Content-Disposition"])

    assert "模拟演示" not in name()
    demo = ProjectFactory(region=RegionFactory(code="990102", name="示范县"))
    MilestoneFactory(project=demo, due_on=date(2026, 11, 1))
    assert "''模拟演示-" in name()


def test_other_lists_have_no_file_form(callers: Callers) -> None:
    problem_of(callers.plan_office.get("regions/?format=csv"), 400, "invalid_input")
