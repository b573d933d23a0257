"""A file that does not hold is refused as a whole, with the row and what was expected there."""

from pathlib import Path
from typing import Any

import pytest

from directory.errors import RuleViolation
from plans.models import Plan
from plans.services.library import load_library
from tests.factories import NOW
from tests.plans.files import place_of, rewrite

Row = dict[str, Any]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"quote": "运城机场扩建"}, "quote"),
        ({"start": 34376}, "quote"),
        ({"end": 99_999_999}, "end"),
        ({"end": 34377}, "end"),
        ({"plan": "运政发〔2021〕21号"}, "plan"),
        ({"doc": "009"}, "doc"),
        ({"level": "wish"}, "level"),
        ({"parent": "没有的工程"}, "parent"),
        ({"regions": ["140899"]}, "regions"),
        ({"sector": "9901"}, "sector"),
        ({"sector": ""}, "sector"),
        ({"name": ""}, "name"),
        ({"facts": []}, "facts"),
        ({"id": "001-06-02"}, "id"),
    ],
)
def test_a_row_that_does_not_hold_is_refused_and_nothing_is_loaded(
    reference: None, folder: Path, change: Row, column: str
) -> None:
    places = []

    def spoil(rows: list[Row]) -> None:
        places.append(place_of(rows, "001-06-01") + 1)
        rows[places[0] - 1].update(change)

    rewrite(folder, spoil)
    with pytest.raises(RuleViolation) as refused:
        load_library(now=NOW, folder=folder)
    params = refused.value.params or {}
    assert (refused.value.code, params["file"]) == ("file_row", "commitments.jsonl")
    assert params["column"] == column
    assert params["row"] == places[0] + (column == "id")
    assert not Plan.objects.exists()


def test_a_text_that_was_touched_is_refused(reference: None, folder: Path) -> None:
    path = folder / "texts" / "001.txt"
    path.write_bytes(path.read_bytes().replace(b"\n\n", b"\n", 1))
    with pytest.raises(RuleViolation) as refused:
        load_library(now=NOW, folder=folder)
    assert (refused.value.params or {})["column"] == "sha256"
