"""The facts that the lights look at, gathered for many projects in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q
from django.db.models.functions import Least

from directory.clock import date_of
from projects.models import (
    AnnualPlan,
    AnnualPlanMonth,
    FundBatchEntry,
    LightRule,
    LightTransition,
    Milestone,
    MilestoneKind,
    Project,
    Report,
    ReportDecision,
    ReportRound,
    StatisticsRegistration,
    Status,
    WorkState,
)
from projects.rules.lights import DueMilestone, Facts, FundPace, Pace, Rule
from projects.rules.periods import period_of

PER_CENT = Decimal(100)
TENTH = Decimal("0.1")


def light_rules() -> list[Rule]:
    """The rules in force, in the order of their codes."""
    return [
        Rule(
            code=row.code,
            measure=row.measure,
            thresholds=row.thresholds,
            compare=row.params.get("compare", {}),
            sentence_zh=row.sentence_zh,
            sentence_en=row.sentence_en,
            notes={"zh": row.params["note_zh"], "en": row.params["note_en"]}
            if "note_zh" in row.params
            else {},
            statuses=row.scope.get("statuses", ()),
        )
        for row in LightRule.objects.filter(active=True).order_by("code")
    ]


def light_facts(projects: Collection[Project], *, today: date) -> Mapping[int, Facts]:
    """The facts of each project as the register holds them today."""
    ids = [project.pk for project in projects]
    milestones = _milestones(ids)
    unregistered = set(
        StatisticsRegistration.objects.filter(project__in=ids)
        .exclude(state__in=("registered", "not_due"))
        .values_list("project_id", flat=True)
    )
    paces = _paces(ids, today=today)
    funds = _funds(ids, today=today)
    missed = _missed_periods(projects, today=today)
    month_ends = _lights_at_month_ends(ids, today=today)
    facts: dict[int, Facts] = {}
    for project in projects:
        rows = milestones[project.pk]
        facts[project.pk] = Facts(
            status=project.status,
            seasonal_stop=project.work_state == WorkState.SEASONAL_STOP,
            planned_start_on=next(
                (row.due_on for row in rows if row.kind == MilestoneKind.START and row.due_on), None
            ),
            started_on=project.started_on,
            registered=project.pk not in unregistered,
            open_milestones=[
                DueMilestone(row.name, row.due_on, row.critical)
                for row in rows
                if row.state == Milestone.State.OPEN and row.due_on
            ],
            has_dates=any(row.due_on for row in rows),
            pace=paces.get(project.pk),
            funds=funds[project.pk],
            missed_periods=missed[project.pk],
            lights_at_month_ends=month_ends[project.pk],
        )
    return facts


def _milestones(ids: Collection[int]) -> Mapping[int, list[Milestone]]:
    rows = (
        Milestone.objects.filter(project__in=ids)
        .exclude(state=Milestone.State.DROPPED)
        .only("project_id", "name", "kind", "state", "due_on", "critical", "order")
        .order_by("project_id", "order", "id")
    )
    by_project: dict[int, list[Milestone]] = defaultdict(list)
    for row in rows:
        by_project[row.project_id].append(row)
    return by_project


def _paces(ids: Collection[int], *, today: date) -> Mapping[int, Pace]:
    """Approved investment of the year against the plan cumulated to the same month 「较序时」.

    The month compared is the last whose report is approved: pace is never judged against a
    month of which nothing could be known yet.
    """
    plans = {
        plan.project_id: plan
        for plan in AnnualPlan.objects.filter(
            project__in=ids, year=today.year, in_force=True, investment__gt=0
        ).order_by("id")
    }
    planned = {
        (month.annual_plan_id, month.month): month.cumulative_investment
        for month in AnnualPlanMonth.objects.filter(annual_plan__in=plans.values())
    }
    reports = (
        Report.objects.filter(
            project__in=plans,
            year=today.year,
            state=Report.State.APPROVED,
            cumulative_investment__isnull=False,
        )
        .order_by("project_id", "-month", "-id")
        .distinct("project_id")
    )
    paces: dict[int, Pace] = {}
    for report in reports:
        plan = plans[report.project_id]
        due = planned.get((plan.pk, report.month))
        if due is None or report.cumulative_investment is None:
            continue
        paces[report.project_id] = Pace(
            completed_percent=_percent(report.cumulative_investment, plan.investment),
            planned_percent=_percent(due, plan.investment),
        )
    return paces


def _funds(ids: Collection[int], *, today: date) -> Mapping[int, list[FundPace]]:
    """Funds of which the start that they demand is past: paid against the share of the year."""
    by_project: dict[int, list[FundPace]] = defaultdict(list)
    entries = FundBatchEntry.objects.filter(
        project__in=ids, start_due_on__lt=today, amount__gt=0
    ).select_related("batch")
    for entry in entries.order_by("id"):
        days = (today - entry.batch.received_on).days
        required = min(Decimal(days) / Decimal(365), Decimal(1)) * PER_CENT
        by_project[entry.project_id].append(
            FundPace(
                fund=entry.batch.number,
                paid_percent=_percent(entry.paid, entry.amount),
                required_percent=required.quantize(TENTH),
            )
        )
    return by_project


def _missed_periods(projects: Collection[Project], *, today: date) -> Mapping[int, list[str]]:
    """The latest round of a project's region whose deadline passed without its report.

    One made up after the deadline still counts: it turns yellow and not green until the next
    round is reported in time.
    """
    missed: dict[int, list[str]] = defaultdict(list)
    reporting = [one for one in projects if one.status == Status.CONSTRUCTION]
    if not reporting:
        return missed
    rounds: dict[str, ReportRound] = {}
    due = ReportRound.objects.filter(due_on__lt=today, project_list__isnull=True)
    for one in due.order_by("year", "month", "id"):
        rounds[one.region_id] = one
    if not rounds:
        return missed
    wanted = Q(pk__in=[])
    for one in rounds.values():
        wanted |= Q(year=one.year, month=one.month)
    # One that was handed in in time and came back for a mistake was not missed.
    first_step = Q(decisions__kind=ReportDecision.Kind.SUBMIT)
    submitted: dict[tuple[int, int, int], date] = {
        (pid, year, month): date_of(at)
        for pid, year, month, at in Report.objects.filter(
            wanted, project__in=reporting, state__in=Report.HANDED_IN
        )
        .order_by()
        .values_list("project_id", "year", "month")
        .annotate(at=Least("submitted_at", Min("decisions__decided_at", filter=first_step)))
        if at is not None
    }
    for project in reporting:
        own = [rounds.get(code) for code in (project.region_id, f"{project.region_id[:4]}00")]
        round_ = max(
            (one for one in own if one), key=lambda one: (one.year, one.month), default=None
        )
        if round_ is None or date_of(project.created_at) > round_.due_on:
            continue
        submitted_on = submitted.get((project.pk, round_.year, round_.month))
        if submitted_on is None or submitted_on > round_.due_on:
            missed[project.pk].append(str(round_))
    return missed


def _lights_at_month_ends(ids: Collection[int], *, today: date) -> Mapping[int, list[str]]:
    """The lights at the last two month ends, the latest first."""
    this_month = period_of(today)
    ends: dict[int, list[str]] = defaultdict(list)
    for month in (this_month, this_month.before):
        rows = (
            LightTransition.objects.filter(project__in=ids, on__lt=month.first_day)
            .order_by("project_id", "-on", "-id")
            .distinct("project_id")
        )
        for project_id, light in rows.values_list("project_id", "after"):
            ends[project_id].append(light)
    return ends


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * PER_CENT).quantize(TENTH)
