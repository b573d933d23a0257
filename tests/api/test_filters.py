"""Filters: every field has one or a reason, only good values pass, and they find what they say."""

from datetime import date

import pytest

from api.filters import Filters
from api.filters import others as filters
from api.filters.milestones import MilestoneFilters, OverdueFilters
from api.filters.projects import ProjectFilters
from api.filters.verdicts import VerdictFilters
from projects.models import ListEntry, Project
from tests.api.caller import Callers, problem_of
from tests.factories import (
    NOW,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RegionFactory,
    SectorFactory,
)

ALL = [
    ProjectFilters,
    MilestoneFilters,
    OverdueFilters,
    filters.ReportFilters,
    filters.ChangeRequestFilters,
    filters.EvidenceFilters,
    filters.ListFilters,
    filters.ListEntryFilters,
    filters.PlanFilters,
    filters.PlanSectionFilters,
    filters.CommitmentFilters,
    VerdictFilters,
    filters.RegionFilters,
    filters.ZoneFilters,
    filters.DepartmentFilters,
    filters.SectorFilters,
]


@pytest.mark.parametrize("declared", ALL, ids=lambda f: f.__name__)
def test_every_field_has_a_filter_or_a_reason(declared: type[Filters]) -> None:
    meta = declared._meta.model._meta
    fields = {field.name for field in (*meta.concrete_fields, *meta.local_many_to_many)}
    covered = {name for one in declared.base_filters.values() for name in one.covers}
    assert fields - covered - set(declared.unfiltered) == set()
    assert set(declared.unfiltered) <= fields, "a reason for a field that is not there"
    assert not covered & set(declared.unfiltered), "filtered, and a reason why not"
    assert all(declared.unfiltered.values())


def test_an_unknown_parameter_is_an_error_that_names_its_neighbours(callers: Callers) -> None:
    document = problem_of(
        callers.lead.get("projects/?regoin=140800&colour=red"), 400, "unknown_parameter"
    )
    assert {fault["field"] for fault in document["errors"]} == {"regoin", "colour"}
    assert "region" in document["errors"][0]["detail_en"]
    assert "region" in document["errors"][0]["detail_zh"]
    for path in ("me/?x=1", "summary/?x=1", "changes/?x=1", "projects/1/?x=1", "problems/?x=1"):
        problem_of(callers.lead.get(path), 400, "unknown_parameter")


BAD = [
    "status=building",
    "status=",
    "region=1408",
    "due_after=2026-13-01",
    "due_after=01/02/2026",
    "updated_since=yesterday",
    "updated_since=2026-11-31T00:00:00Z",
    "total_investment_min=much",
    "late_by=0",
    "late_by=99999999999",
    "disclosed=yes",
    "lead=abc",
    "id=1&id=2",
    "page=0",
    "page_size=501",
    "page_size=x",
    "ordering=shoe_size",
    "fields=name,secret",
    "expand=everything",
    "count=all",
    "format=pdf",
    "cursor=nonsense",
    "cursor=&page=2",
    "scope=all",
]


@pytest.mark.parametrize("query", BAD)
def test_bad_values_are_named(callers: Callers, query: str) -> None:
    document = problem_of(callers.lead.get(f"projects/?{query}"), 400, "invalid_input")
    assert document["errors"][0]["field"] == query.partition("=")[0]


def test_regions_by_their_level_and_what_touches_them(callers: Callers) -> None:
    cast = callers.cast
    county = RegionFactory(code="140821")
    here = ProjectFactory(region=county)
    across = ProjectFactory(region=RegionFactory(code="140800"))
    across.touched.create(region=county)
    office = callers.plan_office
    assert office.ids("projects/?region=140821") == [here.pk]
    assert office.ids("projects/?touches=140821") == [here.pk, across.pk]
    every = [cast.project.pk, here.pk, across.pk]
    assert office.ids("projects/?region=140800") == every
    assert office.ids("projects/?region=140000") == every
    assert office.ids("projects/?region=141000") == []


def test_sector_with_its_children_list_department_and_search(callers: Callers) -> None:
    cast = callers.cast
    airport = SectorFactory(code="0101", name="机场")
    airport.parent = SectorFactory(code="01")
    airport.save(update_fields=["parent"])
    project = ProjectFactory(sector=airport, name="闻喜县通用机场", aliases=["闻喜机场"])
    listed = ProjectListFactory(code="2026-P1")
    stamps = {"created_at": NOW, "updated_at": NOW}
    ListEntry.objects.create(project_list=listed, project=project, **stamps)
    PartyFactory(project=project, department=cast.stranger_department)
    office = callers.plan_office
    assert office.ids("projects/?sector=0101") == [project.pk]
    assert office.ids("projects/?sector=01") == [cast.project.pk, project.pk]
    assert office.ids("projects/?list=2026-P1") == [project.pk]
    assert office.ids(f"projects/?lead={cast.stranger_department.pk}") == [project.pk]
    assert office.ids(f"projects/?department={cast.supporting_department.pk}") == [cast.project.pk]
    assert office.ids(f"projects/?lead={cast.supporting_department.pk}") == []
    assert office.ids("projects/?q=机场") == [cast.project.pk, project.pk]
    assert office.ids("projects/?q=闻喜机场") == [project.pk]
    assert office.ids("projects/?q=码头") == []


def test_late_by_counts_days_in_shanghai(callers: Callers) -> None:
    project = callers.cast.project
    Project.objects.filter(pk=project.pk).update(next_due_on=date(2026, 11, 13))
    MilestoneFactory(project=project, due_on=date(2026, 11, 13))
    MilestoneFactory(project=project, due_on=date(2026, 11, 23))
    office = callers.plan_office
    assert len(office.rows("projects/?late_by=10")) == 1
    assert office.rows("projects/?late_by=11") == []
    assert len(office.rows("overdue/")) == 1, "what is due today is not late"
    assert len(office.rows("overdue/?late_by=10")) == 1
    assert office.rows("overdue/?late_by=11") == []
    assert office.rows("overdue/")[0]["days_late"] == 10


def test_several_values_and_updated_since(callers: Callers) -> None:
    office = callers.plan_office
    assert len(office.rows("projects/?status=construction,reserve&light=grey")) == 1
    assert len(office.rows("projects/?status=reserve&status=construction")) == 1
    assert office.rows("projects/?status=reserve") == []
    # An unencoded plus sign arrives as a space.
    assert len(office.rows("projects/?updated_since=2026-11-23T10:00:00+08:00")) == 1
    assert office.rows("projects/?updated_since=2026-11-23T10:00:01%2B08:00") == []
    assert len(office.rows("projects/?updated_since=2026-11-23T10:00:00")) == 1


def test_the_fictitious_city_is_shown_only_when_it_is_asked_for(callers: Callers) -> None:
    demo = ProjectFactory(region=RegionFactory(code="990102", name="示范县"))
    admin = callers.administrator
    assert admin.ids("projects/") == [callers.cast.project.pk]
    assert admin.ids("projects/?region=990100") == [demo.pk]
    assert admin.ids("projects/?fictitious=true") == [demo.pk]
    assert admin.rows("projects/?fictitious=true")[0]["fictitious"] is True
    assert callers.plan_office.ids("projects/?fictitious=true&scope=visible") == []


@pytest.mark.parametrize("declared", ALL, ids=lambda f: f.__name__)
def test_every_filter_makes_a_statement_that_runs(
    callers: Callers, declared: type[Filters]
) -> None:
    from tests.api.rows import one_of_each
    from tests.api.test_schema import LISTS

    paths = one_of_each(callers.cast)
    name = next(name for name, one in LISTS.items() if one.filters is declared)
    for parameter, one in declared.base_filters.items():
        answer = callers.plan_office.get(f"{paths[name]}?{parameter}={good_value(one.schema)}")
        assert answer.status_code == 200, (parameter, answer.content)
    for order in LISTS[name].orderings:
        for sign in ("", "-"):
            answer = callers.plan_office.get(f"{paths[name]}?ordering={sign}{order}")
            assert answer.status_code == 200, (order, answer.content)


def good_value(schema: dict[str, object]) -> str:
    if schema["type"] == "array":
        return str(schema["items"]["enum"][0])  # type: ignore[index]
    kind, form = schema["type"], schema.get("format")
    if "pattern" in schema:
        return "140800"
    by_form = {"date": "2026-11-23", "date-time": "2026-11-23T00:00:00Z", "decimal": "1.5"}
    return by_form.get(str(form)) or {"integer": "1", "boolean": "true"}.get(str(kind), "0101")
