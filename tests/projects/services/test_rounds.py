"""The month's round: opened with its chain, closed and then firm."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import ListEntry, ReportRound
from projects.services import reports, rounds
from tests.cast import Cast
from tests.factories import NOW, ProjectListFactory
from tests.projects.services.test_reports import GOOD, approve, submit
from tests.projects.traces import assert_traced
from tests.refusals import refused


def opening(cast: Cast, **kwargs: Any) -> ReportRound:
    given: dict[str, Any] = {
        "region_code": "140800",
        "year": 2026,
        "month": 10,
        "opens_on": date(2026, 11, 1),
        "due_on": date(2026, 11, 25),
        "actor": cast.plan_office,
        "now": NOW,
    }
    return rounds.open_round(**(given | kwargs))


def close(report_round: ReportRound, cast: Cast, **kwargs: Any) -> ReportRound:
    given: dict[str, Any] = {"round_id": report_round.pk, "actor": cast.plan_office, "now": NOW}
    return rounds.close_round(**(given | kwargs))


def test_a_round_is_opened_once_a_month_and_list(cast: Cast) -> None:
    report_round = opening(cast)

    assert (report_round.first_month, report_round.chain) == (10, ["office"])
    assert_traced(report_round, "round.open", cast.plan_office)
    with refused("round_exists"):
        opening(cast)
    opening(cast, project_list=ProjectListFactory())


def test_what_stands_in_the_way_of_a_round(cast: Cast) -> None:
    with refused("region_unknown", field="region"):
        opening(cast, region_code="999999")
    with refused("invalid", field="chain"):
        opening(cast, chain=["head", "mayor"])
    for first_month, month in ((11, 10), (1, 13)):
        with refused("invalid", field="month"):
            opening(cast, first_month=first_month, month=month)
    with refused("invalid", field="due_on"):
        opening(cast, due_on=date(2026, 10, 31))
    for actor in (cast.lead, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            opening(cast, actor=actor)
    report_round = opening(cast)
    with pytest.raises(NotPermitted):
        close(report_round, cast, actor=cast.lead)
    with refused("version_conflict"):
        close(report_round, cast, version=9)


def test_january_and_february_are_one_period(cast: Cast) -> None:
    """「1–2月」: whichever of the two is named, it is one report, and January begins it."""
    opening(cast, month=2, first_month=1)
    in_january = NOW.replace(month=1, day=20)

    january = reports.save_draft(
        project_id=cast.project.pk,
        year=2026,
        month=1,
        values=GOOD,
        actor=cast.lead,
        now=in_january,
    )
    february = submit(cast, 2)

    assert january.pk == february.pk
    assert february.report_round is not None
    assert (february.month, february.report_round.first_month) == (2, 1)
    march = submit(cast, 3, values=GOOD | {"cumulative_investment": Decimal(1500)})
    assert march.investment == 300


def test_a_closed_round_makes_its_approved_reports_firm(cast: Cast) -> None:
    report_round = opening(cast)
    report = approve(submit(cast), cast.plan_office)

    closed = close(report_round, cast)

    assert (closed.state, closed.closed_by, closed.closed_at) == ("closed", cast.plan_office, NOW)
    report.refresh_from_db()
    assert report.locked_at == NOW
    assert_traced(closed, "round.close", cast.plan_office)
    assert_traced(report, "round.close", cast.plan_office)
    with refused("round_closed"):
        close(report_round, cast)


def test_after_the_closing_a_report_needs_a_reason(cast: Cast) -> None:
    close(opening(cast), cast)

    with refused("report_locked", field="correction_reason"):
        submit(cast)
    late = submit(cast, values=GOOD | {"correction_reason": "补报"})
    assert late.correction_reason == "补报"


def test_what_is_approved_after_the_closing_is_firm_at_once(cast: Cast) -> None:
    report_round = opening(cast)
    report = submit(cast)
    close(report_round, cast)

    assert approve(report, cast.plan_office, NOW + timedelta(hours=1)).locked_at is not None


def test_a_list_has_a_round_of_its_own(cast: Cast) -> None:
    project_list = ProjectListFactory()
    ListEntry.objects.create(
        project_list=project_list, project=cast.project, created_at=NOW, updated_at=NOW
    )
    of_list = opening(cast, project_list=project_list, chain=["head", "office"])

    assert submit(cast).report_round == of_list


def test_a_countys_own_round_goes_before_the_citys(cast: Cast) -> None:
    opening(cast)
    county = opening(cast, region_code="140802")

    assert submit(cast).report_round == county
