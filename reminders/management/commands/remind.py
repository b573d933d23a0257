"""`remind`: plan, compose and deliver at once, for operators."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import clock
from reminders.services import composing, delivering, planning

STEPS = ("plan", "compose", "deliver")


class Command(BaseCommand):
    """Does what beat does every working day, and prints what came of it."""

    help = "Plans, composes and delivers the reminders of a working day (all three by default)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the steps and the day."""
        parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(STEPS))
        parser.add_argument("--date", help="the working day, YYYY-MM-DD; today by default")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in their order."""
        steps = options["steps"] or STEPS
        if unknown := set(steps) - set(STEPS):
            raise CommandError(f"Unknown step {', '.join(sorted(unknown))}: {', '.join(STEPS)}.")
        day = _day(options["date"])
        if "plan" in steps:
            self._say("planned", planning.plan_day(today=day, now=clock.now()))
        if "compose" in steps:
            self._say("composed", composing.compose(day=day, now=clock.now()))
        if "deliver" in steps:
            self._say("delivered", delivering.deliver(clock=clock.now))

    def _say(self, step: str, counts: object) -> None:
        figures = ", ".join(f"{name} {count}" for name, count in vars(counts).items())
        self.stdout.write(f"{step}: {figures}")


def _day(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--date {text} is not a day (YYYY-MM-DD).") from error
