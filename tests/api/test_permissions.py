"""Every endpoint × every kind of person, as one table."""

from typing import Any

import pytest
from django.db import transaction

from api.urls import v1
from directory.models import Role
from directory.services.sequencer import keep_epoch
from tests.api.caller import Caller, Callers
from tests.api.rows import one_of_each, writes
from tests.factories import NOW, RegionFactory, UserFactory

PEOPLE = (
    "plan_office",
    "lead",
    "head",
    "supporter",
    "county_office",
    "leader",
    "integration",
    "stranger",
    "nobody",
)
READS = {
    # What hangs on the project does not exist for a stranger.
    "project-detail": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "milestone-detail": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "report-detail": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "change-request-detail": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "project-evidence": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "milestone-evidence": (200, 200, 200, 200, 200, 200, 200, 404, 401),
    "evidence-content": (200, 200, 200, 200, 200, 200, 200, 404, 401),
}
EVERYBODY = (200, 200, 200, 200, 200, 200, 200, 200, 401)
PUBLIC = (200,) * 9
OPEN_READS = ["problems", "openapi", "docs"]
WRITES = {
    #                       office lead head  supp county leader integ strang nobody
    "project-edit": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "confirm-lead": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "lay-schedule": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "project-list": (201, 403, 403, 403, 403, 403, 403, 403, 401),
    "supporting": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "confirm-status": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "move": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "project-evidence": (201, 201, 201, 201, 201, 403, 403, 404, 401),
    "milestone-evidence": (201, 201, 201, 201, 201, 403, 403, 404, 401),
    "complete": (200, 200, 200, 403, 403, 403, 403, 404, 401),
    "forecast": (200, 200, 200, 403, 200, 403, 403, 404, 401),
    "change-request-list": (201, 201, 201, 403, 201, 403, 403, 404, 401),
    "change-request-approve": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "change-request-return": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "change-request-withdraw": (403, 403, 403, 403, 403, 403, 403, 404, 401),
    # Everybody reads the plans, so that a stranger is refused and not sent away.
    "record-year": (200, 403, 403, 403, 403, 403, 403, 403, 401),
    "report-list": (200, 200, 200, 200, 200, 403, 403, 404, 401),
    "report-submit": (200, 200, 200, 200, 200, 403, 403, 404, 401),
    "report-no-change": (200, 200, 200, 200, 200, 403, 403, 404, 401),
    "report-approve": (200, 403, 403, 403, 403, 403, 403, 404, 401),
    "report-return": (200, 403, 403, 403, 403, 403, 403, 404, 401),
}


@pytest.fixture
def rows(callers: Callers) -> dict[str, str]:
    """One row of everything that an address names, and the bodies of the writes."""
    keep_epoch(now=NOW)
    return one_of_each(callers.cast)


def read_table() -> dict[str, tuple[int, ...]]:
    others = [p.name for p in v1 if p.name not in READS and p.name not in WRITES]
    shared = {name: PUBLIC if name in OPEN_READS else EVERYBODY for name in others if name}
    lists = ("change-request-list", "report-list", "project-list")
    return {**shared, **READS, **dict.fromkeys(lists, EVERYBODY)}


@pytest.mark.parametrize("who", PEOPLE)
def test_reads(callers: Callers, rows: dict[str, str], who: str) -> None:
    found = {}
    for name, expected in read_table().items():
        answer = callers.by_name(who).get(rows[name])
        found[name] = (answer.status_code, expected[PEOPLE.index(who)])
        b"".join(getattr(answer, "streaming_content", ()))  # closes the file
    assert {name: pair for name, pair in found.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("name", WRITES)
def test_writes(callers: Callers, name: str) -> None:
    found = {}
    for who, expected in zip(PEOPLE, WRITES[name], strict=True):
        # Each person finds the rows as they were.
        with transaction.atomic():
            one_of_each(callers.cast)
            method, path, body = writes(callers.cast)[name]
            status = getattr(callers.by_name(who), method)(path, body).status_code
            found[who] = (status, expected)
            transaction.set_rollback(True)
    assert {who: pair for who, pair in found.items() if pair[0] != pair[1]} == {}


def test_the_table_is_complete() -> None:
    views: dict[Any, Any] = {pattern.name: pattern.callback for pattern in v1}
    posts = {name for name, view in views.items() if hasattr(view.view_class, "post")}
    assert posts == set(WRITES) - {"project-edit"}


HANDED_IN = {
    "project-list": 201,
    "project-edit": 200,
    "project-evidence": 201,
    "milestone-evidence": 201,
    "forecast": 200,
    "change-request-list": 201,
    "report-list": 200,
    "report-submit": 200,
    "report-no-change": 200,
}


@pytest.mark.parametrize("name", WRITES)
def test_an_integration_that_may_write_hands_in_and_decides_nothing(
    callers: Callers, name: str
) -> None:
    cast = callers.cast
    one_of_each(cast)
    cast.integration.may_write_api = True
    cast.integration.save(update_fields=["may_write_api"])
    method, path, body = writes(cast)[name]
    answer = getattr(callers.integration, method)(path, body)
    assert answer.status_code == HANDED_IN.get(name, 403), answer.content


def test_somebody_of_the_fictitious_city_sees_nothing_real(callers: Callers) -> None:
    city = RegionFactory(code="990100", name="示范市")
    caller = Caller(UserFactory(username="demo", role=Role.PLAN_OFFICE, region=city))
    assert caller.get(f"projects/{callers.cast.project.pk}/").status_code == 404
    assert caller.rows("projects/?scope=visible") == []
    for path in ("regions/", "departments/", "plans/", "commitments/"):
        assert all(row.get("code", "99").startswith("99") for row in caller.rows(path)), path


def test_somebody_of_a_real_city_meets_no_fictitious_place(callers: Callers) -> None:
    RegionFactory(code="990100", name="示范市")
    rows = callers.plan_office.rows("regions/?page_size=500")
    assert rows
    assert not [row for row in rows if row["code"].startswith("99")]
    assert callers.plan_office.get("regions/990100/").status_code == 404
