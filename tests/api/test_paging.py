"""Pages by number and by cursor, in a total order, counted within bounds."""

from datetime import date, timedelta
from typing import Any

import pytest

from api.projections import statement
from tests.api.caller import Callers, problem_of
from tests.factories import ProjectFactory

FIRST = date(2026, 12, 1)


@pytest.fixture
def seven(callers: Callers) -> list[int]:
    """Seven projects, of which two have no due date and three share one."""
    dues = [FIRST, FIRST, FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2), None]
    return [callers.cast.project.pk, *(ProjectFactory(next_due_on=due).pk for due in dues)]


def walk(callers: Callers, path: str) -> list[int]:
    """All ids from the first page to the last by `next`."""
    ids: list[int] = []
    following: str | None = path
    while following:
        answer = callers.plan_office.get(following).json()
        ids += [row["id"] for row in answer["results"]]
        following = (answer["next"] or "").removeprefix("/api/v1/") or None
    return ids


@pytest.mark.parametrize("order", ["id", "-id", "next_due_on", "-next_due_on", "-light,name"])
@pytest.mark.parametrize("way", ["page=1", "cursor="])
def test_every_row_comes_once(callers: Callers, seven: list[int], order: str, way: str) -> None:
    ids = walk(callers, f"projects/?{way}&page_size=2&ordering={order}")
    assert sorted(ids) == sorted(seven)
    assert ids == walk(callers, f"projects/?page_size=100&ordering={order}")


def test_the_key_alone_orders_either_way(callers: Callers, seven: list[int]) -> None:
    assert callers.plan_office.ids("projects/?ordering=id") == seven
    assert callers.plan_office.ids("projects/?ordering=-id") == seven[::-1]


@pytest.mark.parametrize("order", ["next_due_on", "-next_due_on"])
def test_empty_values_come_last(callers: Callers, seven: list[int], order: str) -> None:
    rows = callers.plan_office.rows(f"projects/?ordering={order}")
    assert [row["next_due_on"] for row in rows[-2:]] == [None, None]


def test_a_cursor_misses_nothing_while_rows_come_and_go(callers: Callers, seven: list[int]) -> None:
    first = callers.plan_office.get("projects/?cursor=&page_size=3").json()
    ProjectFactory(code="0000-new")
    rest = walk(callers, first["next"].removeprefix("/api/v1/"))
    assert [row["id"] for row in first["results"]] + rest[:4] == seven


def test_a_cursor_belongs_to_its_order(callers: Callers, seven: list[int]) -> None:
    first = callers.plan_office.get("projects/?cursor=&page_size=3&ordering=name").json()
    other = first["next"].removeprefix("/api/v1/").replace("ordering=name", "ordering=-name")
    problem_of(callers.plan_office.get(other), 400, "invalid_input")


def envelope(callers: Callers, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = callers.plan_office.get(path).json()
    return answer


def test_counts_are_exact_up_to_a_bound(
    callers: Callers, seven: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert envelope(callers, "projects/")["count"] == 7
    assert envelope(callers, "projects/")["count_is_exact"] is True
    assert envelope(callers, "projects/?cursor=")["count"] is None
    assert envelope(callers, "projects/?count=none")["count"] is None

    monkeypatch.setattr(statement, "EXACT_UP_TO", 5)
    monkeypatch.setattr("api.resource.EXACT_UP_TO", 5)
    estimated = envelope(callers, "projects/")
    assert estimated["count"] >= 6
    assert estimated["count_is_exact"] is False
    exact = envelope(callers, "projects/?count=exact")
    assert (exact["count"], exact["count_is_exact"]) == (7, True)


def test_links_lead_on_and_back_and_keep_what_was_asked(callers: Callers, seven: list[int]) -> None:
    first = envelope(callers, "projects/?page_size=4&status=construction")
    assert first["previous"] is None
    second = envelope(callers, first["next"].removeprefix("/api/v1/"))
    assert second["next"] is None
    assert "status=construction" in second["previous"]
    assert envelope(callers, "projects/?page=99")["results"] == []


def test_fields_and_expand_choose_what_is_shown(callers: Callers) -> None:
    row = callers.plan_office.rows("projects/?fields=name,id&expand=departments")[0]
    assert list(row) == ["id", "name", "departments"]
    assert {part["part"] for part in row["departments"]} == {"lead", "supporting"}
    detail = callers.plan_office.get(f"projects/{callers.cast.project.pk}/?fields=code").json()
    assert list(detail) == ["code"]
