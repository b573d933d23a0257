"""Write the catalogue of error codes into docs/glossary.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, override

from directory.errors import MESSAGES

BEGIN = "<!-- error codes: written by script/manage write_glossary -->\n"


class Command(BaseCommand):
    help = "Writes the catalogue of error codes into docs/glossary.md, or checks it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it agrees")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path: Path = settings.BASE_DIR / "docs" / "glossary.md"
        text = path.read_text(encoding="utf-8")
        head, mark, _old = text.partition(BEGIN)
        if not mark:
            raise CommandError(f"{path} has no line “{BEGIN.strip()}”.")
        written = head + BEGIN + catalogue()
        if check and written != text:
            raise CommandError("docs/glossary.md is out of date: run script/manage write_glossary.")
        if not check:
            path.write_text(written, encoding="utf-8")


def catalogue() -> str:
    """The codes with their sentences in Chinese and English, as a Markdown table."""
    with override("zh-hans"):
        rows = [f"| `{code}` | {gettext(text)} | {text} |" for code, text in MESSAGES.items()]
    return "\n".join(["", "| code | 中文 | English |", "|---|---|---|", *sorted(rows), ""])
