"""What is read about reports and their rounds."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from projects.models import Project, Report, ReportRound, Status
from projects.querysets import region_q
from projects.rules.periods import Period

OWES_REPORT = (Status.CONSTRUCTION,)
"""The pools asked every month; 谋划 and 达效 report by the quarter."""


def report_before(project: Project, period: Period) -> Report | None:
    """The last report handed in before a period, approved or on its way."""
    return (
        Report.objects.filter(project=project)
        .exclude(state=Report.State.DRAFT)
        .filter(Q(year__lt=period.year) | Q(year=period.year, month__lt=period.month))
        .order_by("-year", "-month", "-id")
        .first()
    )


def completed_until(project: Project) -> Decimal | None:
    """Investment completed since the beginning (万元): the last approved figure of each year; none
    while no figure has been reported."""
    rows = (
        Report.objects.filter(
            project=project,
            state=Report.State.APPROVED,
            cumulative_investment__isnull=False,
        )
        .order_by("year", "-month", "-id")
        .distinct("year")
    )
    figures = [
        one for one in rows.values_list("cumulative_investment", flat=True) if one is not None
    ]
    return sum(figures, Decimal(0)) if figures else None


def round_of(project: Project, period: Period) -> ReportRound | None:
    """The round in which a project reports a month: that of its county or city, or else that of
    one of its lists."""
    city = f"{project.region_id[:4]}00"
    rows = ReportRound.objects.filter(
        year=period.year, first_month__lte=period.month, month__gte=period.month
    )
    return (
        rows.filter(
            Q(project_list__isnull=True, region__in=(city, project.region_id))
            | Q(
                project_list__entries__project=project,
                project_list__entries__left_on__isnull=True,
            )
        )
        .order_by(F("project_list_id").asc(nulls_first=True), "-region_id", "id")
        .first()
    )


def owing_reports(report_round: ReportRound) -> QuerySet[Project]:
    """The projects that a round asks for a report."""
    rows = Project.objects.in_register().filter(status__in=OWES_REPORT)
    if report_round.project_list_id:
        return rows.in_list(report_round.project_list_id)
    return rows.filter(region_q(report_round.region_id))


def not_reported(report_round: ReportRound) -> QuerySet[Project]:
    """The projects of a round without a report handed in."""
    handed_in = Report.objects.filter(
        year=report_round.year,
        month=report_round.month,
        state__in=Report.HANDED_IN,
    )
    return owing_reports(report_round).exclude(id__in=handed_in.values("project"))


def open_rounds(today: date) -> QuerySet[ReportRound]:
    """The rounds that run today."""
    return ReportRound.objects.filter(state=ReportRound.State.OPEN, opens_on__lte=today)
