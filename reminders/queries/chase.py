"""The 催报 text: who owes what, ready to be pasted into a group chat.

It is Chinese by nature, whoever copies it: it is read in a Chinese office.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import groupby
from operator import or_

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, FilteredRelation, Func, Q, Window
from django.db.models.functions import RowNumber

from directory.models import FICTITIOUS_PREFIX, Region, User
from projects.models import Milestone, Project, ProjectDepartment, ReportRound
from projects.queries.overdue import overdue_groups
from projects.queries.reports import not_reported, open_rounds, owing_reports
from projects.querysets import MilestoneQuerySet, ProjectQuerySet, home_region

NAMES_SHOWN = 5
UNITS_SHOWN = 40
NOBODY = "未明确责任单位"
DIGITS = "零一二三四五六七八九"


@dataclass
class Unreported:
    """The projects of one unit without a report of one period; the first names of them."""

    period: str
    count: int
    names: Sequence[str]


@dataclass
class Owing:
    """What one unit owes: overdue milestones (the longest overdue first, as lines), reports."""

    unit: str
    overdue: int = 0
    longest: int = 0
    lines: list[str] = field(default_factory=list)
    unreported: list[Unreported] = field(default_factory=list)

    def weight(self) -> tuple[int, int, str]:
        """Most overdue first, then most unreported."""
        return -self.overdue, -sum(row.count for row in self.unreported), self.unit


def chase_text(
    user: User, *, today: date, region: str | None = None, department_id: int | None = None
) -> str:
    """Return the text for the area of a person, or a region or one unit within it.

    Overdue milestones and reports of the open rounds, grouped by unit, with figures. However
    many there are, only what the text shows is read.
    """
    milestones, projects = Milestone.objects.in_scope_of(user), Project.objects.in_scope_of(user)
    if region:
        milestones, projects = milestones.in_region(region), projects.in_region(region)
    if department_id:
        milestones = milestones.filter(department=department_id)
        projects = projects.of_department(department_id, ProjectDepartment.Part.LEAD)
    units: dict[int | None, Owing] = {}
    summary = _overdue(milestones, units, today=today)
    rounds = [asked for asked in open_rounds(today) if _asks(asked, projects)]
    summary += _reports(projects, rounds, units, today=today)
    lines = [f"【重大项目催报】{_place(user, region)}截至{_day(today)}"]
    if (region or home_region(user)).startswith(FICTITIOUS_PREFIX):
        lines.insert(0, "【示范市·模拟数据，非真实项目】")
    if not units:
        reported = "月报均已报送。" if rounds else "目前没有月报要报。"
        return "\n".join([*lines, f"没有逾期节点，{reported}"])
    lines += [f"共涉及 {len(units)} 个单位。", *summary]
    ordered = sorted(units.values(), key=Owing.weight)
    for number, unit in enumerate(ordered[:UNITS_SHOWN], start=1):
        lines += ["", *_section(number, unit)]
    if len(ordered) > UNITS_SHOWN:
        lines += ["", f"另有 {len(ordered) - UNITS_SHOWN} 个单位，详见系统。"]
    return "\n".join(
        [
            *lines,
            "",
            "请以上单位抓紧推进，并及时在系统中填报完成情况；确需调整时间的，请按程序提交调整申请。",
            f"办理入口：{settings.PUBLIC_URL}/",
        ]
    )


def _overdue(
    milestones: MilestoneQuerySet, units: dict[int | None, Owing], *, today: date
) -> list[str]:
    """Note what is overdue with each unit; return the line of totals."""
    late = milestones.overdue(today).order_by()
    groups = overdue_groups(late, today=today, by="department")
    if not groups:
        return []
    for group in groups:
        key = int(group.key) if group.key is not None else None
        units[key] = Owing(group.name or NOBODY, group.milestones, group.days_late)
    # Ranked by the index alone; only the few that are shown are read.
    ranked = late.annotate(
        place=Window(RowNumber(), partition_by=F("department_id"), order_by=("due_on", "id"))
    )
    first = ranked.filter(place__lte=NAMES_SHOWN).values_list("pk", flat=True)
    shown = Milestone.objects.filter(pk__in=list(first)).order_by("due_on", "id")
    for key, project, name, due_on in shown.values_list(
        "department_id", "project__name", "name", "due_on"
    ):
        assert due_on is not None  # it is overdue
        place = len(units[key].lines) + 1
        units[key].lines.append(
            f"{place}. {project}：{name}，应于 {due_on} 完成，逾期 {(today - due_on).days} 天"
        )
    projects = late.aggregate(count=Count("project_id", distinct=True))["count"]
    count, longest = sum(row.milestones for row in groups), max(row.days_late for row in groups)
    return [f"逾期节点 {count} 个，涉及项目 {projects} 个，最长逾期 {longest} 天。"]


def _asks(asked: ReportRound, projects: ProjectQuerySet) -> bool:
    """Whether a round asks any of these projects for a report."""
    return owing_reports(asked).filter(pk__in=projects.values("pk")).exists()


def _reports(
    projects: ProjectQuerySet,
    rounds: Sequence[ReportRound],
    units: dict[int | None, Owing],
    *,
    today: date,
) -> list[str]:
    """Note what is not reported with each unit; return a line of totals for each period.

    A project that several rounds ask for the same month owes one report.
    """
    lines = []
    ordered = sorted(rounds, key=lambda asked: (asked.year, asked.month, asked.due_on))
    for _month, same in groupby(ordered, key=lambda asked: (asked.year, asked.month)):
        asked = list(same)
        owing = reduce(or_, (not_reported(each) for each in asked))
        lead = Q(parties__part=ProjectDepartment.Part.LEAD, parties__confirmed=True)
        names = Func(
            ArrayAgg("name", order_by="id"), template=f"(%(expressions)s)[1:{NAMES_SHOWN}]"
        )
        groups = (
            owing.filter(pk__in=projects.values("pk"))
            .annotate(lead=FilteredRelation("parties", condition=lead))
            .order_by()
            .values_list("lead__department_id", "lead__department__name")
            .annotate(count=Count("id"), names=names)
        )
        total, period = 0, _period(asked[0])
        for key, name, count, first in groups:
            total += count
            unit = units.setdefault(key, Owing(name or NOBODY))
            unit.unreported.append(Unreported(period, count, first))
        if total:
            deadline = _deadline(asked[0].due_on, today)
            lines.append(f"{period}月报未报项目 {total} 个（{deadline}）。")
    return lines


def _section(number: int, unit: Owing) -> list[str]:
    figures = []
    if unit.overdue:
        figures.append(f"逾期节点 {unit.overdue} 个，最长 {unit.longest} 天")
    if unit.unreported:
        figures.append(f"月报未报 {sum(row.count for row in unit.unreported)} 个")
    lines = [f"{_numeral(number)}、{unit.unit}：{'；'.join(figures)}", *unit.lines]
    if unit.overdue > len(unit.lines):
        lines.append(f"另有 {unit.overdue - len(unit.lines)} 个逾期节点，详见系统。")
    for row in unit.unreported:
        more = f"等 {row.count} 个项目" if row.count > len(row.names) else ""
        lines.append(f"{row.period}月报未报：{'、'.join(row.names)}{more}")
    return lines


def _place(user: User, region: str | None) -> str:
    code = region or home_region(user)
    if not code:
        return ""
    return f"{Region.objects.get(code=code).name}，"


def _period(asked: ReportRound) -> str:
    if asked.first_month < asked.month:
        return f"{asked.year}年{asked.first_month}–{asked.month}月"
    return f"{asked.year}年{asked.month}月"


def _deadline(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days > 0:
        return f"{due_on.month}月{due_on.day}日截止，还有 {days} 天"
    if days == 0:
        return "今日截止"
    return f"应于 {due_on.month}月{due_on.day}日前报送，逾期 {-days} 天"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _numeral(number: int) -> str:
    """一, 十, 十一, 二十三; beyond 99 digits do."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
