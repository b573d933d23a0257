"""Lists 「名单」, their entries, and the year's plans that are frozen when a list is issued."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from directory.errors import RuleViolation
from directory.models import Region, Role, User
from directory.unit import UnitOfWork, locked, unit_of_work
from projects import policy
from projects.models import (
    AnnualPlan,
    AnnualPlanMonth,
    ListEntry,
    ProjectList,
    SeasonalCurve,
)
from projects.services.access import locked_project, need_reason
from projects.services.lights import settle

CENT = Decimal("0.0001")


def create_list(
    *, code: str, name: str, region_code: str, year: int | None, actor: User, now: datetime
) -> ProjectList:
    """Begin a list as a draft."""
    region = Region.objects.filter(pk=region_code).first()
    if region is None:
        raise RuleViolation("region_unknown", field="region", params={"code": region_code})
    _require(actor, region_code)
    with unit_of_work("list.create", actor=actor, now=now) as work:
        return work.create(ProjectList(code=code, name=name, region=region, year=year))


def add_entry(
    *,
    list_id: int,
    project_id: int,
    actor: User,
    now: datetime,
    entered_on: date,
    number: str = "",
    printed: Mapping[str, Any] | None = None,
    reason: str = "",
) -> ListEntry:
    """Put a project on a list with its number and figures as printed; after the list is issued
    only with a reason 「调入」."""
    with unit_of_work("list.add_entry", actor=actor, now=now, reason=reason) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.MANAGE_LISTS)
        project_list = _open_list(list_id, actor)
        if _is_issued(project_list):
            reason = need_reason(reason)
        standing = ListEntry.objects.filter(project_list=project_list, project=project)
        if standing.filter(left_on__isnull=True).exists():
            raise RuleViolation("already_in_list", field="project")
        return work.create(
            ListEntry(
                project_list=project_list,
                project=project,
                number=number,
                printed=dict(printed or {}),
                entered_on=entered_on,
                entered_reason=reason,
            )
        )


def remove_entry(
    *, entry_id: int, left_on: date, leaving: str, reason: str, actor: User, now: datetime
) -> ListEntry:
    """Take a project off a list with date and reason 「调出」; the entry stays readable.

    Raises `invalid` for a kind of leaving that is none or a day before it came in.
    """
    reason = need_reason(reason)
    if leaving not in ListEntry.Leaving.values:
        raise RuleViolation("invalid", field="leaving", params={"detail": leaving})
    with unit_of_work("list.remove_entry", actor=actor, now=now, reason=reason) as work:
        standing = ListEntry.objects.visible_to(actor).filter(left_on__isnull=True)
        entry = locked(standing, entry_id)
        _open_list(entry.project_list_id, actor)
        if entry.entered_on is not None and left_on < entry.entered_on:
            raise RuleViolation("invalid", field="left_on", params={"detail": left_on})
        return work.change(entry, left_on=left_on, leaving=leaving, left_reason=reason)


def issue_list(
    *, list_id: int, document_number: str, issued_on: date, actor: User, now: datetime
) -> ProjectList:
    """Issue a list by its document: from now on its year's plans are frozen as printed."""
    with unit_of_work("list.issue", actor=actor, now=now) as work:
        project_list = _open_list(list_id, actor)
        if project_list.state != ProjectList.State.DRAFT:
            raise RuleViolation("list_not_draft")
        plans = list(
            AnnualPlan.objects.select_for_update()
            .filter(project_list=project_list, frozen_at__isnull=True)
            .order_by("id")
        )
        for plan in plans:
            plan.frozen_at = now
        work.change_all(plans, ["frozen_at"])
        return work.change(
            project_list,
            state=ProjectList.State.ISSUED,
            document_number=document_number,
            issued_on=issued_on,
        )


def set_annual_plan(
    *,
    project_id: int,
    year: int,
    year_class: str,
    investment: Decimal,
    actor: User,
    now: datetime,
    project_list: ProjectList | None = None,
    months: Sequence[Decimal] | None = None,
    target: str = "",
    finishes: bool = False,
    reason: str = "",
) -> AnnualPlan:
    """Set what a project is to do in a year (万元). `months` are twelve cumulative figures; without
    them the city's seasonal curve spreads the year.

    A plan that is frozen is kept and superseded by a revision, which needs a reason.
    """
    with unit_of_work("annual_plan.set", actor=actor, now=now, reason=reason) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.MANAGE_LISTS)
        # The list before its plans, as issuing locks them.
        issued = project_list is not None and _is_issued(_open_list(project_list.pk, actor))
        before = (
            AnnualPlan.objects.select_for_update(of=("self",))
            .filter(project=project, project_list=project_list, year=year, in_force=True)
            .first()
        )
        frozen = issued or (before is not None and before.frozen_at is not None)
        if frozen and not reason.strip():
            raise RuleViolation("plan_frozen", field="reason")
        if before is not None:
            work.change(before, in_force=False)
        plan = work.create(
            AnnualPlan(
                project=project,
                project_list=project_list,
                year=year,
                revision=before.revision + 1 if before else 1,
                year_class=year_class,
                finishes=finishes,
                investment=investment,
                target=target,
                frozen_at=now if frozen else None,
                reason=reason,
            )
        )
        _write_months(work, plan, months or spread(investment, project.region_id))
        settle(work, project)
        return plan


def spread(investment: Decimal, region_code: str) -> list[Decimal]:
    """A year's investment cumulated over the months by the city's curve, or the default one."""
    rows = SeasonalCurve.objects.order_by("month")
    shares = list(
        rows.filter(region_id=f"{region_code[:4]}00").values_list("cumulative_share", flat=True)
    ) or list(rows.filter(region__isnull=True).values_list("cumulative_share", flat=True))
    if len(shares) != 12:
        shares = [Decimal(month) / 12 for month in range(1, 13)]
    return [(investment * share).quantize(CENT) for share in shares]


def _write_months(work: UnitOfWork, plan: AnnualPlan, months: Sequence[Decimal]) -> None:
    if len(months) != 12:
        raise RuleViolation("invalid", field="months", params={"detail": len(months)})
    for month, (earlier, later) in enumerate(pairwise(months), start=2):
        if later < earlier:
            raise RuleViolation("months_falling", field="months", params={"month": month})
    work.create_all(
        [
            AnnualPlanMonth(annual_plan=plan, month=month, cumulative_investment=figure)
            for month, figure in enumerate(months, start=1)
        ]
    )


def _open_list(list_id: int, actor: User) -> ProjectList:
    project_list = locked(ProjectList.objects.visible_to(actor), list_id)
    _require(actor, project_list.region_id)
    if project_list.state == ProjectList.State.CLOSED:
        raise RuleViolation("list_closed")
    return project_list


def _is_issued(project_list: ProjectList) -> bool:
    return bool(project_list.state == ProjectList.State.ISSUED)


def _require(actor: User, region_code: str) -> None:
    offices = (Role.ADMINISTRATOR, Role.PLAN_OFFICE)
    if actor.role not in offices or not policy.runs_region(actor, region_code):
        raise policy.forbidden(policy.Action.MANAGE_LISTS)
