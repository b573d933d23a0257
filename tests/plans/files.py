"""The plans' files, copied for a test that corrects or spoils them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"


def place_of(rows: list[dict[str, Any]], key: str) -> int:
    """Where in the file a commitment stands, counted from 0."""
    return next(place for place, row in enumerate(rows) if row["id"] == key)


def row_of(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """The row of a commitment."""
    return rows[place_of(rows, key)]


def rewrite(folder: Path, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    """Let `change` work on the rows of the commitments."""
    path = folder / "commitments.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    change(rows)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")
