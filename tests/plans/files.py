"""The plans' files, copied for a test that corrects or spoils them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"


def rewrite(folder: Path, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    """Let `change` work on the rows of the commitments."""
    path = folder / "commitments.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    change(rows)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")
