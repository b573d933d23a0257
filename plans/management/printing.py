"""Rows on paper: JSON Lines, or a table with tabs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Rows = Iterable[dict[str, Any]]


def printed(rows: Rows, keys: Sequence[str], form: str) -> str:
    """Write rows as JSON Lines (jsonl) or as a table with a head; each line ends with a break."""
    lines = _as_lines(rows) if form == "jsonl" else _as_table(rows, keys)
    return "".join(f"{line}\n" for line in lines)


def _as_lines(rows: Rows) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


def _as_table(rows: Rows, keys: Sequence[str]) -> Iterator[str]:
    yield "\t".join(keys)
    for row in rows:
        yield "\t".join(_cell(row[key]) for key in keys)


def _cell(value: Any) -> str:
    """One line of a table; line breaks inside a quote are shown as \\n."""
    if isinstance(value, list):
        return "|".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\t", " ").replace("\r", "").replace("\n", "\\n")
