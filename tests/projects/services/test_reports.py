"""Reports 「月报」 and their way along the chain."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import Project, Report, ReportDecision
from projects.services import reports
from tests.cast import Cast
from tests.factories import NOW, RoundFactory, UserFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

GOOD: dict[str, Any] = {"cumulative_investment": Decimal(1200), "progress_words": "基础完工"}


def submit(cast: Cast, month: int = 10, **kwargs: Any) -> Report:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "year": 2026,
        "month": month,
        "values": GOOD,
        "actor": cast.lead,
        "now": NOW,
    }
    return reports.submit(**(given | kwargs))


def approve(report: Report, actor: Any, now: datetime = NOW) -> Report:
    return reports.approve(report_id=report.pk, actor=actor, now=now)


# --- Writing ----------------------------------------------------------------------------------


def test_a_draft_asks_for_nothing_and_is_continued(cast: Cast) -> None:
    args: dict[str, Any] = {"project_id": cast.project.pk, "year": 2026, "month": 10, "now": NOW}

    draft = reports.save_draft(values={"problems": "缺资金"}, actor=cast.lead, **args)
    assert (draft.state, draft.version) == ("draft", 1)
    again = reports.save_draft(
        values={"progress_words": "开挖", "state": "approved"}, actor=cast.head, version=1, **args
    )

    assert again.pk == draft.pk
    assert (again.state, again.problems, again.progress_words) == ("draft", "缺资金", "开挖")
    assert again.reported_by == cast.head
    assert_traced(again, "report.draft", cast.head)
    with refused("version_conflict"):
        reports.save_draft(values={}, actor=cast.lead, version=1, **args)


def test_a_submitted_report_waits_at_the_first_step(cast: Cast) -> None:
    report_round = RoundFactory()
    report = submit(cast)

    assert (report.state, report.step, report.submitted_at) == ("submitted", 1, NOW)
    assert (report.report_round, report.pool) == (report_round, "construction")
    assert report.decisions.get().kind == ReportDecision.Kind.SUBMIT
    assert_traced(report, "report.submit", cast.lead)
    with refused("report_not_draft"):
        submit(cast)


@pytest.mark.parametrize(
    ("status", "values", "complete"),
    [
        ("construction", {"progress_words": "开挖"}, False),
        ("construction", {"cumulative_investment": Decimal(0)}, False),
        ("construction", {"cumulative_investment": Decimal(0), "progress_words": "开挖"}, True),
        ("conceived", {"progress_words": "编制规划"}, True),
        ("reserve", {}, False),
        ("performing", {"progress_words": "满产"}, True),
    ],
)
def test_each_pool_is_asked_for_its_own(
    cast: Cast, status: str, values: dict[str, Any], complete: bool
) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status=status)

    if complete:
        assert submit(cast, values=values).pool == status
        return
    with refused("report_incomplete"):
        submit(cast, values=values)
    assert not Report.objects.exists()


def test_no_report_of_a_month_to_come(cast: Cast) -> None:
    submit(cast, 11)
    with refused("period_in_future", field="month"):
        submit(cast, 12)


def test_the_months_investment_is_the_growth_within_the_year(cast: Cast) -> None:
    submit(cast, 12, year=2025, values=GOOD | {"cumulative_investment": Decimal(9000)})
    first = submit(cast, 1, values=GOOD | {"cumulative_investment": Decimal(300)})
    third = submit(cast, 3, values=GOOD | {"cumulative_investment": Decimal("800.5")})

    assert (first.investment, third.investment) == (300, Decimal("500.5"))
    with refused("report_falling", field="cumulative_investment"):
        submit(cast, 4, values=GOOD | {"cumulative_investment": Decimal(800)})


def test_nothing_new_in_one_click(cast: Cast) -> None:
    args: dict[str, Any] = {"project_id": cast.project.pk, "year": 2026, "now": NOW}
    with refused("report_incomplete"):
        reports.report_no_change(month=8, actor=cast.lead, **args)
    submit(cast, 9, values=GOOD | {"progress_percent": Decimal(35), "next_step": "封顶"})

    report = reports.report_no_change(month=10, actor=cast.lead, **args)

    assert report.no_change
    assert (report.cumulative_investment, report.investment) == (1200, 0)
    assert report.progress_percent == 35
    assert (report.progress_words, report.next_step) == ("基础完工", "封顶")
    assert_traced(report, "report.no_change", cast.lead)


def test_nothing_new_in_january_begins_the_years_figures_anew(cast: Cast) -> None:
    submit(cast, 12, year=2025)

    report = reports.report_no_change(
        project_id=cast.project.pk, year=2026, month=1, actor=cast.lead, now=NOW
    )

    assert (report.cumulative_investment, report.progress_words) == (0, "基础完工")


def test_filled_in_for_the_lead_is_marked_so_by_who_wrote_last(cast: Cast) -> None:
    """「代填」"""
    args: dict[str, Any] = {"project_id": cast.project.pk, "year": 2026, "month": 10, "now": NOW}

    draft = reports.save_draft(values=GOOD, actor=cast.county_office, **args)
    assert draft.on_behalf_of == cast.lead_department
    assert submit(cast).on_behalf_of is None
    assert submit(cast, 11, actor=cast.plan_office).on_behalf_of == cast.lead_department


def test_who_reports(cast: Cast) -> None:
    for actor in (cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            submit(cast, actor=actor)
    with pytest.raises(Project.DoesNotExist):
        submit(cast, actor=cast.stranger)
    submit(cast, actor=cast.supporter)


# --- Along the chain --------------------------------------------------------------------------


def test_from_the_head_over_the_county_to_the_office(cast: Cast) -> None:
    RoundFactory(chain=["head", "county", "office"])
    other_head = UserFactory(
        role="department_head", region=None, department=cast.supporting_department
    )
    report = submit(cast)

    for not_yet in (cast.county_office, cast.lead, cast.supporter, other_head, cast.leader):
        with refused("own_report" if not_yet == cast.lead else "not_permitted"):
            approve(report, not_yet)
    assert approve(report, cast.head).step == 2
    with pytest.raises(NotPermitted):
        approve(report, cast.head)
    assert approve(report, cast.county_office).step == 3
    with pytest.raises(NotPermitted):
        approve(report, cast.county_office)
    assert Project.objects.get(pk=cast.project.pk).completed_investment is None
    done = approve(report, cast.plan_office)

    assert (done.state, done.approved_at, done.locked_at) == ("approved", NOW, None)
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.completed_investment, project.progress_words) == (1200, "基础完工")
    assert project.reported_until == date(2026, 10, 31)
    steps = report.decisions.values_list("step", "kind", "decided_by__username")
    assert list(steps) == [
        (0, "submit", "lead"),
        (1, "pass", "head"),
        (2, "pass", "county"),
        (3, "approve", "office"),
    ]
    assert_traced(done, "report.approve", cast.plan_office)
    with refused("report_not_submitted"):
        approve(report, cast.plan_office)


def test_the_office_decides_in_place_of_who_is_away(cast: Cast) -> None:
    RoundFactory(chain=["head", "office"])
    report = submit(cast)

    assert approve(report, cast.plan_office).step == 2
    assert approve(report, cast.administrator).state == "approved"


def test_without_a_round_the_office_alone_approves(cast: Cast) -> None:
    assert approve(submit(cast), cast.plan_office).state == "approved"


def test_who_wrote_a_report_does_not_approve_it(cast: Cast) -> None:
    report = submit(cast, actor=cast.plan_office)

    with refused("own_report"):
        approve(report, cast.plan_office)


def test_returned_with_remarks_and_handed_in_again(cast: Cast) -> None:
    RoundFactory(chain=["head", "office"])
    report = submit(cast)
    approve(report, cast.head)

    with refused("reason_required", field="note"):
        reports.return_report(report_id=report.pk, note=" ", actor=cast.plan_office, now=NOW)
    with refused("version_conflict"):
        reports.return_report(
            report_id=report.pk, note="x", version=1, actor=cast.plan_office, now=NOW
        )
    returned = reports.return_report(
        report_id=report.pk,
        note="数据有误",
        remarks={"cumulative_investment": "与统计不符"},
        actor=cast.plan_office,
        now=NOW,
    )
    assert (returned.state, returned.step) == ("returned", 0)
    assert_traced(returned, "report.return", cast.plan_office, "数据有误")
    decision = report.decisions.latest("id")
    assert decision.remarks == {"cumulative_investment": "与统计不符"}

    again = submit(cast, values=GOOD | {"cumulative_investment": Decimal(1100)})
    assert (again.pk, again.step, again.investment) == (report.pk, 1, 1100)


def test_the_projects_words_are_those_of_its_latest_month(cast: Cast) -> None:
    later = submit(cast, 10)
    approve(later, cast.plan_office)
    earlier = submit(
        cast, 9, values={"cumulative_investment": Decimal(900), "progress_words": "土方"}
    )
    approve(earlier, cast.plan_office)

    project = Project.objects.get(pk=cast.project.pk)
    assert (project.progress_words, project.reported_until) == ("基础完工", date(2026, 10, 31))


def test_completed_investment_is_the_sum_of_the_years_last_figures(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(created_at=datetime(2024, 1, 5, tzinfo=UTC))
    for year, month, figure in ((2024, 12, 500), (2025, 11, 600), (2025, 12, 900), (2026, 10, 70)):
        values = GOOD | {"cumulative_investment": Decimal(figure)}
        approve(submit(cast, month, year=year, values=values), cast.plan_office)

    assert Project.objects.get(pk=cast.project.pk).completed_investment == 500 + 900 + 70


def test_a_report_without_figures_invents_no_zero(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(status="conceived")
    approve(submit(cast, values={"progress_words": "可研报批"}), cast.plan_office)

    assert Project.objects.get(pk=cast.project.pk).completed_investment is None


@pytest.mark.parametrize("percent", [Decimal("-0.01"), Decimal("100.01")])
def test_progress_lies_between_nothing_and_all(cast: Cast, percent: Decimal) -> None:
    with refused("percent_range", field="progress_percent"):
        submit(cast, values=GOOD | {"progress_percent": percent})


def test_the_register_does_not_reach_back_for_ever(cast: Cast) -> None:
    submit(cast, 1, year=2025)
    with refused("period_before_register", field="year"):
        submit(cast, 12, year=2024)


# --- Late ones --------------------------------------------------------------------------------


def test_a_month_handed_in_late_takes_its_share_from_the_month_after(cast: Cast) -> None:
    figures = {"progress_words": "主体施工"}
    october = submit(cast, 10, values={**figures, "cumulative_investment": Decimal(900)})
    assert october.investment == Decimal(900)

    september = submit(cast, 9, values={**figures, "cumulative_investment": Decimal(600)})

    october.refresh_from_db()
    assert (september.investment, october.investment) == (Decimal(600), Decimal(300))
    assert october.cumulative_investment == Decimal(900)
    assert_traced(october, "report.submit", cast.lead)
