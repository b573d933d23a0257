"""What the register suggests became of a commitment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models.commitment import VerdictKind
from plans.rules.closing import (
    Known,
    combined,
    is_later,
    is_over,
    of_members,
    of_project,
    of_projects,
)

KINDS = st.lists(st.sampled_from(VerdictKind.values), min_size=1, max_size=8)


def known(status: str, *, confirmed: bool = True, **dates: date) -> Known:
    return Known("1408-0001", "运城机场改扩建", status, confirmed, **dates)


@pytest.mark.parametrize(
    ("project", "kind", "words"),
    [
        (known("performing"), "done", "已达效"),
        (known("performing", operating_on=date(2024, 6, 30)), "done", "2024年6月30日投产"),
        (
            known("performing", operating_on=date(2026, 3, 1)),
            "carried_over",
            "2026年3月1日投产，规划期末尚在建设",
        ),
        (known("construction"), "carried_over", "规划期末尚未建成"),
        (known("construction", started_on=date(2023, 4, 1)), "carried_over", "2023年4月1日开工"),
        (known("construction", started_on=date(2026, 4, 1)), "not_started", "规划期内未开工"),
        (known("conceived"), "not_started", "谋划库"),
        (known("reserve"), "not_started", "储备库"),
        (known("cancelled"), "cancelled", "已调出"),
        (known("suspended"), "", "缓建"),
        (known("performing", confirmed=False), "", "的状态（达效库）尚未确认"),
    ],
)
def test_of_a_project(project: Known, kind: str, words: str) -> None:
    proposed = of_project(project, period_end=2025)
    assert proposed.kind == kind
    assert words in proposed.sentence


def test_on_the_last_day_of_the_period_it_is_done() -> None:
    project = known("performing", operating_on=date(2025, 12, 31))
    assert of_project(project, period_end=2025).kind == "done"


def test_without_a_project_or_behind_a_veil_nothing_is_proposed() -> None:
    assert of_projects([], hidden=0, period_end=2025).kind == ""
    seen = of_projects([known("performing")], hidden=1, period_end=2025)
    assert seen.kind == ""
    assert "运城机场" not in seen.sentence


def test_one_unconfirmed_project_of_two_leaves_it_open() -> None:
    both = [known("performing"), known("performing", confirmed=False)]
    assert of_projects(both, hidden=0, period_end=2025).kind == ""


@pytest.mark.parametrize(
    ("kinds", "whole"),
    [
        (["done", "done"], "done"),
        (["done", "cancelled"], "mostly_done"),
        (["done", "mostly_done"], "mostly_done"),
        (["done", "carried_over"], "carried_over"),
        (["done", "not_started"], "carried_over"),
        (["not_started", "not_started"], "not_started"),
        (["not_started", "cancelled"], "not_started"),
        (["cancelled", "cancelled"], "cancelled"),
    ],
)
def test_several_parts(kinds: list[str], whole: str) -> None:
    assert combined(kinds) == whole
    assert of_members(kinds).kind == whole


def test_a_programme_waits_for_its_members() -> None:
    proposed = of_members(["done", "", "done"])
    assert proposed.kind == ""
    assert "3 个子项中 1 个待核实" in proposed.sentence


@given(KINDS)
def test_a_whole_is_done_only_when_every_part_is(kinds: list[str]) -> None:
    assert (combined(kinds) == "done") == (set(kinds) == {"done"})
    assert combined(kinds) == combined(reversed(kinds))
    assert combined(kinds) in VerdictKind.values


def test_periods() -> None:
    assert is_over(2025, today=date(2026, 1, 1))
    assert not is_over(2025, today=date(2025, 12, 31))
    assert not is_over(None, today=date(2026, 1, 1))
    assert is_later(2030, 2025)
    assert not is_later(2025, 2025)
    assert not is_later(None, 2025)
