from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from api.documentation import description

FILE = Path("docs") / "openapi.yaml"


class Command(BaseCommand):
    """Writes the description of the API to docs/openapi.yaml; a test finds when it is old."""

    help = "Writes the description of the API to docs/openapi.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / FILE).write_bytes(description())
        self.stdout.write(str(FILE))
