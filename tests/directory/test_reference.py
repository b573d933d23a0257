"""Regions, zones, departments and the calendar from their files, as often as one likes."""

import csv
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from directory.errors import RuleViolation
from directory.models import (
    CalendarDay,
    CalendarYear,
    Department,
    OutboxEntry,
    Region,
    Zone,
)
from directory.services.fixture_files import REFERENCE
from directory.services.reference import load_reference

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], Any]) -> None:
    """Let `change` work on the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def traces() -> dict[str, Any]:
    """What a second run must leave as it is."""
    return {
        "departments": list(Department.objects.order_by("pk").values_list("pk", "version")),
        "history": Department.pgh_event_model.objects.count(),  # type: ignore[attr-defined]
        "outbox": OutboxEntry.objects.count(),
        "regions": Region.objects.count(),
        "zones": Zone.objects.count(),
        "days": CalendarDay.objects.count(),
    }


def test_everything_of_the_files_is_there() -> None:
    load_reference(now=NOW)
    assert Region.objects.filter(level=Region.Level.CITY).count() == 11
    assert Region.objects.filter(level=Region.Level.COUNTY).count() == 117
    assert Region.objects.get(code="140802").parent_id == "140800"
    airport = Department.objects.get(code="140800-jtj")
    assert (airport.name, airport.region_id) == ("运城市交通运输局", "140800")
    assert Zone.objects.get(code="140830-K01").region_id == "140830"
    assert Zone.objects.get(code="140800-K01").counted_apart
    assert not Zone.objects.get(code="140830-K01").counted_apart
    shifted = CalendarDay.objects.get(date=date(2026, 2, 14))
    assert shifted.kind == CalendarDay.Kind.WORKDAY
    assert CalendarYear.objects.get(year=2027).state == CalendarYear.State.PROVISIONAL


def test_a_second_run_changes_nothing() -> None:
    load_reference(now=NOW)
    before = traces()
    again = load_reference(now=LATER)
    assert traces() == before
    assert not any(again.created.values())
    assert not again.differences


def test_what_an_office_corrected_stays_and_is_told() -> None:
    load_reference(now=NOW)
    Department.objects.filter(code="140800-wwj").update(name="运城市文物保护局")
    Zone.objects.filter(code="140828-K01").update(level="provincial")
    again = load_reference(now=LATER)
    assert Department.objects.get(code="140800-wwj").name == "运城市文物保护局"
    assert Zone.objects.get(code="140828-K01").level == "provincial"
    told = {(one.file, one.key, one.column, one.stored, one.given) for one in again.differences}
    assert told == {
        ("departments.csv", "140800-wwj", "name", "运城市文物保护局", "运城市文物局"),
        ("zones.csv", "140828-K01", "level", "provincial", "unconfirmed"),
    }


def test_a_row_that_is_missing_comes_back() -> None:
    load_reference(now=NOW)
    CalendarDay.objects.filter(year=2026).delete()
    Department.objects.get(code="140800-wwj").delete()
    again = load_reference(now=LATER)
    assert again.created["departments.csv"] == 1
    # Days belong to their year: what somebody took out of a final year is told, not put back.
    assert not CalendarDay.objects.filter(year=2026).exists()
    assert {one.file for one in again.differences} == {"calendar.csv"}


def test_a_parent_may_stand_below_its_department(folder: Path) -> None:
    def hang(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["code"] == "140800-wwj")["parent"] = "140800-zrzyj"

    rewrite(folder / "departments.csv", hang)
    load_reference(now=NOW, folder=folder)
    parent = Department.objects.get(code="140800-wwj").parent
    assert parent is not None
    assert parent.code == "140800-zrzyj"


def test_the_notice_replaces_a_provisional_year(folder: Path) -> None:
    load_reference(now=NOW, folder=folder)
    guess = date(2027, 5, 3)
    CalendarDay.objects.create(date=guess, kind="holiday", name="劳动节", year_id=2027)

    def settle(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["year"] == "2027")
        row.update(state="final", notice="国办发明电〔2026〕0号")

    def days(rows: list[dict[str, str]]) -> None:
        named = {"kind": "holiday", "name": "元旦", "source": "notice"}
        rows.append({"date": "2027-01-01", "year": "2027", **named})

    rewrite(folder / "calendar_years.csv", settle)
    rewrite(folder / "calendar.csv", days)
    load_reference(now=LATER, folder=folder)
    assert CalendarYear.objects.get(year=2027).state == CalendarYear.State.FINAL
    assert list(CalendarDay.objects.filter(year=2027).values_list("date", flat=True)) == [
        date(2027, 1, 1)
    ]
    # And a final year never becomes provisional again.
    load_reference(now=LATER)
    assert CalendarYear.objects.get(year=2027).state == CalendarYear.State.FINAL


@pytest.mark.parametrize(
    ("file", "key", "column", "value", "expected"),
    [
        ("regions.csv", "140802", "code", "14080", r"\d{6}"),
        ("regions.csv", "140802", "level", "town", "city, county, province"),
        ("regions.csv", "140802", "parent", "149900", "149900"),
        ("regions.csv", "140802", "parent", "140500", "代码前几位"),
        ("regions.csv", "140802", "lon", "east", "east"),
        ("regions.csv", "140802", "name", "", ""),
        ("zones.csv", "140830-K01", "region", "140899", "140899"),
        ("departments.csv", "140800-jtj", "kind", "club", "bureau"),
        ("departments.csv", "140800-jtj", "parent", "140800-xxx", "140800-xxx"),
        ("departments.csv", "140800-jtj", "name", "局" * 81, "80"),
        ("calendar.csv", "2026-01-01", "date", "1.1.2026", "1.1.2026"),
        ("calendar.csv", "2026-01-01", "kind", "party", "workday"),
        ("calendar.csv", "2026-01-01", "year", "2031", "2031"),
        ("calendar_years.csv", "2026", "notice", "", ""),
    ],
)
def test_a_bad_cell_says_where_and_what_was_expected(
    folder: Path, file: str, key: str, column: str, value: str, expected: str
) -> None:
    line = 0

    def spoil(rows: list[dict[str, str]]) -> None:
        nonlocal line
        keys = [next(iter(row.values())) for row in rows]
        line = keys.index(key) + 2
        rows[keys.index(key)][column] = value

    rewrite(folder / file, spoil)
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    params = refused.value.params or {}
    assert refused.value.code == "file_row"
    assert (params["file"], params["row"], params["column"]) == (file, line, column)
    assert expected in str(refused.value)
    assert not Region.objects.exists()


def test_a_code_stands_once(folder: Path) -> None:
    path = folder / "zones.csv"
    text = path.read_text("utf-8")
    path.write_text(text + text.splitlines()[-1] + "\n", "utf-8")
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    params = refused.value.params or {}
    assert (params["file"], params["row"], params["column"]) == ("zones.csv", 24, "code")


def test_a_missing_column_is_named(folder: Path) -> None:
    path = folder / "zones.csv"
    path.write_text(path.read_text("utf-8").replace("aliases", "also", 1), "utf-8")
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    params = refused.value.params or {}
    assert (params["file"], params["row"], params["column"]) == ("zones.csv", 1, "aliases")


def test_a_row_that_is_too_short_is_named(folder: Path) -> None:
    path = folder / "zones.csv"
    path.write_text(path.read_text("utf-8") + "140802-K09,某区\n", "utf-8")
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    assert (refused.value.params or {})["row"] == 24
