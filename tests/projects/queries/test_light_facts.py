"""Each fact that the lights look at, from real rows."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.models import (
    AnnualPlan,
    AnnualPlanMonth,
    FundBatch,
    FundBatchEntry,
    LightRule,
    LightTransition,
    Milestone,
    Project,
    Report,
    StatisticsRegistration,
)
from projects.queries.light_facts import light_facts, light_rules
from projects.rules.lights import DueMilestone, Facts, FundPace, Pace
from projects.services import reports
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory, RoundFactory

TODAY = date(2026, 11, 23)
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
LONG_AGO = datetime.fromisoformat("2026-01-01T08:00+08:00")


def facts(project: Project, today: date = TODAY) -> Facts:
    fresh = Project.objects.get(pk=project.pk)
    return light_facts([fresh], today=today)[project.pk]


def report(project: Project, month: int, **values: Any) -> Report:
    given: dict[str, Any] = {
        "project": project,
        "year": 2026,
        "month": month,
        "pool": "construction",
        "state": "approved",
        "approved_at": NOW,
        **STAMPS,
    }
    return Report.objects.create(**(given | values))


def annual_plan(project: Project, year: int = 2026, **values: Any) -> AnnualPlan:
    plan = AnnualPlan.objects.create(
        project=project,
        year=year,
        year_class="continued",
        investment=Decimal(1000),
        **STAMPS,
        **values,
    )
    for month in range(1, 13):
        AnnualPlanMonth.objects.create(
            annual_plan=plan, month=month, cumulative_investment=Decimal(month * 80)
        )
    return plan


def test_nothing_known(cast: Cast) -> None:
    nothing = Facts(
        status="construction",
        open_milestones=[],
        funds=[],
        missed_periods=[],
        lights_at_month_ends=[],
    )
    assert facts(cast.project) == nothing


def test_milestones(cast: Cast) -> None:
    due = TODAY - timedelta(days=3)
    MilestoneFactory(project=cast.project, name="开工", kind="start", due_on=due, order=2)
    MilestoneFactory(project=cast.project, name="封顶", critical=True, due_on=TODAY, order=1)
    MilestoneFactory(project=cast.project, name="无日期")
    MilestoneFactory(project=cast.project, name="完成", state="done", actual_on=due, due_on=due)
    MilestoneFactory(project=cast.project, name="取消", state="dropped", due_on=due)

    found = facts(cast.project)

    assert found.open_milestones == [
        DueMilestone("封顶", TODAY, critical=True),
        DueMilestone("开工", due, critical=False),
    ]
    assert (found.planned_start_on, found.has_dates) == (due, True)


def test_a_date_that_was_kept_is_a_schedule_and_a_dropped_one_is_none(cast: Cast) -> None:
    MilestoneFactory(project=cast.project, state="dropped", due_on=TODAY)
    assert not facts(cast.project).has_dates
    MilestoneFactory(project=cast.project, state="done", actual_on=TODAY, due_on=TODAY)
    assert facts(cast.project).has_dates


def test_seasonal_stop_and_start(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(
        work_state="seasonal_stop", started_on=date(2026, 3, 1)
    )

    found = facts(cast.project)

    assert (found.seasonal_stop, found.started_on) == (True, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("state", "registered"),
    [("due", False), ("filed", False), ("registered", True), ("not_due", True)],
)
def test_the_statistics_register(cast: Cast, state: str, registered: bool) -> None:
    StatisticsRegistration.objects.create(project=cast.project, state=state, **STAMPS)

    assert facts(cast.project).registered == registered


def test_pace_is_judged_at_the_last_approved_month(cast: Cast) -> None:
    annual_plan(cast.project)
    assert facts(cast.project).pace is None
    report(cast.project, 8, cumulative_investment=Decimal(500))
    report(cast.project, 9, cumulative_investment=Decimal("555.5"))
    report(
        cast.project,
        10,
        cumulative_investment=Decimal(9),
        state="submitted",
        step=1,
        submitted_at=NOW,
    )

    assert facts(cast.project).pace == Pace(Decimal("55.6"), Decimal("72.0"))
    assert facts(cast.project, date(2027, 1, 10)).pace is None


def test_only_the_plan_in_force_counts_and_one_of_nothing_is_none(cast: Cast) -> None:
    superseded = annual_plan(cast.project, in_force=False)
    report(cast.project, 9, cumulative_investment=Decimal(500))
    assert facts(cast.project).pace is None
    AnnualPlan.objects.filter(pk=superseded.pk).update(in_force=True, investment=0)
    assert facts(cast.project).pace is None


def test_a_fund_demands_from_the_day_its_start_is_past(cast: Cast) -> None:
    batch = FundBatch.objects.create(
        source="special_bond",
        number="晋财债〔2026〕8号",
        received_on=date(2026, 4, 14),
        amount=1000,
        region_id="140800",
        **STAMPS,
    )
    entry = FundBatchEntry.objects.create(
        batch=batch,
        project=cast.project,
        amount=200,
        paid=50,
        start_due_on=TODAY,
        **STAMPS,
    )
    assert facts(cast.project).funds == []
    FundBatchEntry.objects.filter(pk=entry.pk).update(start_due_on=TODAY - timedelta(days=1))

    expected = FundPace("晋财债〔2026〕8号", Decimal("25.0"), Decimal("61.1"))
    assert facts(cast.project).funds == [expected]
    assert facts(cast.project, date(2028, 1, 1)).funds[0].required_percent == 100


def test_the_lights_at_the_last_two_month_ends(cast: Cast) -> None:
    assert facts(cast.project).lights_at_month_ends == []
    for on, after in (
        (date(2026, 9, 30), "green"),
        (date(2026, 10, 31), "yellow"),
        (date(2026, 11, 1), "red"),
    ):
        LightTransition.objects.create(
            project=cast.project, before="grey", after=after, on=on, at=NOW
        )

    assert facts(cast.project).lights_at_month_ends == ["yellow", "green"]
    assert facts(cast.project, date(2026, 12, 1)).lights_at_month_ends == ["red", "yellow"]


# --- Missed reports ---------------------------------------------------------------------------


@pytest.fixture
def asked(cast: Cast) -> Project:
    """A project that stood in the register when the round of October, due on the 10th, closed."""
    RoundFactory(due_on=date(2026, 11, 10))
    Project.objects.filter(pk=cast.project.pk).update(created_at=LONG_AGO)
    return cast.project


def submit(cast: Cast, at: str) -> Report:
    return reports.submit(
        project_id=cast.project.pk,
        year=2026,
        month=10,
        values={"cumulative_investment": Decimal(1), "progress_words": "施工"},
        actor=cast.lead,
        now=datetime.fromisoformat(at),
    )


def test_a_month_is_missed_once_its_deadline_is_past(asked: Project) -> None:
    assert facts(asked, date(2026, 11, 10)).missed_periods == []
    assert facts(asked, date(2026, 11, 11)).missed_periods == ["2026-10"]


def test_handed_in_on_the_last_day_in_shanghai(asked: Project, cast: Cast) -> None:
    submit(cast, "2026-11-10T23:50+08:00")

    assert facts(asked).missed_periods == []


def test_made_up_after_the_deadline_it_stays_missed_until_the_next_round(
    asked: Project, cast: Cast
) -> None:
    submit(cast, "2026-11-11T00:10+08:00")
    assert facts(asked).missed_periods == ["2026-10"]

    RoundFactory(first_month=11, month=11, due_on=date(2026, 12, 10))
    assert facts(asked, date(2026, 12, 9)).missed_periods == ["2026-10"]
    report(asked, 11, state="submitted", step=1, submitted_at=NOW)
    assert facts(asked, date(2026, 12, 11)).missed_periods == []


def test_in_time_returned_and_handed_in_again_was_not_missed(asked: Project, cast: Cast) -> None:
    first = submit(cast, "2026-11-09T10:00+08:00")
    reports.return_report(
        report_id=first.pk,
        note="数据有误",
        actor=cast.plan_office,
        now=datetime.fromisoformat("2026-11-11T10:00+08:00"),
    )
    assert facts(asked).missed_periods == ["2026-10"]
    submit(cast, "2026-11-12T10:00+08:00")

    assert facts(asked).missed_periods == []


def test_who_is_not_asked_misses_nothing(asked: Project, cast: Cast) -> None:
    newcomer = ProjectFactory(region=asked.region, created_at=NOW)
    elsewhere = ProjectFactory(region__code="141002", created_at=LONG_AGO)
    reserve = ProjectFactory(region=asked.region, status="reserve", created_at=LONG_AGO)

    for project in (newcomer, elsewhere, reserve):
        assert facts(project).missed_periods == []


def test_a_round_of_the_county_itself(cast: Cast) -> None:
    RoundFactory(region=cast.project.region, due_on=date(2026, 11, 10))
    Project.objects.filter(pk=cast.project.pk).update(created_at=LONG_AGO)

    assert facts(cast.project).missed_periods == ["2026-10"]


def test_the_rules_in_force_by_code(reference: None) -> None:
    LightRule.objects.filter(code="pace_gap").update(active=False)
    codes = [rule.code for rule in light_rules()]

    assert codes == sorted(codes)
    assert "pace_gap" not in codes
    assert len(codes) == 8


def test_facts_are_gathered_in_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    RoundFactory(due_on=date(2026, 11, 10))
    for _ in range(10):
        MilestoneFactory(project=ProjectFactory(created_at=LONG_AGO), due_on=TODAY)
    assert Milestone.objects.count() == 10
    everyone = list(Project.objects.all())

    for projects in (everyone[:1], everyone):
        with django_assert_num_queries(8):
            light_facts(projects, today=TODAY)
