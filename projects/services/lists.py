"""Lists 「名单」, their entries, and the year's plans that are frozen when a list is issued."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from directory.clock import date_of
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

    Raises `choice_unknown` for a kind of leaving that is none, `leaving_in_future` and
    `leaving_before_entry`.
    """
    reason = need_reason(reason)
    _one_of(ListEntry.Leaving.values, leaving, field="leaving")
    if left_on > date_of(now):
        raise RuleViolation("leaving_in_future", field="left_on", params={"date": left_on})
    with unit_of_work("list.remove_entry", actor=actor, now=now, reason=reason) as work:
        entry = _locked_entry(entry_id, actor)
        if entry.entered_on is not None and left_on < entry.entered_on:
            raise RuleViolation(
                "leaving_before_entry",
                field="left_on",
                params={"date": left_on, "entered": entry.entered_on},
            )
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

    A plan that is frozen is kept and superseded by a revision, which needs a reason. Raises
    `choice_unknown`, `figure_negative`, `months_twelve`, `months_falling` or
    `months_not_the_year` for what cannot be a year's plan.
    """
    _one_of(AnnualPlan.YearClass.values, year_class, field="year_class")
    if investment < 0:
        raise RuleViolation("figure_negative", field="investment")
    if months is not None:
        _check_months(months, investment)
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
        _write_months(
            work, plan, spread(investment, project.region_id) if months is None else months
        )
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


def _check_months(months: Sequence[Decimal], investment: Decimal) -> None:
    """Twelve cumulative figures (万元) that begin at 0 or above, never fall, and end with the
    year's investment."""
    if len(months) != 12:
        raise RuleViolation("months_twelve", field="months", params={"count": len(months)})
    if months[0] < 0:
        raise RuleViolation("figure_negative", field="months")
    for month, (earlier, later) in enumerate(pairwise(months), start=2):
        if later < earlier:
            raise RuleViolation("months_falling", field="months", params={"month": month})
    if months[-1] != investment:
        raise RuleViolation(
            "months_not_the_year",
            field="months",
            params={"last": months[-1], "investment": investment},
        )


def _write_months(work: UnitOfWork, plan: AnnualPlan, months: Sequence[Decimal]) -> None:
    work.create_all(
        [
            AnnualPlanMonth(annual_plan=plan, month=month, cumulative_investment=figure)
            for month, figure in enumerate(months, start=1)
        ]
    )


def _locked_entry(entry_id: int, actor: User) -> ListEntry:
    """Lock an entry that stands in its list, after its project and its list, as all do."""
    standing = ListEntry.objects.visible_to(actor).filter(left_on__isnull=True)
    project_id, list_id = standing.values_list("project_id", "project_list_id").get(pk=entry_id)
    locked_project(project_id, actor=actor, action=None)
    _open_list(list_id, actor)
    # Asked again under the locks: somebody may have taken it off in the meantime.
    return locked(ListEntry.objects.filter(left_on__isnull=True), entry_id)


def _one_of(allowed: Sequence[str], value: str, *, field: str) -> None:
    if value not in allowed:
        raise RuleViolation(
            "choice_unknown", field=field, params={"value": value, "choices": ", ".join(allowed)}
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
