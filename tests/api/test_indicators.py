"""/indicators/: the rows of the plans' tables, their filters, and what a year reached."""

import pytest

from plans.models import Indicator
from tests.api.caller import Callers, problem_of
from tests.api.rows import one_of_each


@pytest.fixture
def indicator(callers: Callers) -> Indicator:
    one_of_each(callers.cast)
    return Indicator.objects.get()


def test_an_indicator_says_what_the_table_prints(callers: Callers, indicator: Indicator) -> None:
    shown = callers.leader.get(f"indicators/{indicator.pk}/").json()
    assert (shown["name"], shown["unit"], shown["nature"]) == ("常住人口城镇化率", "%", "expected")
    assert (shown["target_year"], shown["target_text"], shown["target_value"]) == (
        *(2025, "58", "58.0000"),
    )
    assert shown["further"] == [["2035年", "70"]]
    assert shown["years"] == [
        {"year": 2022, "text": "53", "value": "53.0000", "source": "office", "note": ""}
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *(("nature=expected", 1), ("nature=binding", 0), ("known=true", 1), ("known=false", 0)),
        *(("name=城镇化", 1), ("category=安全", 0), ("target_year=2025", 1), ("target_from=59", 0)),
        *(("target_to=58", 1), ("counted=true", 1), ("cumulative=true", 0), ("note=true", 0)),
        *(("base_counted=false", 0), ("ends_before=3", 0)),
    ],
)
def test_filters(callers: Callers, indicator: Indicator, query: str, found: int) -> None:
    assert len(callers.leader.rows(f"indicators/?{query}")) == found


def test_a_year_is_entered_and_a_correction_needs_a_reason(
    callers: Callers, indicator: Indicator
) -> None:
    path, office = f"indicators/{indicator.pk}/years/", callers.plan_office
    entered = office.post(path, {"version": 1, "year": 2023, "text": "54.2", "note": "公报"})
    assert entered.status_code == 200
    shown = entered.json()
    assert (shown["version"], [year["text"] for year in shown["years"]]) == (2, ["53", "54.2"])
    again = {"version": 2, "year": 2023, "text": "54.6"}
    problem_of(office.post(path, again), 422, "reason_required")
    corrected = office.post(path, {**again, "reason": "公报修订"}).json()
    assert [year["text"] for year in corrected["years"]] == ["53", "54.6"]
    future = {"version": 3, "year": 2027, "text": "60"}
    problem_of(office.post(path, future), 422, "choice_unknown")
