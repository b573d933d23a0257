"""Whether an indicator is on course: what a year asked for, and what it reached.

What a year asks for:

- `PATH`: base and target are numbers: the straight line between them, by year;
- `SUM`: the target is a sum over the years, in [ ]: the straight line from nothing at the base
  to the sum; only what is a sum itself is held against it;
- `LIMIT`: the target is worse than the base (耕地保有量 942 → 741), or there is no base: the
  target itself, as a floor or a ceiling; without a base, a year before the target's is judged
  only once the target is reached;
- `YEARLY`: the target is a yearly growth (年均增长 7左右) of what is measured in per cent: that
  growth, every year.

Whether more or less is better, the target's sign says (≥ > 以上, ≤ < 以内), else the words of the
name (死亡率, 能耗; 覆盖率, 保有量), else the way from base to target. 「左右」 allows half of the
last printed place. Words (完成省下任务) and ratios (0/1) are not judged. These rules are our own:
the plans state no figures for the years between.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from plans.rules.amounts import Amount, Bound, read_amount


class Course(StrEnum):
    """How an indicator stands against what its plan asks for."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    MISSED = "missed"
    OPEN = "open"


class Way(StrEnum):
    """What a year is held against."""

    PATH = "path"
    SUM = "sum"
    LIMIT = "limit"
    YEARLY = "yearly"
    WORDS = "words"


class Why(StrEnum):
    """Why there is no judgement."""

    JUDGED = ""
    NO_ACTUAL = "no_actual"
    NO_TARGET = "no_target"
    NO_NUMBER = "no_number"
    NOT_BEGUN = "not_begun"
    NO_BASE = "no_base"
    SUM_NEEDED = "sum_needed"
    NO_SUM = "no_sum"


@dataclass(frozen=True)
class IndicatorFacts:
    """What the plan's table says of an indicator, as printed."""

    name: str
    unit: str
    base_year: int | None
    base: str
    target_year: int | None
    target: str
    growth: str = ""


@dataclass(frozen=True)
class Aim:
    """What an indicator is held against, and whether more is better."""

    way: Way
    more_is_better: bool = True
    goal: Amount = field(default_factory=Amount)
    base: Decimal | None = None
    base_year: int | None = None
    year: int | None = None

    def asked_in(self, year: int) -> Decimal | None:
        """What a year asks for; None where the plan's figures do not say."""
        goal = self.goal.number
        if goal is None or self.way in (Way.YEARLY, Way.LIMIT):
            return goal
        if self.year is None or year >= self.year:
            return goal
        if self.base is None or self.base_year is None or year <= self.base_year:
            return None
        share = Decimal(year - self.base_year) / Decimal(self.year - self.base_year)
        return self.base + (goal - self.base) * share


@dataclass(frozen=True)
class Judgement:
    """How an indicator stood in a year, what the year asked for, and why it is not judged."""

    course: Course
    year: int | None = None
    asked: Decimal | None = None
    why: Why = Why.JUDGED


# In the measure's own words: with 降低 or 下降 behind it, more is better again.
_LESS = re.compile(
    r"死亡|失业率|发生率|发病率|患病率|漏失率|漏损率|能耗|消耗|用水量|耗水|排放|浓度|劣[ⅤV5五]类?"
    r"|用地规模|建设用地|贫困人口(?!脱贫)|贫困发生|负债率|时间|时限|天数.*污染|重污染|开办企业|差距|收入比"
)
_LOWERED = re.compile(r"降低|下降|减少|削减|减排|压减|脱贫")
_MORE = re.compile(
    r"率$|量$|增速|增长|覆盖|保有量|能力|面积|比重|占比|人数|总额|收入|产值|里程|数$|寿命|年限|蓄积|优良"
)
_PER_CENT = re.compile(r"[%％‰]|百分点")
_GROWING = re.compile(r"增速|增长|增长率|增幅|下降|降低|减少")
_HALF = Decimal("0.5")


def aim_of(facts: IndicatorFacts) -> Aim:
    """Find what an indicator is held against."""
    target, growth, base = (
        read_amount(facts.target),
        read_amount(facts.growth),
        read_amount(facts.base),
    )
    if target.number is None and growth.number is not None and _may_grow(facts, growth):
        way = Way.SUM if growth.cumulative else Way.YEARLY
        return _aim(way, facts, growth, Amount())
    if target.number is None:
        return Aim(Way.WORDS)
    if target.cumulative or base.cumulative:
        return _aim(Way.SUM, facts, target, Amount())
    return _aim(Way.PATH, facts, target, base)


def judge(facts: IndicatorFacts, year: int, actual: str) -> Judgement:
    """Tell how an indicator stood in a year in which it reached `actual`."""
    aim, reached = aim_of(facts), read_amount(actual)
    if aim.way is Way.WORDS:
        return _open(year, Why.NO_TARGET)
    if reached.number is None:
        return _open(year, Why.NO_NUMBER)
    if reached.cumulative != (aim.way is Way.SUM):
        return _open(year, Why.SUM_NEEDED if aim.way is Way.SUM else Why.NO_SUM)
    if aim.base_year is not None and year <= aim.base_year:
        return _open(year, Why.NOT_BEGUN)
    asked = aim.asked_in(year)
    final = aim.year is not None and year >= aim.year
    if asked is None:
        return _open(year, Why.NO_BASE)
    kept = _keeps(reached.number, asked, aim)
    if final:
        return Judgement(Course.REACHED if kept else Course.MISSED, year, asked)
    if not kept and aim.way is Way.LIMIT and aim.base is None:
        return _open(year, Why.NO_BASE)
    return Judgement(Course.ON_COURSE if kept else Course.BEHIND, year, asked)


def latest(facts: IndicatorFacts, actuals: Mapping[int, str]) -> Judgement:
    """Tell how an indicator stands by the last year that can be judged, else by the last."""
    if aim_of(facts).way is Way.WORDS:
        return _open(None, Why.NO_TARGET)
    judged = [judge(facts, year, actuals[year]) for year in sorted(actuals, reverse=True)]
    if not judged:
        return _open(None, Why.NO_ACTUAL)
    return next((one for one in judged if one.course is not Course.OPEN), judged[0])


def _open(year: int | None, why: Why) -> Judgement:
    return Judgement(Course.OPEN, year, None, why)


def _may_grow(facts: IndicatorFacts, growth: Amount) -> bool:
    """Whether the growth column is what an indicator is held against: its measure is a rate."""
    return growth.cumulative or bool(_PER_CENT.search(facts.unit) or _GROWING.search(facts.name))


def _aim(way: Way, facts: IndicatorFacts, goal: Amount, base: Amount) -> Aim:
    more = _more_is_better(facts.name, goal, base.number)
    assert goal.number is not None
    at_base = Decimal(0) if way is Way.SUM else base.number
    if way is Way.PATH:
        turned = at_base is not None and goal.number != at_base and (goal.number > at_base) != more
        way = Way.LIMIT if at_base is None or turned else Way.PATH
    return Aim(way, more, goal, at_base, facts.base_year, facts.target_year)


def _more_is_better(name: str, goal: Amount, base: Decimal | None) -> bool:
    if goal.bound in (Bound.LEAST, Bound.OVER):
        return True
    if goal.bound in (Bound.MOST, Bound.UNDER):
        return False
    if _LOWERED.search(name):
        return True
    if _LESS.search(name):
        return False
    if _MORE.search(name) or base is None or goal.number is None:
        return True
    return goal.number >= base


def _keeps(reached: Decimal, asked: Decimal, aim: Aim) -> bool:
    if aim.goal.bound is Bound.ABOUT:
        exponent = asked.as_tuple().exponent
        slack = _HALF.scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
        return reached >= asked - slack if aim.more_is_better else reached <= asked + slack
    if asked == aim.goal.number and aim.goal.bound is Bound.OVER:
        return reached > asked
    if asked == aim.goal.number and aim.goal.bound is Bound.UNDER:
        return reached < asked
    return reached >= asked if aim.more_is_better else reached <= asked
