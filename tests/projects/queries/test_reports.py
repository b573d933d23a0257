"""Who has not reported."""

from datetime import date
from typing import Any

from projects.models import ListEntry, Report
from projects.queries.reports import not_reported, open_rounds, owing_reports, round_of
from projects.rules.periods import Period
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, ProjectListFactory, RegionFactory, RoundFactory

STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}


def report(project: Any, state: str, month: int = 10) -> None:
    approved_at = NOW if state == "approved" else None
    Report.objects.create(
        project=project,
        year=2026,
        month=month,
        pool="construction",
        state=state,
        step=1,
        submitted_at=NOW,
        approved_at=approved_at,
        **STAMPS,
    )


def test_who_owes_a_citys_round_and_who_has_handed_in(cast: Cast) -> None:
    region = cast.project.region
    by_state = {
        state: ProjectFactory(name=state, region=region)
        for state in ("draft", "submitted", "returned", "approved")
    }
    for state, project in by_state.items():
        report(project, state)
    report(cast.project, "approved", month=9)
    ProjectFactory(region=region, status="reserve")
    ProjectFactory(region=region, withdrawn_at=NOW, withdrawn_reason="误录")
    ProjectFactory(region=RegionFactory(code="141002"))
    report_round = RoundFactory()

    assert owing_reports(report_round).count() == 5
    names = set(not_reported(report_round).values_list("name", flat=True))
    assert names == {cast.project.name, "draft", "returned"}


def test_a_lists_round_asks_the_projects_that_stand_in_it(cast: Cast) -> None:
    project_list = ProjectListFactory()
    ProjectFactory(region=cast.project.region)
    ListEntry.objects.create(project_list=project_list, project=cast.project, **STAMPS)
    report_round = RoundFactory(project_list=project_list)

    assert list(owing_reports(report_round)) == [cast.project]


def test_a_project_reports_in_the_round_of_its_county_or_city_before_that_of_a_list(
    cast: Cast,
) -> None:
    undated = ProjectListFactory(code="一联五", year=None)
    ListEntry.objects.create(project_list=undated, project=cast.project, **STAMPS)
    of_list = RoundFactory(project_list=undated)
    assert round_of(cast.project, Period(2026, 10)) == of_list
    of_city = RoundFactory()
    assert round_of(cast.project, Period(2026, 10)) == of_city
    county = cast.project.region
    assert not county.code.endswith("00")
    of_county = RoundFactory(region=county)

    assert round_of(cast.project, Period(2026, 10)) == of_county


def test_the_rounds_that_run_today(cast: Cast) -> None:
    runs = RoundFactory(opens_on=date(2026, 11, 23))
    RoundFactory(month=9, first_month=9, state="closed")
    RoundFactory(month=11, first_month=11, opens_on=date(2026, 11, 24))

    assert list(open_rounds(date(2026, 11, 23))) == [runs]
