"""`manage.py check_register`: is every quote what its plan says, and what rests on it?"""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.queries.export import RegisterCheck, check_register


class Command(BaseCommand):
    """Proves the stored texts and quotes and prints a summary; fails when one does not hold."""

    help = "Verify every quote of the register against its plan and print a summary."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and fail when something does not hold."""
        found = check_register()
        for line in _summary(found):
            self.stdout.write(line)
        if found.errors:
            raise CommandError("\n".join(found.errors))
        self.stdout.write("Every quote is what its plan says.")


def _summary(found: RegisterCheck) -> list[str]:
    kinds, statuses = _counts(found.by_kind), _counts(found.by_status)
    confirmed, proposed = found.leads_confirmed, found.leads_proposed
    return [
        f"{found.plans} plans, {found.commitments} commitments",
        f"{found.gaps} commitments without a project, {found.set_aside} set aside",
        f"{found.projects} projects of the real register: {kinds}; {statuses}",
        f"lead: {confirmed} confirmed, {proposed} proposed, {found.without_lead} without",
    ]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
