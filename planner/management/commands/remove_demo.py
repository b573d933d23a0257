"""`manage.py remove_demo`: takes the demonstration city away without a trace."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory import clock
from planner.demonstration.removal import remove_demo
from planner.demonstration.traces import RealRowInTheWay


class Command(BaseCommand):
    """Removes the fictitious city with its people, history, reminders and files."""

    help = "Remove the fictitious demonstration city; the real register is not touched."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove it in one transaction; a second run finds nothing to do."""
        try:
            removed = remove_demo(now=clock.now())
        except RealRowInTheWay as error:
            raise CommandError(f"A real row refers to the demonstration city: {error}") from error
        if removed.rows:
            self.stdout.write(
                f"示范市：{removed.projects} 个模拟项目及 {removed.rows} 行数据已清除。"
            )
        else:
            self.stdout.write("示范市不在库中，无可清除。")
