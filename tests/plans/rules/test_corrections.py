"""What people corrected, applied to a reading; and found from what they read."""

import json
from typing import Any

import pytest

from plans.rules.corrections import InvalidCorrection, corrected, corrections_in
from plans.rules.differences import corrections_to

FIELDS = (
    *("box", "group", "name", "start", "end", "level", "parent", "regions", "sector", "facts"),
)


def row(name: str, start: int, **fields: Any) -> dict[str, Any]:
    return {
        "doc": "001",
        "box": "6",
        "group": "航空",
        "name": name,
        "start": start,
        "end": start + len(name),
        "level": "project",
        "parent": "",
        "regions": [],
        "sector": "0101",
        "facts": {},
        "note": "",
        **fields,
    }


AIRPORT, PARK = row("运城机场改扩建", 10, facts={"nature": "改扩建"}), row("航空园", 30)


def line(**fields: Any) -> str:
    return json.dumps({"doc": "001", "reason": "read again", **fields}, ensure_ascii=False)


def applied(*lines: str) -> list[dict[str, Any]]:
    return corrected([AIRPORT, PARK], corrections_in(lines), of="commitment")


def test_a_row_is_dropped() -> None:
    assert applied(line(action="drop", where={"name": "航空园", "box": "6"})) == [AIRPORT]


def test_a_row_is_changed_and_its_facts_one_by_one() -> None:
    change = {"sector": "0102", "facts": {"nature": None, "stage": "续建"}}
    first, second = applied(line(action="change", where={"start": 10, "end": 17}, set=change))
    assert first == {**AIRPORT, "sector": "0102", "facts": {"stage": "续建"}}
    assert second == PARK
    assert AIRPORT["facts"] == {"nature": "改扩建"}


def test_a_row_is_added_where_it_stands_in_the_text() -> None:
    added = {key: value for key, value in row("通用机场", 20).items() if key != "doc"}
    assert [one["name"] for one in applied(line(action="add", rows=[added]))] == [
        *("运城机场改扩建", "通用机场", "航空园")
    ]


def test_several_rows_are_changed_where_several_are_meant() -> None:
    rows = applied(line(action="change", many=True, where={"box": "6"}, set={"sector": "0102"}))
    assert {one["sector"] for one in rows} == {"0102"}


def test_a_sentence_that_means_other_rows_is_read_anew() -> None:
    both = {"name": "运城机场和航空园", "start": 10, "end": 33}
    where = [{"name": "运城机场改扩建"}, {"start": 30}]
    (only,) = applied(line(action="reread", where=where, rows=[both]))
    assert only == {"doc": "001", **both}


def test_rows_told_one_by_one_are_changed_alike() -> None:
    where = [{"name": "运城机场改扩建"}, {"name": "航空园"}]
    rows = applied(line(action="change", where=where, set={"level": "task"}))
    assert [one["level"] for one in rows] == ["task", "task"]


def test_corrections_of_the_outline_are_kept_apart() -> None:
    sections = [{"doc": "001", "key": "c01", "start": 0, "end": 90}]
    correction = line(of="outline", action="change", where={"key": "c01"}, set={"end": 80})
    assert corrected(sections, corrections_in([correction]), of="outline")[0]["end"] == 80
    assert applied(correction) == [AIRPORT, PARK]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (line(action="drop", where={"name": "铁路"}), "line 2: matches no row"),
        (line(action="drop", where={"box": "6"}), "line 2: matches 2 rows"),
        (line(action="rename", where={"box": "6"}), "line 2: the action is"),
        (line(action="drop"), "line 2: lacks where"),
        (line(action="change", where={"box": "6"}), "line 2: lacks set"),
        (line(action="add"), "line 2: lacks rows"),
        (line(action="drop", where={"box": "6"}, reason=""), "line 2: lacks reason"),
        (line(action="drop", where={"box": "6"}, why="x"), "line 2: knows no why"),
        ("{", "line 2: not JSON"),
    ],
)
def test_what_cannot_be_applied_names_its_line(given: str, said: str) -> None:
    with pytest.raises(InvalidCorrection, match=said):
        applied("", given)


def roundtrip(
    read: list[dict[str, Any]], wanted: list[dict[str, Any]], **how: Any
) -> list[dict[str, Any]]:
    """The corrections found, proved by applying them."""
    found = list(corrections_to(read, wanted, fields=FIELDS, **how))
    lines = [json.dumps(correction, ensure_ascii=False) for correction in found]
    empty = row("", 0) | {"regions": [], "facts": {}}
    result = [{**empty, **one} for one in corrected(read, corrections_in(lines), of="commitment")]
    assert result == wanted
    return found


def test_the_same_needs_no_correction() -> None:
    assert roundtrip([AIRPORT, PARK], [AIRPORT, PARK]) == []


def test_what_differs_is_corrected_field_by_field() -> None:
    wanted = [{**AIRPORT, "name": "运城机场", "facts": {}}, {**PARK, "parent": "工程"}]
    assert [(one["where"]["start"], one["set"]) for one in roundtrip([AIRPORT, PARK], wanted)] == [
        (10, {"name": "运城机场", "facts": {"nature": None}}),
        (30, {"parent": "工程"}),
    ]


def test_what_is_missing_is_added_and_what_is_too_much_dropped() -> None:
    found = roundtrip([AIRPORT, row("加强合作", 50)], [AIRPORT, PARK])
    assert [(one["action"], one["reason"]) for one in found] == [
        ("add", "was not found"),
        ("drop", "no undertaking of its own"),
    ]


def test_what_a_sentence_means_otherwise_is_one_correction() -> None:
    read, wanted = [AIRPORT, row("及园", 31)], [AIRPORT, row("航空园及园区", 30)]
    (only,) = roundtrip(read, wanted, sentence=lambda one: one["start"] // 30)
    assert (only["action"], only["reason"]) == ("reread", "the words were cut otherwise")


def test_rows_that_differ_alike_are_one_correction() -> None:
    wanted = [{**one, "level": "task"} for one in (AIRPORT, PARK)]
    (only,) = roundtrip([AIRPORT, PARK], wanted)
    assert [where["start"] for where in only["where"]] == [10, 30]


def test_a_sector_that_a_whole_group_shares_is_one_correction() -> None:
    wanted = [{**one, "sector": "0102"} for one in (AIRPORT, PARK)]
    (only,) = roundtrip([AIRPORT, PARK], wanted)
    assert only["many"]
    assert only["where"] == {"box": "6", "group": "航空", "sector": "0101"}


def test_a_box_without_works_is_dropped_as_one() -> None:
    other = row("推进合作", 90, box="7")
    (only,) = roundtrip([AIRPORT, other, row("加强对接", 96, box="7")], [AIRPORT])
    assert (only["action"], only["where"]) == ("drop", {"box": "7"})
