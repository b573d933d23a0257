"""`manage.py export_commitments`: what the plans promise, to be held against another list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from plans.management.printing import printed
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
        text = printed(exported_commitments(), KEYS, options["format"])
        if options["output"] is not None:
            options["output"].write_text(text, encoding="utf-8", newline="\n")
        else:
            self.stdout.write(text, ending="")
