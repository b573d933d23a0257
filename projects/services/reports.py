"""Reports 「月报」: written by who owes the project, passed along the chain, firm once approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory import wording
from directory.clock import date_of
from directory.errors import Conflict, RuleViolation
from directory.models import Role, User
from directory.unit import UnitOfWork, unit_of_work
from projects import policy
from projects.models import Project, Report, ReportDecision, ReportRound, Status
from projects.queries.reports import completed_until, report_before, round_of
from projects.rules.periods import Period, period_of
from projects.services.access import kept_round, locked_project, locked_report, need_reason
from projects.services.lights import settle

WRITABLE = (
    "cumulative_investment",
    "progress_words",
    "progress_percent",
    "next_step",
    "problems",
    "correction_reason",
)
ASKED: Mapping[str, Sequence[str]] = {
    Status.CONCEIVED: ("progress_words",),
    Status.RESERVE: ("progress_words",),
    Status.CONSTRUCTION: ("cumulative_investment", "progress_words"),
    Status.PERFORMING: ("progress_words",),
}
"""What each pool is asked for; the other pools owe no report."""

LABELS = {
    "cumulative_investment": _("cumulative investment of the year"),
    "progress_words": _("progress in words"),
}
State = Report.State
Decision = ReportDecision.Kind


def save_draft(
    *,
    project_id: int,
    year: int,
    month: int,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Report:
    """Begin or continue the report of a period. Nothing is asked of a draft but its shape."""
    with unit_of_work("report.draft", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.REPORT)
        return _write(work, project, _asked(project, year, month), values, version=version)


def submit(
    *,
    project_id: int,
    year: int,
    month: int,
    values: Mapping[str, Any],
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Report:
    """Write a report and hand it to the first step of its chain, in one go."""
    with unit_of_work("report.submit", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.REPORT)
        report = _write(work, project, _asked(project, year, month), values, version=version)
        return _submit(work, project, report)


def report_no_change(
    *, project_id: int, year: int, month: int, actor: User, now: datetime
) -> Report:
    """「本月无变化」: the figures and words of the report before, in one click."""
    with unit_of_work("report.no_change", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.REPORT)
        asked = _asked(project, year, month)
        before = report_before(project, asked.period)
        same_year = before is not None and before.year == year
        values = {
            "cumulative_investment": before.cumulative_investment
            if before and same_year
            else Decimal(0),
            "progress_words": before.progress_words if before else project.progress_words,
            "progress_percent": before.progress_percent if before else None,
            "next_step": before.next_step if before else "",
        }
        report = _write(work, project, asked, values, no_change=True)
        return _submit(work, project, report)


def approve(
    *, report_id: int, actor: User, now: datetime, version: int | None = None, note: str = ""
) -> Report:
    """Pass a report on; at the last step of its chain it is approved, and its figures are the
    project's."""
    with unit_of_work("report.approve", actor=actor, now=now, reason=note) as work:
        project, report = locked_report(report_id, actor=actor, version=version)
        step = _check_step(actor, report)
        last = step >= len(report.chain())
        _record(work, report, Decision.APPROVE if last else Decision.PASS, step, note)
        if not last:
            return work.change(report, step=report.step + 1)
        # What comes to its end after the round was closed is firm at once.
        work.change(
            report,
            state=State.APPROVED,
            approved_at=now,
            locked_at=now if _is_closed(report.report_round) else None,
        )
        settle(work, project, **_written_to_project(project, report))
        return report


def return_report(
    *,
    report_id: int,
    note: str,
    actor: User,
    now: datetime,
    version: int | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Report:
    """Send a report back with the reason, and remarks per field where there are any."""
    note = need_reason(note, field="note")
    with unit_of_work("report.return", actor=actor, now=now, reason=note) as work:
        project, report = locked_report(report_id, actor=actor, version=version)
        step = _check_step(actor, report)
        _record(work, report, Decision.RETURN, step, note, remarks or {})
        work.change(report, state=State.RETURNED, step=0)
        settle(work, project)
        return report


@dataclass(frozen=True)
class Asked:
    """The period that a report is for, and the round that asks for it. A month that a round takes
    together with others, as 「1–2月」, is reported in the round's period."""

    period: Period
    begins: Period
    report_round: ReportRound | None


def _asked(project: Project, year: int, month: int) -> Asked:
    report_round = round_of(project, Period(year, month))
    if report_round is None:
        return Asked(Period(year, month), Period(year, month), None)
    report_round = kept_round(report_round.pk)
    first, last = report_round.first_month, report_round.month
    return Asked(Period(year, last), Period(year, first), report_round)


def refusal_of_month(
    project: Project, year: int, month: int, *, today: date
) -> RuleViolation | None:
    """Why nobody can report on a month, whatever he writes; None when one can."""
    report_round = round_of(project, Period(year, month))
    if report_round is None:
        return _refusal(project, Period(year, month), Period(year, month), today=today)
    first, last = report_round.first_month, report_round.month
    return _refusal(project, Period(year, last), Period(year, first), today=today)


def _refusal(
    project: Project, period: Period, begins: Period, *, today: date
) -> RuleViolation | None:
    if begins > period_of(today):
        return RuleViolation("period_in_future", field="month")
    if period.year < date_of(project.created_at).year - 1:
        return RuleViolation("period_before_register", field="year")
    return None


def _write(
    work: UnitOfWork,
    project: Project,
    asked: Asked,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    no_change: bool = False,
) -> Report:
    period = asked.period
    refused = _refusal(project, period, asked.begins, today=date_of(work.now))
    if refused is not None:
        raise refused
    fields = {key: value for key, value in values.items() if key in WRITABLE}
    percent = fields.get("progress_percent")
    if percent is not None and not 0 <= percent <= 100:
        raise RuleViolation("percent_range", field="progress_percent")
    fields |= _investment_of_month(project, period, fields)
    _check_round_open(asked.report_round, fields)
    fields |= {
        "pool": project.status,
        "no_change": no_change,
        "report_round": asked.report_round,
        "reported_by": work.actor,
        "on_behalf_of": _filled_in_for(work, project),
    }
    rows = Report.objects.select_for_update(of=("self",))
    report = rows.filter(project=project, year=period.year, month=period.month).first()
    if report is None:
        return work.create(Report(project=project, year=period.year, month=period.month, **fields))
    if version is not None and version != report.version:
        raise Conflict(seen=version, current=report.version)
    if report.state not in (State.DRAFT, State.RETURNED):
        raise RuleViolation("report_not_draft")
    return work.change(report, **fields)


def _follow(work: UnitOfWork, project: Project, report: Report) -> None:
    """The month after one that is handed in late grew by what was not known before; its
    cumulative figure, which somebody reported, stays."""
    after = (
        Report.objects.select_for_update(of=("self",))
        .filter(project=project, year=report.year, month__gt=report.month)
        .filter(cumulative_investment__isnull=False)
        .order_by("month", "id")
        .first()
    )
    if after is None or report.cumulative_investment is None:
        return
    investment = after.cumulative_investment - report.cumulative_investment
    if after.investment != investment:
        work.change(after, investment=investment)


def _check_round_open(report_round: ReportRound | None, fields: Mapping[str, Any]) -> None:
    if _is_closed(report_round) and not fields.get("correction_reason", "").strip():
        raise RuleViolation("report_locked", field="correction_reason")


def _is_closed(report_round: ReportRound | None) -> bool:
    return report_round is not None and report_round.state == ReportRound.State.CLOSED


def _investment_of_month(
    project: Project, period: Period, fields: Mapping[str, Any]
) -> dict[str, Decimal]:
    """The month's investment is what the cumulative figure grew by since the report before."""
    cumulative = fields.get("cumulative_investment")
    if cumulative is None:
        return {}
    before = report_before(project, period)
    same_year = before is not None and before.year == period.year
    earlier = (before.cumulative_investment if before and same_year else None) or Decimal(0)
    if cumulative < earlier and not fields.get("correction_reason", "").strip():
        raise RuleViolation(
            "report_falling",
            field="cumulative_investment",
            params={"before": earlier, "after": cumulative},
        )
    return {"investment": cumulative - earlier}


def _submit(work: UnitOfWork, project: Project, report: Report) -> Report:
    lacking = [
        LABELS[field]
        for field in ASKED.get(project.status, ())
        if getattr(report, field) in (None, "")
    ]
    if lacking:
        raise RuleViolation("report_incomplete", params={"fields": wording.names(lacking)})
    work.change(report, state=State.SUBMITTED, step=1, submitted_at=work.now)
    _record(work, report, Decision.SUBMIT, 0, "")
    _follow(work, project, report)
    settle(work, project)
    return report


def _filled_in_for(work: UnitOfWork, project: Project) -> Any:
    """「代填」: the lead department, when somebody of the offices reports in its place."""
    assert work.actor is not None
    if work.actor.role not in (Role.PLAN_OFFICE, Role.COUNTY_OFFICE, Role.ADMINISTRATOR):
        return None
    lead = project.parties.filter(part="lead").select_related("department").first()
    return lead.department if lead else None


def _check_step(actor: User, report: Report) -> int:
    """The step that a submitted report waits for. Raises unless the actor decides there."""
    if report.state != State.SUBMITTED:
        raise RuleViolation("report_not_submitted")
    if report.reported_by_id == actor.pk:
        raise RuleViolation("own_report")
    if not policy.may_review(actor, report):
        raise policy.forbidden(policy.Action.REVIEW_REPORT)
    return report.step


def _record(
    work: UnitOfWork,
    report: Report,
    kind: str,
    step: int,
    note: str,
    remarks: Mapping[str, str] | None = None,
) -> None:
    assert work.actor is not None
    work.create(
        ReportDecision(
            report=report,
            step=step,
            kind=kind,
            note=note,
            remarks=dict(remarks or {}),
            decided_by=work.actor,
            decided_at=work.now,
        )
    )


def _written_to_project(project: Project, report: Report) -> dict[str, Any]:
    """The figures of the latest approved report are the project's."""
    until = Period(report.year, report.month).last_day
    values: dict[str, Any] = {"completed_investment": completed_until(project)}
    if project.reported_until is None or until >= project.reported_until:
        values |= {
            "progress_words": report.progress_words,
            "progress_percent": report.progress_percent,
            "reported_until": until,
        }
    return values
