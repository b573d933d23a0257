"""`manage.py read_plan`: what a plan document promises, straight from its file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.management.printing import printed
from plans.reader import UnreadableSource, open_source, read
from plans.reader.rows import KEYS, commitment_rows


class Command(BaseCommand):
    """Reads one file; nothing is stored."""

    help = "Read a plan (.docx, .pdf, .txt, .md, .html) and write what it commits to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the form and where the rows go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=("jsonl", "table"), default="jsonl")
        parser.add_argument("--output", type=Path, help="a file; without it, standard output")
        parser.add_argument(
            "--home", help="the region code of the plan's issuer; without it, the text tells"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows, in the text's order. Raises CommandError for a file without text."""
        file: Path = options["file"]
        try:
            source = open_source(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except UnreadableSource as refused:
            raise CommandError(f"{file}: {refused.detail}") from refused
        rows = commitment_rows(read(source, options["home"]), file.stem)
        text = printed(rows, KEYS, options["format"])
        if options["output"] is not None:
            options["output"].write_text(text, encoding="utf-8", newline="\n")
        else:
            self.stdout.write(text, ending="")
