"""The overview and what is overdue: every figure is the length of the list behind it."""

from datetime import date, timedelta
from typing import Any

import pytest

from projects.models import Kind, Milestone, Project
from projects.queries.overdue import GROUPS, overdue_groups, overdue_rows
from projects.queries.overview import first_due_soon, overview
from projects.queries.projects import for_board
from tests.cast import Cast
from tests.factories import (
    DepartmentFactory,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    RegionFactory,
    SectorFactory,
)

TODAY = date(2026, 11, 23)


@pytest.fixture
def city(cast: Cast) -> Cast:
    """A dozen projects of two counties and the city itself, one of Linfen, one fictitious."""
    places = [
        cast.project.region,
        RegionFactory(code="140821", name="临猗县"),
        cast.plan_office.region,
        RegionFactory(code="141002", name="尧都区"),
        RegionFactory(code="990101", name="示范县"),
    ]
    departments = [cast.lead_department, cast.supporting_department, None]
    statuses = ["construction", "reserve", "performing", "suspended"]
    for number in range(15):
        project = ProjectFactory(
            region=places[number % 5],
            sector=SectorFactory(code=f"0{number % 2 + 1}", name=f"行业{number % 2}"),
            status=statuses[number % 4],
            light=["red", "yellow", "green", "grey"][number % 4],
            kind=Kind.PROGRAMME if number == 5 else Kind.TASK if number == 6 else Kind.PROJECT,
            plan_period_end=date(2025, 12, 31) if number % 2 else None,
            next_due_on=None if number % 3 == 0 else TODAY + timedelta(days=number - 8),
        )
        PartyFactory(project=project, department=cast.lead_department, confirmed=number % 2 == 0)
        for days in (-40, -number - 1, number, 31):
            MilestoneFactory(
                project=project,
                due_on=TODAY + timedelta(days=days),
                department=departments[number % 3],
            )
    return cast


def test_every_figure_is_the_length_of_its_list(city: Cast) -> None:
    user = city.plan_office
    found = overview(user, today=TODAY)
    scope = Project.objects.in_scope_of(user)
    rows = scope.filter(kind=Kind.PROJECT)
    milestones = Milestone.objects.in_scope_of(user)

    assert found.total == rows.count()
    for status, lights in found.status_by_light.items():
        assert found.of_status(status) == rows.filter(status=status).count()
        for light, count in lights.items():
            assert count == rows.filter(status=status, light=light).count()
    assert found.of_light("red") == rows.filter(light="red").count()
    assert (found.programmes, found.tasks) == (
        scope.filter(kind=Kind.PROGRAMME).count(),
        scope.filter(kind=Kind.TASK).count(),
    )
    assert (found.programmes, found.tasks) == (1, 1)
    assert found.late == rows.late(TODAY).count() > 0
    assert found.without_schedule == rows.without_schedule().count() > 0
    assert found.awaiting_closing == rows.awaiting_closing(TODAY).count() > 0
    assert found.unconfirmed == rows.unconfirmed().count() > 0
    assert found.overdue_milestones == milestones.overdue(TODAY).count() > 0
    for cell in found.overdue:
        own = milestones.overdue(TODAY).filter(
            department=cell.department_id, region=cell.region_code
        )
        assert cell.milestones == own.count()
    soon = milestones.due_between(TODAY, TODAY + timedelta(days=30))
    assert found.due_soon == soon.count() > 0
    first = first_due_soon(city.plan_office, today=TODAY, limit=3)
    assert first == list(soon.order_by("due_on", "id")[:3])


def test_a_project_over_several_counties_stands_in_the_row_of_its_city(city: Cast) -> None:
    cells = overview(city.plan_office, today=TODAY).overdue

    assert {cell.region_code for cell in cells} == {"140802", "140821", "140800"}


def test_a_region_that_is_asked_for(city: Cast) -> None:
    found = overview(city.plan_office, today=TODAY, region="140821")

    assert found.total == Project.objects.in_region("140821").filter(kind="project").count()
    assert {cell.region_code for cell in found.overdue} == {"140821"}


def test_real_and_fictitious_are_never_summed(city: Cast) -> None:
    everything = overview(city.administrator, today=TODAY)
    demo = overview(city.administrator, today=TODAY, region="990000")

    real = Project.objects.real().filter(kind=Kind.PROJECT)
    assert everything.total == real.count()
    assert demo.total == Project.objects.fictitious().count() > 0
    assert not any(cell.region_code.startswith("99") for cell in everything.overdue)
    assert overview(city.plan_office, today=TODAY, region="990000").total == 0


def test_a_strangers_overview_is_empty(city: Cast) -> None:
    found = overview(city.stranger, today=TODAY)

    assert (found.total, found.overdue_milestones, found.due_soon) == (0, 0, 0)


def test_the_overview_in_a_fixed_number_of_queries(
    city: Cast, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        overview(city.plan_office, today=TODAY)
    for _ in range(10):
        MilestoneFactory(project=ProjectFactory(), due_on=TODAY)
    with django_assert_num_queries(2):
        overview(city.plan_office, today=TODAY)


# --- Overdue ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", GROUPS)
def test_groups_hold_every_overdue_milestone_once(city: Cast, by: str) -> None:
    milestones = Milestone.objects.in_scope_of(city.plan_office)
    groups = overdue_groups(milestones.overdue(TODAY), today=TODAY, by=by)
    field = GROUPS[by].field

    assert sum(group.milestones for group in groups) == milestones.overdue(TODAY).count()
    assert [one.milestones for one in groups] == sorted(
        (one.milestones for one in groups), reverse=True
    )
    for group in groups:
        rows = milestones.overdue(TODAY).filter(**{field: group.key})
        assert group.milestones == rows.count()
        assert group.projects == rows.values("project").distinct().count()
        assert group.oldest_due_on == rows.earliest("due_on").due_on
        assert group.days_late == (TODAY - group.oldest_due_on).days == 40


def test_what_nobody_owes_is_a_group_without_a_name(city: Cast) -> None:
    milestones = Milestone.objects.in_scope_of(city.plan_office)

    groups = overdue_groups(milestones.overdue(TODAY), today=TODAY, by="department")

    assert [group.name for group in groups if group.key is None] == [""]


def test_rows_begin_with_the_longest_overdue(city: Cast, django_assert_num_queries: Any) -> None:
    milestones = Milestone.objects.in_scope_of(city.plan_office)

    with django_assert_num_queries(1):
        rows = list(overdue_rows(milestones, today=TODAY))
        assert all(row.project.sector.name and row.region.name for row in rows)
        assert {row.department.name for row in rows if row.department}
    days = [row.days_late(TODAY) for row in rows]
    assert days == sorted(days, reverse=True)


def test_a_board_shows_its_leads_in_two_queries(city: Cast, django_assert_num_queries: Any) -> None:
    DepartmentFactory()
    for size in (2, 10):
        with django_assert_num_queries(2):
            rows: list[Any] = list(
                for_board(Project.objects.in_scope_of(city.administrator))[:size]
            )
            assert all(row.sector.name and row.region.name for row in rows)
            assert all(lead.department.name for row in rows for lead in row.leads)
