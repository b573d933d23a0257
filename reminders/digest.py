"""A digest: what one person is told on one working day, in their language. No database, no mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override, pgettext

PART_SIZE = 200
"""A longer digest is split: no mail program likes a table of a thousand rows."""


@dataclass(frozen=True)
class Item:
    """One thing that is owed; `days_late` is negative while the date lies ahead."""

    reminder_id: int
    project_id: int
    project: str
    region: str
    department: str
    due_on: date
    days_late: int
    milestone: str = ""
    period: str = ""

    @property
    def is_report(self) -> bool:
        return not self.milestone

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_URL}/projects/{self.project_id}/"

    @property
    def distance(self) -> str:
        """How far away the date is, in words: 还有 12 天, 逾期 47 天."""
        if self.days_late > 0:
            return ngettext("%(days)d day overdue", "%(days)d days overdue", self.days_late) % {
                "days": self.days_late
            }
        if self.days_late == 0:
            return gettext("due today")
        return ngettext("%(days)d day left", "%(days)d days left", -self.days_late) % {
            "days": -self.days_late
        }


@dataclass(frozen=True)
class Digest:
    """One part of what a person is told on a day."""

    name: str
    language: str
    day: date
    items: Sequence[Item]
    part: int = 1
    parts: int = 1
    simulated: bool = False

    @property
    def overdue(self) -> list[Item]:
        rows = [item for item in self.items if not item.is_report and item.is_late]
        return sorted(rows, key=_order)

    @property
    def coming(self) -> list[Item]:
        rows = [item for item in self.items if not item.is_report and not item.is_late]
        return sorted(rows, key=_order)

    @property
    def reports(self) -> list[Item]:
        return sorted((item for item in self.items if item.is_report), key=_order)

    def subject(self) -> str:
        """The subject line: what it is, of which day, and how much of each."""
        with override(self.language):
            counts = (
                (gettext("%(count)d overdue"), len(self.overdue)),
                (gettext("%(count)d coming due"), len(self.coming)),
                (gettext("%(count)d to report"), len(self.reports)),
            )
            figures = [text % {"count": count} for text, count in counts if count]
            text = gettext("Major projects, %(day)s: %(figures)s") % {
                "day": date_format(self.day, pgettext("day of a subject line", "M j")),
                "figures": pgettext("between figures", ", ").join(figures),
            }
            if self.parts > 1:
                text += gettext(" (part %(part)d of %(parts)d)") % {
                    "part": self.part,
                    "parts": self.parts,
                }
            return gettext("[Simulated: demonstration city] ") + text if self.simulated else text

    def text(self) -> str:
        """The plain text of the mail, which the inbox shows too."""
        return self._render("reminders/digest.txt")

    def html(self) -> str:
        return self._render("reminders/digest.html")

    def _render(self, template: str) -> str:
        context: dict[str, Any] = {
            "digest": self,
            "sections": [
                (heading, items)
                for heading, items in (
                    ("overdue", self.overdue),
                    ("coming", self.coming),
                    ("reports", self.reports),
                )
                if items
            ],
            "home": f"{settings.PUBLIC_URL}/my-work/",
        }
        with override(self.language):
            return render_to_string(template, context)


def split(items: Sequence[Item], size: int = PART_SIZE) -> list[list[Item]]:
    """Cut a long digest into parts, what is overdue the longest first."""
    ordered = sorted(items, key=lambda item: (item.is_report, *_order(item)))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


def _order(item: Item) -> tuple[date, str, int, str]:
    return item.due_on, item.project, item.project_id, item.milestone
