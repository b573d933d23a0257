"""Numbers that plans promise: stated, changed and dropped by the plan office, loaded from the
file, and counted against the register."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.errors import Conflict, NotPermitted
from plans.models import CountPromise, Plan
from plans.queries.counts import checked_promises
from plans.services.counts import (
    change_count_promise,
    drop_count_promise,
    state_count_promise,
)
from projects.models import Project
from tests.cast import Cast
from tests.factories import NOW, ProjectFactory, RegionFactory, SectorFactory
from tests.plans.closing_stage import make_plan
from tests.projects.traces import assert_traced, last_event
from tests.refusals import refused

TODAY = date(2026, 11, 23)
QUOTE = "每个县（市、区）重点谋划推进3个重大基础设施项目"
TEXT = f"第一章\n{QUOTE}、5个重大产业项目。\n"
SAID: dict[str, Any] = {
    "quote": QUOTE,
    "what": "重大基础设施项目",
    "scope": "county",
    "number": 3,
    "sectors": ["01"],
}


@pytest.fixture
def promising(cast: Cast) -> Plan:
    SectorFactory()
    RegionFactory(code="140829", name="平陆县")
    return make_plan("903", TEXT, 2021, 2025, "140800")


def state(cast: Cast, plan: Plan, **values: Any) -> CountPromise:
    return state_count_promise(
        plan_id=plan.pk, values=SAID | values, actor=cast.plan_office, now=NOW
    )


def test_a_number_is_stated_with_its_words(cast: Cast, promising: Plan) -> None:
    promise = state(cast, promising)

    promise.refresh_from_db()
    assert promising.text[promise.start : promise.end] == QUOTE
    assert (promise.number, promise.by_year, promise.yearly) == (3, 2025, False)
    assert_traced(promise, "count_promise.state", cast.plan_office)
    with refused("count_stated", field="what"):
        state(cast, promising)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"quote": "每个县建设一座机场"}, "count_quote_missing", "quote"),
        ({"quote": " "}, "count_quote_missing", "quote"),
        ({"number": 0}, "count_number", "number"),
        ({"number_most": 2}, "count_number", "number"),
        ({"sectors": []}, "count_sectors", "sectors"),
        ({"sectors": ["01", "77"]}, "count_sectors", "sectors"),
    ],
)
def test_what_makes_no_sense_is_refused(
    cast: Cast, promising: Plan, values: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field=field):
        state(cast, promising, **values)


def test_a_plan_without_a_period_needs_a_year(cast: Cast, promising: Plan) -> None:
    Plan.objects.filter(pk=promising.pk).update(period_start=None, period_end=None)
    with refused("count_year_missing", field="by_year"):
        state(cast, promising)
    assert state(cast, promising, by_year=2030).by_year == 2030


def test_it_is_changed_and_dropped(cast: Cast, promising: Plan) -> None:
    promise = state(cast, promising)
    about: dict[str, Any] = {"promise_id": promise.pk, "actor": cast.plan_office, "now": NOW}

    change_count_promise(values=SAID | {"number": 5}, version=1, **about)

    promise.refresh_from_db()
    assert (promise.number, promise.version) == (5, 2)
    assert_traced(promise, "count_promise.change", cast.plan_office)
    with pytest.raises(Conflict):
        change_count_promise(values=SAID, version=1, **about)
    with refused("reason_required", field="reason"):
        drop_count_promise(reason="", **about)
    drop_count_promise(reason="原文不是承诺", version=2, **about)
    assert not CountPromise.objects.exists()
    event = last_event(promise)
    metadata = event.pgh_context.metadata
    assert (event.pgh_label, metadata["reason"]) == ("delete", "原文不是承诺")
    assert (metadata["action"], metadata["actor"]) == ("count_promise.drop", cast.plan_office.pk)


@pytest.mark.parametrize("name", ["lead", "stranger", "leader", "county_office", "integration"])
def test_nobody_else_states_it(cast: Cast, promising: Plan, name: str) -> None:
    promise = state(cast, promising)
    actor = cast.people()[name]
    with pytest.raises(NotPermitted):
        state_count_promise(plan_id=promising.pk, values=SAID, actor=actor, now=NOW)
    with pytest.raises(NotPermitted):
        change_count_promise(promise_id=promise.pk, values=SAID, actor=actor, now=NOW)
    with pytest.raises(NotPermitted):
        drop_count_promise(promise_id=promise.pk, reason="x", actor=actor, now=NOW)


def test_it_is_counted_county_by_county(cast: Cast, promising: Plan) -> None:
    state(cast, promising, number=1)
    other = ProjectFactory(sector=SectorFactory(code="05", name="工业"))
    cancelled = ProjectFactory(status="cancelled", region=RegionFactory(code="140829"))
    [checked] = checked_promises(cast.plan_office, promising, today=TODAY)
    counted = {row.county.code: row.projects for row in checked.rows if row.county}
    assert counted == {"140802": [cast.project], "140829": []}
    assert {other, cancelled} & {one for rows in counted.values() for one in rows} == set()
    assert (checked.outcome.kept, checked.outcome.places_short, checked.over) == (False, 1, True)
    Project.objects.filter(pk=cancelled.pk).update(status="construction")
    assert checked_promises(cast.plan_office, promising, today=TODAY)[0].outcome.kept


def test_counting_needs_as_many_queries_however_much_there_is(cast: Cast, promising: Plan) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            checked_promises(cast.plan_office, promising, today=TODAY)
        return len(captured)

    assert queries() == 1
    state(cast, promising)
    few = queries()
    state(cast, promising, what="重大产业项目")
    ProjectFactory.create_batch(5)
    assert queries() == few <= 6
