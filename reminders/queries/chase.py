"""The 催报 text: who owes what, ready to be pasted into a group chat.

It is Chinese by nature, whoever copies it: it is read in a Chinese office.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from directory.models import FICTITIOUS_PREFIX, Region, User
from projects.models import Milestone, Project, ProjectDepartment, ReportRound
from projects.queries.overdue import overdue_rows
from projects.queries.reports import not_reported, open_rounds, owing_reports
from projects.querysets import home_region

NAMES_SHOWN = 5
NOBODY = "未明确责任单位"
DIGITS = "零一二三四五六七八九"


@dataclass
class Owing:
    """What one unit owes: overdue milestones, the longest first, and projects not reported."""

    unit: str
    overdue: list[Milestone] = field(default_factory=list)
    unreported: list[str] = field(default_factory=list)

    def weight(self) -> tuple[int, int, str]:
        """Most overdue first, then most unreported."""
        return -len(self.overdue), -len(self.unreported), self.unit


def chase_text(
    user: User, *, today: date, region: str | None = None, department_id: int | None = None
) -> str:
    """Return the text for the area of a person, or a region or one unit within it.

    Overdue milestones and reports of the open rounds, grouped by unit, with figures.
    """
    milestones, projects = Milestone.objects.in_scope_of(user), Project.objects.in_scope_of(user)
    if region:
        milestones, projects = milestones.in_region(region), projects.in_region(region)
    if department_id:
        milestones = milestones.filter(department=department_id)
        projects = projects.of_department(department_id, ProjectDepartment.Part.LEAD)
    overdue = list(overdue_rows(milestones, today=today))
    rounds = [
        (asked, list(not_reported(asked).filter(pk__in=projects.values("pk")).order_by("id")))
        for asked in open_rounds(today).order_by("year", "month", "id")
    ]
    asks = any(
        owing_reports(asked).filter(pk__in=projects.values("pk")).exists() for asked, _ in rounds
    )
    rounds = [(asked, owing) for asked, owing in rounds if owing]
    units = _by_unit(overdue, [project for _asked, owing in rounds for project in owing])
    place = _place(user, region)
    lines = [f"【重大项目催报】{place}截至{_day(today)}"]
    if (region or home_region(user)).startswith(FICTITIOUS_PREFIX):
        lines.insert(0, "【示范市·模拟数据，非真实项目】")
    if units:
        lines += _summary(overdue, rounds, len(units), today)
    else:
        lines.append("没有逾期节点，月报均已报送。" if asks else "没有逾期节点，目前没有月报要报。")
    for number, unit in enumerate(sorted(units, key=Owing.weight), start=1):
        lines += ["", *_section(number, unit, today)]
    if units:
        lines += [
            "",
            "请以上单位抓紧推进，并及时在系统中填报完成情况；确需调整时间的，请按程序提交调整申请。",
            f"办理入口：{settings.PUBLIC_URL}/",
        ]
    return "\n".join(lines)


def _by_unit(overdue: Iterable[Milestone], unreported: Sequence[Project]) -> list[Owing]:
    units: dict[str, Owing] = {}

    def unit(name: str) -> Owing:
        return units.setdefault(name, Owing(name))

    for milestone in overdue:
        unit(milestone.department.name if milestone.department else NOBODY).overdue.append(
            milestone
        )
    leads = _confirmed_leads(unreported)
    for project in unreported:
        names = unit(leads.get(project.pk, NOBODY)).unreported
        if project.name not in names:
            names.append(project.name)
    return list(units.values())


def _confirmed_leads(projects: Sequence[Project]) -> dict[int, str]:
    parts = ProjectDepartment.objects.filter(
        project__in=[project.pk for project in projects],
        part=ProjectDepartment.Part.LEAD,
        confirmed=True,
    )
    return dict(parts.values_list("project", "department__name"))


def _summary(
    overdue: Sequence[Milestone],
    rounds: Sequence[tuple[ReportRound, Sequence[Project]]],
    units: int,
    today: date,
) -> list[str]:
    lines = [f"共涉及 {units} 个单位。"]
    if overdue:
        projects = len({milestone.project_id for milestone in overdue})
        longest = overdue[0].days_late(today)
        lines.append(f"逾期节点 {len(overdue)} 个，涉及项目 {projects} 个，最长逾期 {longest} 天。")
    by_period: dict[tuple[str, date], set[int]] = defaultdict(set)
    for asked, owing in rounds:
        by_period[_period(asked), asked.due_on] |= {project.pk for project in owing}
    for (period, due_on), ids in by_period.items():
        lines.append(f"{period}月报未报项目 {len(ids)} 个（{_deadline(due_on, today)}）。")
    return lines


def _section(number: int, unit: Owing, today: date) -> list[str]:
    figures = []
    if unit.overdue:
        longest = unit.overdue[0].days_late(today)
        figures.append(f"逾期节点 {len(unit.overdue)} 个，最长 {longest} 天")
    if unit.unreported:
        figures.append(f"月报未报 {len(unit.unreported)} 个")
    lines = [f"{_numeral(number)}、{unit.unit}：{'；'.join(figures)}"]
    for place, row in enumerate(unit.overdue[:NAMES_SHOWN], start=1):
        lines.append(
            f"{place}. {row.project.name}：{row.name}，应于 {row.due_on} 完成，"
            f"逾期 {row.days_late(today)} 天"
        )
    if len(unit.overdue) > NAMES_SHOWN:
        lines.append(f"另有 {len(unit.overdue) - NAMES_SHOWN} 个逾期节点，详见系统。")
    if unit.unreported:
        shown = "、".join(unit.unreported[:NAMES_SHOWN])
        more = f"等 {len(unit.unreported)} 个项目" if len(unit.unreported) > NAMES_SHOWN else ""
        lines.append(f"月报未报：{shown}{more}")
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
