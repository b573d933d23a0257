"""Lists 「名单」, their entries, and the year's plans that freeze with them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import AnnualPlan, ListEntry, Project, ProjectList, SeasonalCurve
from projects.services import lists
from tests.cast import Cast
from tests.factories import NOW, ProjectListFactory, RegionFactory
from tests.projects.traces import assert_traced
from tests.refusals import refused

TODAY = date(2026, 11, 23)
MONTHS = [Decimal(100 * month) for month in range(1, 13)]


def add(cast: Cast, project_list: ProjectList, **kwargs: Any) -> ListEntry:
    given: dict[str, Any] = {
        "list_id": project_list.pk,
        "project_id": cast.project.pk,
        "entered_on": TODAY,
        "actor": cast.plan_office,
        "now": NOW,
    }
    return lists.add_entry(**(given | kwargs))


def remove(cast: Cast, entry: ListEntry, **kwargs: Any) -> ListEntry:
    given: dict[str, Any] = {
        "entry_id": entry.pk,
        "left_on": TODAY,
        "leaving": "removed",
        "reason": "不具备条件",
        "actor": cast.plan_office,
        "now": NOW,
    }
    return lists.remove_entry(**(given | kwargs))


def issue(cast: Cast, project_list: ProjectList, **kwargs: Any) -> ProjectList:
    given: dict[str, Any] = {
        "list_id": project_list.pk,
        "document_number": "运发改〔2026〕1号",
        "issued_on": TODAY,
        "actor": cast.plan_office,
        "now": NOW,
    }
    return lists.issue_list(**(given | kwargs))


def plan(cast: Cast, **kwargs: Any) -> AnnualPlan:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "year": 2026,
        "year_class": "continued",
        "investment": Decimal(1200),
        "actor": cast.plan_office,
        "now": NOW,
    }
    return lists.set_annual_plan(**(given | kwargs))


def months(of: AnnualPlan) -> list[Decimal]:
    return list(of.months.values_list("cumulative_investment", flat=True))


# --- Lists and entries ------------------------------------------------------------------------


def test_a_list_begins_as_a_draft(cast: Cast) -> None:
    begin: dict[str, Any] = {"code": "2026-1", "name": "第一批", "year": 2026, "now": NOW}

    made = lists.create_list(region_code="140800", actor=cast.plan_office, **begin)

    assert made.state == "draft"
    assert_traced(made, "list.create", cast.plan_office)
    with refused("region_unknown", field="region"):
        lists.create_list(region_code="000000", actor=cast.plan_office, **begin)
    for actor in (cast.lead, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            lists.create_list(region_code="140800", actor=actor, **begin)


def test_an_entry_keeps_what_was_printed(cast: Cast) -> None:
    entry = add(cast, ProjectListFactory(), number="12", printed={"总投资": "12.5亿元"})

    assert (entry.number, entry.printed, entry.entered_on) == (
        "12",
        {"总投资": "12.5亿元"},
        TODAY,
    )
    assert_traced(entry, "list.add_entry", cast.plan_office)


def test_a_project_stands_once_in_a_list_and_in_several(cast: Cast) -> None:
    first = ProjectListFactory()
    entry = add(cast, first)
    add(cast, ProjectListFactory())

    with refused("already_in_list", field="project"):
        add(cast, first)
    left = remove(cast, entry)
    assert (left.left_on, left.leaving, left.left_reason) == (TODAY, "removed", "不具备条件")
    assert_traced(left, "list.remove_entry", cast.plan_office, "不具备条件")
    assert add(cast, first).pk != entry.pk


def test_who_puts_a_project_on_a_list_and_takes_it_off(cast: Cast) -> None:
    project_list = ProjectListFactory()
    for actor in (cast.lead, cast.county_office, cast.leader):
        with pytest.raises(NotPermitted):
            add(cast, project_list, actor=actor)
    of_linfen = ProjectListFactory(region=RegionFactory(code="141000"))
    with pytest.raises(NotPermitted):
        add(cast, of_linfen)
    of_the_demo = ProjectListFactory(region=RegionFactory(code="990100"))
    with pytest.raises(ProjectList.DoesNotExist):
        add(cast, of_the_demo)
    entry = add(cast, project_list)
    with pytest.raises(NotPermitted):
        remove(cast, entry, actor=cast.lead)
    with pytest.raises(ListEntry.DoesNotExist):
        remove(cast, entry, actor=cast.stranger)


def test_leaving_has_a_kind_and_a_reason(cast: Cast) -> None:
    entry = add(cast, ProjectListFactory())

    with refused("choice_unknown", field="leaving"):
        remove(cast, entry, leaving="")
    with refused("reason_required", field="reason"):
        remove(cast, entry, reason="")


def test_a_project_leaves_neither_before_it_came_nor_in_the_future(cast: Cast) -> None:
    entry = add(cast, ProjectListFactory())

    with refused("leaving_before_entry", field="left_on") as early:
        remove(cast, entry, left_on=date(2026, 11, 22))
    assert "2026-11-23" in early.value.in_language("zh-hans")
    with refused("leaving_in_future", field="left_on"):
        remove(cast, entry, left_on=date(2026, 11, 24))
    entry.refresh_from_db()
    assert entry.left_on is None


def test_an_issued_list_takes_in_only_with_a_reason_and_a_closed_one_nothing(cast: Cast) -> None:
    project_list = ProjectListFactory()
    issued = issue(cast, project_list)
    assert (issued.state, issued.document_number) == ("issued", "运发改〔2026〕1号")
    assert_traced(issued, "list.issue", cast.plan_office)

    with refused("list_not_draft"):
        issue(cast, project_list)
    with refused("reason_required", field="reason"):
        add(cast, project_list)
    assert add(cast, project_list, reason="年中调入").entered_reason == "年中调入"
    closed = ProjectListFactory(state="closed")
    with refused("list_closed"):
        add(cast, closed)
    with refused("list_closed"):
        issue(cast, closed)


# --- The year's plan --------------------------------------------------------------------------


def test_a_plan_by_month(cast: Cast) -> None:
    made = plan(cast, months=MONTHS, target="主体完工", finishes=True)

    assert (made.revision, made.in_force, made.frozen_at) == (1, True, None)
    assert months(made) == MONTHS
    assert_traced(made, "annual_plan.set", cast.plan_office)


def test_figures_fall_in_no_month_and_are_twelve(cast: Cast) -> None:
    with refused("months_falling", field="months") as refusal:
        plan(cast, months=[*MONTHS[:6], Decimal(550), *MONTHS[7:]])
    assert refusal.value.params == {"month": 7}
    for few in (MONTHS[:11], []):
        with refused("months_twelve", field="months"):
            plan(cast, months=few)
    assert not AnnualPlan.objects.exists()


def test_figures_begin_at_nothing_and_end_with_the_year(cast: Cast) -> None:
    with refused("figure_negative", field="months"):
        plan(cast, months=[Decimal(-1), *MONTHS[1:]])
    with refused("months_not_the_year", field="months") as refusal:
        plan(cast, months=[*MONTHS[:11], Decimal(1300)])
    sentence = refusal.value.in_language("zh-hans")
    assert "1300" in sentence
    assert "1200" in sentence
    with refused("figure_negative", field="investment"):
        plan(cast, investment=Decimal(-5))
    assert not AnnualPlan.objects.exists()


def test_a_plan_is_of_a_known_class(cast: Cast) -> None:
    with refused("choice_unknown", field="year_class"):
        plan(cast, year_class="finish")


def test_the_default_spread_follows_the_citys_curve(cast: Cast) -> None:
    assert months(plan(cast))[5] == 600
    for month in range(1, 13):
        share = Decimal(0) if month < 4 else Decimal(month - 3) / 9
        SeasonalCurve.objects.create(month=month, cumulative_share=share)
    by_default = plan(cast)
    assert months(by_default)[2:4] == [0, Decimal("133.32")]
    for month in range(1, 13):
        SeasonalCurve.objects.create(
            region_id="140800", month=month, cumulative_share=Decimal(month == 12)
        )
    assert months(plan(cast))[10:] == [0, 1200]


def test_a_newer_plan_supersedes_and_both_stay(cast: Cast) -> None:
    plan(cast)
    second = plan(cast, investment=Decimal(1500))

    rows = cast.project.annual_plans.order_by("revision")
    assert list(rows.values_list("revision", "in_force")) == [(1, False), (2, True)]
    assert second.investment == 1500


def test_issuing_a_list_freezes_its_plans(cast: Cast) -> None:
    project_list = ProjectListFactory()
    frozen = plan(cast, project_list=project_list)
    free = plan(cast)
    issue(cast, project_list)
    frozen.refresh_from_db()
    free.refresh_from_db()
    assert (frozen.frozen_at, free.frozen_at) == (NOW, None)

    with refused("plan_frozen", field="reason"):
        plan(cast, project_list=project_list, investment=Decimal(900))
    adjusted = plan(cast, project_list=project_list, investment=Decimal(900), reason="年中调整")
    assert (adjusted.revision, adjusted.frozen_at) == (2, NOW)
    frozen.refresh_from_db()
    assert (frozen.in_force, frozen.investment) == (False, 1200)


def test_what_is_planned_after_a_list_was_issued_is_frozen_at_once(cast: Cast) -> None:
    project_list = ProjectListFactory(state="issued")

    with refused("plan_frozen", field="reason"):
        plan(cast, project_list=project_list)
    assert plan(cast, project_list=project_list, reason="年中调入").frozen_at == NOW
    with refused("list_closed"):
        plan(cast, project_list=ProjectListFactory(state="closed"))


def test_who_sets_a_plan(cast: Cast) -> None:
    for actor in (cast.lead, cast.county_office, cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            plan(cast, actor=actor)
    with pytest.raises(Project.DoesNotExist):
        plan(cast, actor=cast.stranger)
