"""The rules that a register starts with."""

from dataclasses import dataclass
from datetime import datetime

from directory.unit import unit_of_work
from reminders.models import Audience, ReminderRule, Subject, Urgency

OWING = [Audience.DEPARTMENT.value, Audience.COMPANY.value]


@dataclass(frozen=True)
class Seed:
    """A rule of ours: our own default, which the plan office may change."""

    code: str
    name: str
    name_en: str
    subject: Subject
    offset_days: int
    urgency: Urgency
    audience: list[str]
    repeat_every_days: int | None = None


DUE, REPORT = Subject.MILESTONE_DUE, Subject.REPORT_DUE
SEEDS = (
    Seed(
        "milestone-30-before",
        "节点到期前 30 天",
        "30 days before a milestone",
        DUE,
        -30,
        Urgency.NOTICE,
        OWING,
    ),
    Seed(
        "milestone-7-before",
        "节点到期前 7 天",
        "7 days before a milestone",
        DUE,
        -7,
        Urgency.SOON,
        OWING,
    ),
    Seed(
        "milestone-1-before",
        "节点到期前 1 天",
        "The day before a milestone",
        DUE,
        -1,
        Urgency.PRESSING,
        OWING,
    ),
    Seed(
        "milestone-overdue",
        "节点逾期次日起每周",
        "A milestone is overdue: the day after, then weekly",
        DUE,
        1,
        Urgency.OVERDUE,
        OWING,
        repeat_every_days=7,
    ),
    Seed(
        "report-3-before",
        "月报截止前 3 天",
        "3 days before a report is due",
        REPORT,
        -3,
        Urgency.SOON,
        OWING,
    ),
    Seed(
        "report-1-before",
        "月报截止前 1 天",
        "The day before a report is due",
        REPORT,
        -1,
        Urgency.PRESSING,
        OWING,
    ),
    Seed(
        "report-overdue",
        "月报逾期次日起每周",
        "A report is overdue: the day after, then weekly",
        REPORT,
        1,
        Urgency.OVERDUE,
        OWING,
        repeat_every_days=7,
    ),
)


def load_rules(*, now: datetime) -> int:
    """Put the rules of ours in that are not there yet, and return how many; a rule that the
    plan office changed stays as it is."""
    known = set(ReminderRule.objects.values_list("code", flat=True))
    missing = [seed for seed in SEEDS if seed.code not in known]
    with unit_of_work("reminder_rules.load", actor=None, now=now) as work:
        work.create_all(
            [
                ReminderRule(
                    code=seed.code,
                    name=seed.name,
                    name_en=seed.name_en,
                    subject=seed.subject.value,
                    offset_days=seed.offset_days,
                    repeat_every_days=seed.repeat_every_days,
                    urgency=seed.urgency.value,
                    audience=seed.audience,
                )
                for seed in missing
            ]
        )
    return len(missing)
