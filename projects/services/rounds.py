"""The month's round of reports: opened with its deadline and chain, closed and then firm."""

from collections.abc import Sequence
from datetime import date, datetime

from directory.errors import RuleViolation
from directory.models import Region, Role, User
from directory.unit import locked, unit_of_work
from projects import policy
from projects.models import ProjectList, Report, ReportRound
from projects.models.report import CHAIN_STEPS, DEFAULT_CHAIN


def open_round(
    *,
    region_code: str,
    year: int,
    month: int,
    opens_on: date,
    due_on: date,
    actor: User,
    now: datetime,
    first_month: int | None = None,
    project_list: ProjectList | None = None,
    chain: Sequence[str] = DEFAULT_CHAIN,
) -> ReportRound:
    """Open a round for a region (and one of its lists). `first_month` before `month` makes one
    period of both, as 「1–2月」.

    Raises `invalid` for months that are none or a deadline before the first day.
    """
    first_month = first_month or month
    if not 1 <= first_month <= month <= 12:
        raise RuleViolation("invalid", field="month", params={"detail": f"{first_month}–{month}"})
    if due_on < opens_on:
        raise RuleViolation("invalid", field="due_on", params={"detail": due_on})
    region = Region.objects.filter(pk=region_code).first()
    if region is None:
        raise RuleViolation("region_unknown", field="region", params={"code": region_code})
    _require(actor, region_code)
    for step in chain:
        if step not in CHAIN_STEPS:
            raise RuleViolation("invalid", field="chain", params={"detail": step})
    with unit_of_work("round.open", actor=actor, now=now) as work:
        same = ReportRound.objects.filter(
            region=region, project_list=project_list, year=year, month=month
        )
        if same.exists():
            raise RuleViolation("round_exists")
        return work.create(
            ReportRound(
                region=region,
                project_list=project_list,
                year=year,
                first_month=first_month,
                month=month,
                opens_on=opens_on,
                due_on=due_on,
                chain=list(chain),
            )
        )


def close_round(
    *, round_id: int, actor: User, now: datetime, version: int | None = None
) -> ReportRound:
    """Close a round: its approved reports are firm; a correction after that leaves a trace and a
    reason."""
    with unit_of_work("round.close", actor=actor, now=now) as work:
        report_round = locked(ReportRound.objects.all(), round_id, version=version)
        _require(actor, report_round.region_id)
        if report_round.state == ReportRound.State.CLOSED:
            raise RuleViolation("round_closed")
        reports = list(
            Report.objects.select_for_update()
            .filter(report_round=report_round, state=Report.State.APPROVED)
            .order_by("id")
        )
        for report in reports:
            report.locked_at = now
        work.change_all(reports, ["locked_at"])
        return work.change(
            report_round, state=ReportRound.State.CLOSED, closed_at=now, closed_by=actor
        )


def _require(actor: User, region_code: str) -> None:
    offices = (Role.ADMINISTRATOR, Role.PLAN_OFFICE)
    if actor.role not in offices or not policy.runs_region(actor, region_code):
        raise policy.forbidden(policy.Action.MANAGE_ROUNDS)
