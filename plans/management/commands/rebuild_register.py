"""`manage.py rebuild_register`: the plans read again, and the proof that the register follows."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plans.management.rebuilding import Files, differing_rows
from plans.rules.corrections import InvalidCorrection

_MOST_SHOWN = 20


class Command(BaseCommand):
    """Reads the texts of fixtures/plans and applies what people corrected."""

    help = "Read the plans' texts again, apply the corrections, and write or compare the fixtures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to write, to compare, or to record."""
        parser.add_argument("--check", action="store_true", help="compare, write nothing")
        parser.add_argument(
            "--record",
            action="store_true",
            help="write the corrections that lead from the reading to the files as they stand",
        )
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures" / "plans")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare. Raises CommandError for a wrong correction or a difference."""
        files = Files(options["folder"])
        try:
            texts = files.record() if options["record"] else files.rebuilt()
        except InvalidCorrection as error:
            raise CommandError(f"corrections: {error}") from error
        if options["check"]:
            self._compare(texts)
            return
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8", newline="\n")
            self.stdout.write(f"{path.name}: {text.count(chr(10))} lines")

    def _compare(self, texts: dict[Path, str]) -> None:
        differing = 0
        for path, text in texts.items():
            lines = differing_rows(path.read_text("utf-8"), text)
            differing += bool(lines)
            for line in lines[:_MOST_SHOWN]:
                self.stdout.write(f"{path.name} {line}")
        if differing:
            raise CommandError("reading and corrections do not give the fixtures")
        self.stdout.write("The texts, read again and corrected, give the fixtures.")
