"""The lights by the rules as they are delivered: every threshold at its edges, and general laws."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.models import LightRule
from projects.rules.lights import (
    MEASURES,
    SEVERITY,
    DueMilestone,
    Facts,
    FundPace,
    Pace,
    Rule,
    Verdict,
    judge,
)
from tests.fixtures.reference import entries

TODAY = date(2026, 11, 23)
RULES = [
    Rule(
        code=row["code"],
        measure=row["measure"],
        thresholds=row["thresholds"],
        compare=row["params"].get("compare", {}),
        sentence_zh=row["sentence_zh"],
        sentence_en=row["sentence_en"],
        notes={"zh": row["params"]["note_zh"], "en": row["params"]["note_en"]}
        if "note_zh" in row["params"]
        else {},
        statuses=row["scope"].get("statuses", ()),
    )
    for row in entries("light_rules")
]


def facts(**values: Any) -> Facts:
    """A project under construction with a date ahead, of which nothing bad is known."""
    ahead = DueMilestone("竣工", TODAY + timedelta(days=300), critical=False)
    known: dict[str, Any] = {
        "status": "construction",
        "has_dates": True,
        "open_milestones": [ahead],
    }
    return Facts(**(known | values))


def light(**values: Any) -> Verdict:
    return judge(facts(**values), RULES, today=TODAY)


def due(days_ago: int, *, critical: bool = False) -> list[DueMilestone]:
    return [DueMilestone("主体封顶", TODAY - timedelta(days=days_ago), critical)]


def behind(points: str) -> Pace:
    return Pace(completed_percent=Decimal(50) - Decimal(points), planned_percent=Decimal(50))


# --- Each published rule and each of our own, at its edges --------------------------------------


def test_nothing_bad_is_green_without_a_word() -> None:
    assert light() == Verdict("green", [])


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (date(2026, 12, 1), "green"),
        (date(2026, 11, 1), "green"),
        (date(2026, 10, 31), "yellow"),
        (date(2026, 9, 1), "yellow"),
        (date(2026, 8, 31), "red"),
        (date(2025, 11, 30), "red"),
    ],
)
def test_start_a_planned_month_passed_is_yellow_three_running_are_red(
    planned: date, expected: str
) -> None:
    verdict = light(planned_start_on=planned)

    assert verdict.light == expected
    if expected != "green":
        assert f"{planned:%Y-%m}" in verdict.sentences[0]["zh"]


def test_who_has_started_is_not_late_with_the_start() -> None:
    assert light(planned_start_on=date(2025, 1, 1), started_on=date(2026, 1, 1)).light == "green"


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("-20", "green"),
        ("0", "green"),
        ("9.9", "green"),
        ("10", "yellow"),
        ("30", "yellow"),
        ("30.1", "red"),
    ],
)
def test_pace_behind_by_ten_points_is_yellow_by_more_than_thirty_red(
    points: str, expected: str
) -> None:
    assert light(pace=behind(points)).light == expected


def test_a_pace_below_the_mark_is_green_with_a_note() -> None:
    verdict = light(pace=behind("9.90"))

    assert [(said["rule"], said["light"]) for said in verdict.sentences] == [("pace_gap", "green")]
    assert "9.9 个百分点" in verdict.sentences[0]["zh"]
    assert light(pace=behind("-1")).sentences == []


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        (date(2026, 10, 24), "green"),
        (date(2026, 10, 23), "yellow"),
        (date(2026, 9, 24), "yellow"),
        (date(2026, 9, 23), "red"),
    ],
)
def test_started_and_not_in_the_statistics_register(started: date, expected: str) -> None:
    assert light(started_on=started, registered=False).light == expected
    assert light(started_on=started, registered=True).light == "green"


@pytest.mark.parametrize(
    ("paid", "expected"), [("40.1", "green"), ("40", "green"), ("39.9", "red")]
)
def test_payment_below_the_demand_of_a_fund_is_red(paid: str, expected: str) -> None:
    fund = FundPace("晋发改投资〔2026〕1号", Decimal(paid), Decimal(40))

    assert light(funds=[fund]).light == expected


def test_of_several_funds_the_worst_is_named() -> None:
    funds = [
        FundPace("甲", Decimal(30), Decimal(40)),
        FundPace("乙", Decimal(10), Decimal(40)),
    ]

    assert light(funds=funds).sentences[0]["zh"].startswith("乙 支付率 10%")


def test_two_yellow_evaluations_in_a_row_are_red() -> None:
    overdue = due(1)

    assert light(open_milestones=overdue, lights_at_month_ends=["yellow"] * 2).light == "red"
    assert light(open_milestones=overdue, lights_at_month_ends=["red", "yellow"]).light == "red"
    assert light(open_milestones=overdue, lights_at_month_ends=["yellow"]).light == "yellow"
    assert (
        light(open_milestones=overdue, lights_at_month_ends=["yellow", "green"]).light == "yellow"
    )
    assert light(open_milestones=overdue).light == "yellow"
    assert light(lights_at_month_ends=["yellow"] * 2).light == "green"


def test_a_missed_month_is_yellow_and_names_it() -> None:
    verdict = light(missed_periods=["2026-10"])

    assert verdict.light == "yellow"
    assert "2026-10 月报" in verdict.sentences[0]["zh"]


@pytest.mark.parametrize(
    ("days_ago", "ordinary", "critical"),
    [
        (-1, "green", "green"),
        (0, "green", "green"),
        (1, "yellow", "yellow"),
        (7, "yellow", "yellow"),
        (8, "yellow", "red"),
        (30, "yellow", "red"),
        (31, "red", "red"),
    ],
)
def test_an_overdue_milestone(days_ago: int, ordinary: str, critical: str) -> None:
    assert light(open_milestones=due(days_ago)).light == ordinary
    assert light(open_milestones=due(days_ago, critical=True)).light == critical


def test_the_longest_overdue_milestone_is_named() -> None:
    verdict = light(open_milestones=[*due(3), DueMilestone("用地批复", date(2026, 11, 1), False)])

    assert verdict.sentences[0]["zh"] == "节点“用地批复”应于 2026-11-01 完成，已逾期 22 天。"


@pytest.mark.parametrize("status", ["conceived", "reserve", "construction"])
def test_no_date_at_all_is_grey_and_never_green(status: str) -> None:
    verdict = light(status=status, has_dates=False, open_milestones=[])

    assert verdict.light == "grey"
    assert verdict.sentences[0]["rule"] == "no_schedule"


def test_no_date_does_not_cover_up_what_is_bad() -> None:
    assert light(has_dates=False, open_milestones=[], missed_periods=["2026-10"]).light == "yellow"


@pytest.mark.parametrize("status", ["suspended", "cancelled"])
def test_what_rests_or_is_out_is_not_judged(status: str) -> None:
    verdict = light(status=status, open_milestones=due(100))

    assert verdict.light == "grey"
    assert len(verdict.sentences) == 1


def test_a_rule_keeps_to_the_pools_of_its_scope() -> None:
    rule = Rule("r", "milestone_overdue_days", {"yellow": 0}, {}, "逾期", "late", {}, ["reserve"])

    assert judge(facts(open_milestones=due(3)), [rule], today=TODAY).light == "green"
    in_reserve = facts(status="reserve", open_milestones=due(3))
    assert judge(in_reserve, [rule], today=TODAY).light == "yellow"


def test_sentences_stand_worst_first() -> None:
    verdict = light(
        open_milestones=[*due(5), *due(40, critical=True)], pace=behind("5"), has_dates=True
    )

    assert [said["light"] for said in verdict.sentences] == ["red", "yellow", "green"]


def test_every_measure_of_the_register_can_be_taken() -> None:
    assert set(MEASURES) == set(LightRule.Measure.values)


# --- General laws -----------------------------------------------------------------------------

amounts = st.decimals(0, 150, places=1)


@st.composite
def situations(draw: st.DrawFn) -> Facts:
    dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))
    milestones = st.builds(DueMilestone, st.text("节点一二三", min_size=1), dates, st.booleans())
    return Facts(
        status=draw(st.sampled_from(["conceived", "reserve", "construction", "performing"])),
        seasonal_stop=draw(st.booleans()),
        planned_start_on=draw(st.none() | dates),
        started_on=draw(st.none() | dates),
        registered=draw(st.booleans()),
        open_milestones=draw(st.lists(milestones, max_size=3)),
        has_dates=draw(st.booleans()),
        pace=draw(st.none() | st.builds(Pace, amounts, amounts)),
        funds=draw(st.lists(st.builds(FundPace, st.just("基金"), amounts, amounts), max_size=2)),
        missed_periods=draw(st.lists(st.just("2026-10"), max_size=1)),
        lights_at_month_ends=draw(st.lists(st.sampled_from(list(SEVERITY)), max_size=2)),
    )


@given(situations())
def test_the_light_is_the_worst_of_its_sentences_and_each_is_readable(given_facts: Facts) -> None:
    verdict = judge(given_facts, RULES, today=TODAY)

    assert verdict.light in SEVERITY
    for said in verdict.sentences:
        assert "{" not in said["zh"] + said["en"]
    worst = max(
        (said["light"] for said in verdict.sentences), key=SEVERITY.__getitem__, default="green"
    )
    if not given_facts.seasonal_stop:
        assert verdict.light == worst


@given(situations())
def test_a_seasonal_stop_is_never_red(given_facts: Facts) -> None:
    stopped = Facts(**(vars(given_facts) | {"seasonal_stop": True}))

    assert judge(stopped, RULES, today=TODAY).light != "red"


@given(situations(), st.integers(1, 400))
def test_more_days_late_are_never_a_better_light(given_facts: Facts, days: int) -> None:
    later = judge(given_facts, RULES, today=TODAY + timedelta(days=days))
    now = judge(given_facts, RULES, today=TODAY)

    assert SEVERITY[later.light] >= SEVERITY[now.light]


@given(situations())
def test_without_dates_no_light_is_green_before_it_performs(given_facts: Facts) -> None:
    undated = vars(given_facts) | {"has_dates": False, "status": "construction"}

    assert judge(Facts(**undated), RULES, today=TODAY).light != "green"
