"""`manage.py export_indicators`: the rows of the plans' indicator tables, to be held against
another list."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.queries.indicators import KEYS, exported_indicators


class Command(BaseCommand):
    """Writes a row per indicator, always in the same order."""

    help = "Write the indicators of the plans as JSON Lines or as a table with tabs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form and where it goes."""
        parser.add_argument("--format", choices=("jsonl", "table"), default="jsonl")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows to the file or to standard output."""
        write = _as_lines if options["format"] == "jsonl" else _as_table
        text = "".join(f"{line}\n" for line in write(exported_indicators()))
        if options["output"] is not None:
            options["output"].write_text(text, encoding="utf-8", newline="\n")
        else:
            self.stdout.write(text, ending="")


def _as_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False)


def _as_table(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "\t".join(KEYS)
    for row in rows:
        yield "\t".join(_cell(row[key]) for key in KEYS)


def _cell(value: Any) -> str:
    """One cell; the further columns as 「head=text」, an empty cell for what is not known."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(f"{head}={text}" for head, text in value)
    return str(value).replace("\t", " ").replace("\r", "").replace("\n", " ")
