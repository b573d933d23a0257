"""`manage.py load_demo`: the fictitious demonstration city 示范市."""

from typing import Any

from django.core.management.base import BaseCommand

from directory import clock
from planner.demonstration.loader import load_demo


class Command(BaseCommand):
    """Loads the demonstration city, once."""

    help = "Load the fictitious demonstration city (nothing happens where it stands already)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it around today; `setup` or DEMO_PASSWORD gives its people their password."""
        loaded = load_demo(now=clock.now())
        if loaded.projects:
            self.stdout.write(f"示范市：{loaded.projects} 个模拟项目已载入。")
        else:
            self.stdout.write("示范市已在库中，未作改动。")
