"""`manage.py export_commitments`: what the plans promise, to be held against another list."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.queries.export import KEYS, exported_commitments


class Command(BaseCommand):
    """Writes a row per commitment, always in the same order."""

    help = "Write the commitments of the plans as JSON Lines or as a table with tabs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form and where it goes."""
        parser.add_argument("--format", choices=("jsonl", "table"), default="jsonl")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows to the file or to standard output."""
        write = _as_lines if options["format"] == "jsonl" else _as_table
        text = "".join(f"{line}\n" for line in write(exported_commitments()))
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
    """One line of a table; line breaks inside a quote are shown as \\n."""
    if isinstance(value, list):
        return "|".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("\t", " ").replace("\r", "").replace("\n", "\\n")
