"""The lights 「红黄绿灯」 as pure rules: facts of a project in, a light with its sentences out.

A rule is data (`LightRule`): a measure, thresholds for yellow and red, how to compare, and the
sentences that explain it. Here stands how each measure is taken from the facts. The published
sources are named on the rules themselves (Yinchuan 2025, Haikou Jiangdong 2020, Wenzhou Ouhai
2020); what is our own is marked there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from projects.rules.periods import months_between
from projects.rules.statuses import OUT

SEVERITY = {"green": 0, "grey": 1, "yellow": 2, "red": 3}


@dataclass(frozen=True)
class DueMilestone:
    """An open milestone with a date in force."""

    name: str
    due_on: date
    critical: bool


@dataclass(frozen=True)
class Pace:
    """The year's plan against what was done of it, in per cent of the year's plan."""

    completed_percent: Decimal
    planned_percent: Decimal


@dataclass(frozen=True)
class FundPace:
    """What a fund batch demands to be paid by now, and what was paid, in per cent."""

    fund: str
    paid_percent: Decimal
    required_percent: Decimal


@dataclass(frozen=True)
class Facts:
    """All that the lights look at."""

    status: str
    seasonal_stop: bool = False
    planned_start_on: date | None = None
    started_on: date | None = None
    registered: bool = True
    open_milestones: Sequence[DueMilestone] = ()
    has_dates: bool = False
    pace: Pace | None = None
    funds: Sequence[FundPace] = ()
    missed_periods: Sequence[str] = ()
    lights_at_month_ends: Sequence[str] = ()
    """The last two month ends, the latest first: the monthly evaluations."""


@dataclass(frozen=True)
class Rule:
    """A rule of the lights as the database holds it."""

    code: str
    measure: str
    thresholds: Mapping[str, float | None]
    compare: Mapping[str, str]
    sentence_zh: str
    sentence_en: str
    notes: Mapping[str, str] = field(default_factory=dict)
    statuses: Sequence[str] = ()


@dataclass(frozen=True)
class Finding:
    """One measured value with the words that its sentence needs; a tuple is several names."""

    value: Any
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The light and the sentences that explain it, worst first."""

    light: str
    sentences: Sequence[Mapping[str, str]]


def judge(facts: Facts, rules: Sequence[Rule], *, today: date) -> Verdict:
    """The light of a project today by the rules in force."""
    if facts.status in OUT:
        return Verdict("grey", [_unjudged(facts.status)])
    sentences = [said for rule in rules for said in _apply(rule, facts, today, so_far="")]
    worst = _worst(sentences)
    for rule in rules:
        if rule.measure == "consecutive_yellow":
            sentences += list(_apply(rule, facts, today, so_far=worst))
    light = _worst(sentences)
    if facts.seasonal_stop and light == "red":
        light = "yellow"
    ordered = sorted(sentences, key=lambda said: -SEVERITY[said["light"]])
    return Verdict(light, ordered)


def _worst(sentences: Sequence[Mapping[str, str]]) -> str:
    return max((said["light"] for said in sentences), key=SEVERITY.__getitem__, default="green")


def _apply(rule: Rule, facts: Facts, today: date, *, so_far: str) -> Iterator[Mapping[str, str]]:
    if rule.statuses and facts.status not in rule.statuses:
        return
    finding = MEASURES[rule.measure](facts, today, so_far)
    if finding is None:
        return
    light = _light_of(rule, finding.value)
    zh, en = rule.sentence_zh, rule.sentence_en
    if light == "green":
        if not rule.notes or finding.value <= 0:
            return
        zh, en = rule.notes["zh"], rule.notes["en"]
    words = {"value": _plain(finding.value), **finding.words}
    names = {name: word for name, word in words.items() if isinstance(word, tuple)}
    yield {
        "rule": rule.code,
        "light": light,
        "zh": zh.format(**words | {name: "、".join(word) for name, word in names.items()}),
        "en": en.format(**words | {name: ", ".join(word) for name, word in names.items()}),
    }


def _light_of(rule: Rule, value: Any) -> str:
    if rule.measure == "no_schedule":
        return "grey"
    for light in ("red", "yellow"):
        threshold = rule.thresholds.get(light)
        if threshold is None:
            continue
        limit = Decimal(str(threshold))
        if value > limit or (rule.compare.get(light) == "gte" and value == limit):
            return light
    return "green"


def _plain(value: Any) -> str:
    """Figures as a person writes them: 12.50 is 12.5, 30.00 is 30."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _unjudged(status: str) -> Mapping[str, str]:
    zh = {"suspended": "项目缓建，不评灯。", "cancelled": "项目已调出，不评灯。"}[status]
    return {"rule": "", "light": "grey", "zh": zh, "en": f"The project is {status}: no light."}


# --- Measures ---------------------------------------------------------------------------------


def _start_overdue(facts: Facts, today: date, _so_far: str) -> Finding | None:
    if facts.started_on or facts.planned_start_on is None or facts.status == "performing":
        return None
    planned = facts.planned_start_on
    # A planned month has passed once the next one has begun.
    months = (today.year - planned.year) * 12 + today.month - planned.month
    return Finding(months, {"planned_month": f"{planned:%Y-%m}"}) if months > 0 else None


def _pace_gap(facts: Facts, _today: date, _so_far: str) -> Finding | None:
    if facts.pace is None:
        return None
    gap = facts.pace.planned_percent - facts.pace.completed_percent
    words = {
        "completed_percent": _plain(facts.pace.completed_percent),
        "planned_percent": _plain(facts.pace.planned_percent),
    }
    return Finding(gap, words)


def _statistics_overdue(facts: Facts, today: date, _so_far: str) -> Finding | None:
    if facts.registered or facts.started_on is None:
        return None
    months = months_between(facts.started_on, today)
    return Finding(months, {"started_on": facts.started_on.isoformat()})


def _payment_gap(facts: Facts, _today: date, _so_far: str) -> Finding | None:
    gaps = [(fund.required_percent - fund.paid_percent, fund) for fund in facts.funds]
    if not gaps:
        return None
    gap, fund = max(gaps, key=lambda pair: pair[0])
    words = {
        "fund": fund.fund,
        "paid_percent": _plain(fund.paid_percent),
        "required_percent": _plain(fund.required_percent),
    }
    return Finding(gap, words)


def _consecutive_yellow(facts: Facts, _today: date, so_far: str) -> Finding | None:
    """Yellow now, and not better at the last two month ends. A red that this rule lit counts as
    the yellow beneath it, or it would go out after a month by itself."""
    evaluated = facts.lights_at_month_ends
    never_better = len(evaluated) == 2 and all(one in ("yellow", "red") for one in evaluated)
    return Finding(2) if so_far == "yellow" and never_better else None


def _report_missed(facts: Facts, _today: date, _so_far: str) -> Finding | None:
    missed = facts.missed_periods
    return Finding(len(missed), {"period": tuple(missed)}) if missed else None


def _overdue(*, critical: bool) -> Callable[[Facts, date, str], Finding | None]:
    def measure(facts: Facts, today: date, _so_far: str) -> Finding | None:
        due = [one for one in facts.open_milestones if one.critical == critical]
        if not due:
            return None
        first = min(due, key=lambda one: (one.due_on, one.name))
        days = (today - first.due_on).days
        words = {"milestone": first.name, "due_on": first.due_on.isoformat()}
        return Finding(days, words) if days > 0 else None

    return measure


def _no_schedule(facts: Facts, _today: date, _so_far: str) -> Finding | None:
    return None if facts.has_dates or facts.status == "performing" else Finding(1)


MEASURES: Mapping[str, Callable[[Facts, date, str], Finding | None]] = {
    "start_overdue_months": _start_overdue,
    "pace_gap_points": _pace_gap,
    "statistics_overdue_months": _statistics_overdue,
    "payment_gap": _payment_gap,
    "consecutive_yellow": _consecutive_yellow,
    "report_missed": _report_missed,
    "milestone_overdue_days": _overdue(critical=False),
    "critical_milestone_overdue_days": _overdue(critical=True),
    "no_schedule": _no_schedule,
}
