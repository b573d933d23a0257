"""What a cell holds, and whether an indicator is on course: pure rules, no database."""

from decimal import Decimal

import pytest

from plans.rules.amounts import Amount, Bound, read_amount
from plans.rules.course import Course, IndicatorFacts, Way, Why, aim_of, judge, latest
from plans.rules.results import PrintedResult, printed_result


@pytest.mark.parametrize(
    ("text", "number", "bound", "cumulative"),
    [
        ("46.1", "46.1", Bound.NONE, False),
        ("1,174.5", "1174.5", Bound.NONE, False),
        ("-3.2", "-3.2", Bound.NONE, False),
        ("3%", "3", Bound.NONE, False),
        ("51.24*", "51.24", Bound.NONE, False),
        ("≤9‰", "9", Bound.MOST, False),
        ("＞50", "50", Bound.OVER, False),
        ("<4.5", "4.5", Bound.UNDER, False),
        ("95以上", "95", Bound.LEAST, False),
        ("30以内", "30", Bound.MOST, False),
        ("7左右", "7", Bound.ABOUT, False),
        ("[22.7]", "22.7", Bound.NONE, True),
        ("【-5】", "-5", Bound.NONE, True),
    ],
)
def test_a_cell_with_a_number(text: str, number: str, bound: Bound, cumulative: bool) -> None:
    amount = read_amount(text)
    assert (amount.number, amount.bound, amount.cumulative) == (Decimal(number), bound, cumulative)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "—", "0/1", "-/1", "(0/3) /(0/0) /(0/8)", "完成省下任务", "省任务未下达"),
        *("无指标", "与GDP目标增速保持一致", "3—5", "9" * 20),
    ],
)
def test_a_cell_without_a_number(text: str) -> None:
    assert read_amount(text) == Amount()


def test_words_in_brackets_are_a_sum_without_a_number() -> None:
    assert read_amount("[降低28.4]") == Amount(cumulative=True)


def facts(
    base: str = "", target: str = "", growth: str = "", *, name: str = "指标", unit: str = ""
) -> IndicatorFacts:
    return IndicatorFacts(name, unit, 2020, base, 2025, target, growth)


def course(one: IndicatorFacts, year: int, actual: str) -> Course:
    return judge(one, year, actual).course


def test_between_base_and_target_runs_a_straight_line() -> None:
    one = facts("50", "60", name="常住人口城镇化率")
    assert aim_of(one).way is Way.PATH
    assert judge(one, 2023, "56").asked == Decimal(56)
    assert course(one, 2023, "56") is Course.ON_COURSE
    assert course(one, 2023, "55.9") is Course.BEHIND
    assert course(one, 2025, "60") is Course.REACHED
    assert course(one, 2025, "59.9") is Course.MISSED
    assert course(one, 2026, "61") is Course.REACHED
    assert judge(one, 2020, "50").why is Why.NOT_BEGUN


def test_where_less_is_better_the_line_falls() -> None:
    one = facts("20", "10", name="单位GDP能耗")
    assert course(one, 2021, "18") is Course.ON_COURSE
    assert course(one, 2021, "18.1") is Course.BEHIND


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [(">50", "50.1", "50"), ("<4.5", "4.4", "4.5"), ("≥50", "50", "49"), ("≤9", "9", "9.1")],
)
def test_the_sign_of_the_target_says_which_side_counts(
    target: str, reached: str, missed: str
) -> None:
    one = facts("20", target)
    assert course(one, 2025, reached) is Course.REACHED
    assert course(one, 2025, missed) is Course.MISSED


def test_a_target_behind_the_base_is_a_floor_or_a_ceiling() -> None:
    land = facts("942", "741", name="耕地保有量")
    assert aim_of(land).way is Way.LIMIT
    assert course(land, 2022, "758") is Course.ON_COURSE
    assert course(land, 2022, "740") is Course.BEHIND
    deaths = facts("0.021", "0.03", name="亿元GDP生产安全事故死亡率")
    assert course(deaths, 2022, "0.029") is Course.ON_COURSE
    assert course(deaths, 2025, "0.04") is Course.MISSED


def test_without_a_base_only_the_reached_target_and_its_year_are_judged() -> None:
    one = facts("-", "58", name="常住人口城镇化率")
    assert judge(one, 2023, "55").why is Why.NO_BASE
    assert course(one, 2023, "58") is Course.ON_COURSE
    assert course(one, 2025, "57") is Course.MISSED


def test_a_sum_grows_from_nothing_and_takes_sums_only() -> None:
    jobs = facts("5.23", "[20]", name="城镇新增就业人数")
    assert course(jobs, 2022, "[8]") is Course.ON_COURSE
    assert course(jobs, 2022, "[7.9]") is Course.BEHIND
    assert judge(jobs, 2022, "5").why is Why.SUM_NEEDED
    assert judge(facts("1", "2"), 2022, "[1.5]").why is Why.NO_SUM
    saving = facts("—", "—", "[13.5]", name="单位GDP能源消耗降低", unit="%")
    assert course(saving, 2025, "[13.5]") is Course.REACHED


def test_a_yearly_growth_is_asked_for_every_year() -> None:
    growth = facts("5.2", "-", "10", name="地区生产总值增长率", unit="%")
    assert aim_of(growth).way is Way.YEARLY
    assert course(growth, 2022, "10") is Course.ON_COURSE
    assert course(growth, 2022, "9.9") is Course.BEHIND
    about = facts("8718", "-", "8左右", name="农村居民人均可支配收入", unit="%")
    assert course(about, 2022, "7.9") is Course.ON_COURSE
    assert course(about, 2022, "7.4") is Course.BEHIND
    # Beside a target in persons the growth is no measure of its own.
    assert aim_of(facts("610", "无", "140", name="企业数量", unit="户")).way is Way.WORDS


@pytest.mark.parametrize("target", ["完成省下任务", "-/1", ""])
def test_words_are_not_judged(target: str) -> None:
    assert latest(facts("66.1", target), {2023: "70"}).why is Why.NO_TARGET


def test_the_last_year_that_can_be_judged_counts() -> None:
    one = facts("50", "60")
    assert latest(one, {}).why is Why.NO_ACTUAL
    standing = latest(one, {2021: "53", 2022: "55", 2023: "未公布"})
    assert (standing.course, standing.year) == (Course.ON_COURSE, 2022)
    assert latest(one, {2023: "未公布"}).why is Why.NO_NUMBER


def test_what_the_table_prints_as_reached() -> None:
    one = facts("46.1", "55")
    done = [("进展情况 完成", "51.24*"), ("进展情况 年均或累计增长(%)", "")]
    head = "进展情况 完成"
    assert printed_result(one, done, "*为2019年数据") == PrintedResult(2019, "51.24*", head)
    assert printed_result(one, done, "") == PrintedResult(2025, "51.24*", head)
    only_growth = [("进展情况 完成", ""), ("进展情况 年均增长", "5.8")]
    assert printed_result(one, only_growth, "") == PrintedResult(2025, "5.8", "进展情况 年均增长")
    assert printed_result(one, [("进展情况 完成", "-"), ("2035年", "70")], "") is None
    assert printed_result(one, [("2023年完成", "52")], "") == PrintedResult(
        2023, "52", "2023年完成"
    )
