"""A number that a plan promises, held against the register."""

from hypothesis import given
from hypothesis import strategies as st

from plans.rules.counts import Counted, judge, years_owed

COUNTIES = ["140802", "140829"]
PROJECTS = [
    Counted(1, frozenset({"140802"}), 2022),
    Counted(2, frozenset({"140802", "140829"}), 2023),
    Counted(3, frozenset({"140802"}), None),
]


def test_each_county_has_its_own_number() -> None:
    outcome = judge(2, PROJECTS, counties=COUNTIES, years=None)
    assert [(row.county, row.found, row.short) for row in outcome.rows] == [
        ("140802", 3, 0),
        ("140829", 1, 1),
    ]
    assert (outcome.kept, outcome.places_short, outcome.short) == (False, 1, 1)
    assert judge(1, PROJECTS, counties=COUNTIES, years=None).kept


def test_the_whole_region_counts_a_project_once() -> None:
    outcome = judge(3, PROJECTS, counties=None, years=None)
    assert [(row.county, row.found) for row in outcome.rows] == [("", 3)]
    assert outcome.kept


def test_every_year_counts_what_was_started_in_it() -> None:
    years = years_owed(first=2021, last=2025, today=2023, yearly=True)
    assert years == [2021, 2022, 2023]
    outcome = judge(1, PROJECTS, counties=None, years=years)
    assert [(row.year, row.found) for row in outcome.rows] == [(2021, 0), (2022, 1), (2023, 1)]
    assert outcome.short == 1
    assert years_owed(first=2021, last=2025, today=2026, yearly=False) is None
    assert years_owed(first=2021, last=2025, today=2020, yearly=True) == []


@given(st.integers(1, 9), st.lists(st.sampled_from(PROJECTS), max_size=9))
def test_kept_means_that_nothing_is_missing(number: int, projects: list[Counted]) -> None:
    outcome = judge(number, projects, counties=COUNTIES, years=None)
    assert outcome.kept == (outcome.short == 0) == (outcome.places_short == 0)
