"""What the closing of a plan says in a file: the same words and figures for Excel and for Word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import PlanSection, Verdict
from plans.queries.closing import Closing, ClosingTally, TableRow
from plans.queries.verdicts import DetailedLine
from plans.rules.marking import readable

Cell = str | int | float | None


@dataclass(frozen=True)
class Paper:
    """A closing as it is given out: what was asked (`scope`, "" for everything), the closing table
    and the list of commitments, on one day."""

    closing: Closing
    scope: str
    table: Sequence[TableRow]
    total: ClosingTally
    rows: Sequence[DetailedLine]
    today: date

    @property
    def title(self) -> str:
        return _("Closing table")

    def head(self) -> list[str]:
        """The lines beneath the title."""
        plan = self.closing.plan
        period = f"{plan.period_start}—{plan.period_end}" if plan.period_end else _("no period")
        facts = [plan.number, plan.issuer, _("Period: %(period)s") % {"period": period}]
        lines = [plan.title, "　".join(one for one in facts if one)]
        lines.append(
            _("Verified %(confirmed)s of %(all)s; as of %(day)s")
            % {
                "confirmed": self.total.confirmed,
                "all": self.total.commitments,
                "day": date_format(self.today),
            }
        )
        if self.scope:
            lines.append(_("Only: %(scope)s") % {"scope": self.scope})
        if plan.region.is_fictitious:
            lines.append(_("Simulated data of a fictitious city"))
        return lines

    def table_head(self) -> list[str]:
        """The columns of the closing table."""
        return [
            _("Chapter, box"),
            _("Commitments"),
            *(str(kind.label) for kind in Verdict.Kind),
            _("To be verified"),
            _("of these with a proposal"),
            _("Done and mostly done (%)"),
        ]

    def table_rows(self) -> Iterable[tuple[bool, list[Cell]]]:
        """Whether a row is a chapter's, and its cells; the total last."""
        for row in self.table:
            yield row.of_chapter, [self._title(row), *_figures(row.tally)]
        yield True, [_("Total"), *_figures(self.total)]

    def _title(self, row: TableRow) -> str:
        if row.of_chapter:
            words = f"{row.number} {row.title}".strip()
            return words or _("Outside the chapters")
        if not row.box:
            return "　" + _("Running text")
        number = _("Box %(box)s") % {"box": row.number} if row.number else ""
        return f"　{number} {row.title}".rstrip()

    def list_head(self) -> list[str]:
        """The columns of the list of commitments."""
        return [
            _("No."),
            _("Where it stands"),
            _("Commitment"),
            _("Words of the plan"),
            _("Project"),
            pgettext("heading", "Verdict"),
            _("Evidence"),
            _("Carried to"),
            _("Decided by"),
            _("Decided on"),
        ]

    def list_rows(self) -> Iterable[list[Cell]]:
        """The cells of each commitment."""
        for number, row in enumerate(self.rows, start=1):
            yield [number, self._place(row), row.line.name, *_told(row)]

    def _place(self, row: DetailedLine) -> str:
        section = self.closing.sections.get(row.line.box or row.line.chapter)
        if section is None:
            return ""
        if section.kind == PlanSection.Kind.BOX and section.number:
            return f"{_('Box %(box)s') % {'box': section.number}} {section.title}"
        return f"{section.number} {section.title}".strip()


def _figures(tally: ClosingTally) -> list[Cell]:
    counts: list[Any] = [getattr(tally, kind.value) for kind in Verdict.Kind]
    share = None if tally.share is None else float(tally.share)
    return [tally.commitments, *counts, tally.open, tally.proposed, share]


def _told(row: DetailedLine) -> list[Cell]:
    """Words, projects, verdict, evidence, what carries it on, who and when."""
    verdict = row.verdict
    told: list[Cell] = [
        readable(row.commitment.quote),
        "；".join(f"{one.name}（{one.code}，{one.get_status_display()}）" for one in row.projects),
    ]
    if verdict is None:
        return [*told, _open(row), row.line.proposed.sentence, "", "", ""]
    carried = verdict.carried_to
    return [
        *told,
        str(verdict.get_kind_display()),
        verdict.evidence,
        f"{carried.plan.title} · {carried.name}" if carried else "",
        str(verdict.decided_by),
        timezone.localtime(verdict.decided_at).date().isoformat(),
    ]


def _open(row: DetailedLine) -> str:
    kind = row.line.proposed.kind
    if not kind:
        return _("To be verified")
    return _("To be verified (proposed: %(verdict)s)") % {"verdict": Verdict.Kind(kind).label}
