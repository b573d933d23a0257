"""Writes the city's lists of projects, the entries as printed, and the annual plans."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from directory.unit import UnitOfWork
from planner.demonstration.blueprints import CITY, PROVINCE, dice, words
from planner.demonstration.cast import Cast
from planner.demonstration.figures import TEN, Figures, rounded
from planner.demonstration.lives import Life
from planner.demonstration.schedules import Stop
from planner.demonstration.times import Times
from projects.models import AnnualPlan, AnnualPlanMonth, ListEntry, Project, ProjectList

CATEGORIES = {
    "01": "基础设施",
    "02": "能源保障",
    "03": "基础设施",
    "04": "城市建设",
    "05": "产业转型",
    "06": "乡村振兴",
    "07": "现代服务业",
    "08": "文化旅游",
    "12": "生态环保",
}
CLASSES = {"new_start": "新开工", "continued": "续建", "preparatory": "前期"}
YearClass = AnnualPlan.YearClass


class Lists:
    """The municipal key projects of each year, the provincial ones, and a round of starts."""

    def __init__(
        self, work: UnitOfWork, cast: Cast, times: Times, projects: Mapping[int, Project]
    ) -> None:
        self.work, self.cast, self.times, self.projects = work, cast, times, projects
        self.plans: list[AnnualPlan] = []

    def write(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        for year in self.times.years:
            self._municipal(year, lives, figures)
        self._provincial(lives, figures)
        self._starts(lives)

    # --- The year's municipal list ----------------------------------------------------------

    def _municipal(self, year: int, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        issued_on = self.times.calendar.next_working_day(date(year, 1, 20))
        key_projects = self._list(
            f"{CITY}-ZDGC-{year}",
            f"示范市{year}年市级重点工程",
            CITY,
            issued_on,
            f"示政办发〔{year}〕{year % 7 + 3}号（模拟）",
        )
        planned = [
            life for life in lives if self._year_class(life, figures[life.blueprint.number], year)
        ]
        listed = [life for life in planned if life.blueprint.level != "county"]
        self._write_plans(planned, listed, figures, year, key_projects, issued_on)
        self._write_entries(listed, figures, year, key_projects, issued_on)

    def _list(
        self, code: str, name: str, region: str, issued_on: date, document: str
    ) -> ProjectList:
        issued = issued_on <= self.times.today
        at = self.times.at(min(issued_on, self.times.today), dice(code))
        return self.work.create(
            ProjectList(
                code=code,
                name=name,
                region_id=region,
                year=issued_on.year,
                state=ProjectList.State.ISSUED if issued else ProjectList.State.DRAFT,
                document_number=document if issued else "",
                issued_on=issued_on if issued else None,
                created_at=at,
                updated_at=at,
            )
        )

    def _year_class(self, life: Life, figures: Figures, year: int) -> str | None:
        """新开工, 续建 or 前期; none for a year in which nothing was planned."""
        stop = life.schedule.start if life.schedule else None
        if stop is None or life.registered_on.year > year:
            return None
        left = life.moves[-1].on if life.status_on(self.times.today) in LEFT else None
        if left and left.year < year:
            return None
        if figures.year_plan(year):
            starts = (stop.actual_on or stop.due_on).year
            return YearClass.NEW_START if starts == year else YearClass.CONTINUED
        begins = (stop.actual_on or stop.due_on).year
        return YearClass.PREPARATORY if begins > year else None

    def _write_plans(
        self,
        planned: Sequence[Life],
        listed: Sequence[Life],
        figures: Mapping[int, Figures],
        year: int,
        key_projects: ProjectList,
        issued_on: date,
    ) -> None:
        plans: list[tuple[AnnualPlan, list[Decimal]]] = []
        for life in planned:
            money = figures[life.blueprint.number]
            in_list = key_projects if life in listed else None
            plan = self._plan(life, money, year, in_list, issued_on)
            months = money.months_of(year) if money.year_plan(year) else [Decimal(0)] * 12
            if self._was_adjusted(life, year, issued_on) and plan.frozen_at:
                plans.append(self._before_adjustment(plan, months))
                plan.revision, plan.reason = 2, words()["adjust"]
            plans.append((plan, months))
        self.work.create_all([plan for plan, _months in plans])
        self.work.create_all(
            [
                AnnualPlanMonth(annual_plan=plan, month=month, cumulative_investment=amount)
                for plan, months in plans
                for month, amount in enumerate(months, start=1)
            ]
        )
        self.plans += [plan for plan, _months in plans if plan.in_force]

    def _plan(
        self,
        life: Life,
        money: Figures,
        year: int,
        in_list: ProjectList | None,
        issued_on: date,
    ) -> AnnualPlan:
        entered = max(issued_on, life.laid_on)
        at = self.times.at(min(entered, self.times.today), dice(life.blueprint.name, "plan", year))
        of_year = [p.month for p in money.weights if p.year == year]
        first = min(of_year, default=None)
        year_class = self._year_class(life, money, year)
        assert year_class is not None
        finishes = bool(of_year) and max(money.weights).year == year
        frozen = in_list is not None and issued_on <= self.times.today
        return AnnualPlan(
            project=self.projects[life.blueprint.number],
            project_list=in_list,
            year=year,
            year_class=year_class,
            finishes=finishes,
            investment=money.year_plan(year),
            target=self._target(life, year, year_class, finishes),
            start_month=first if year_class == YearClass.NEW_START else None,
            finish_month=max(of_year) if finishes else None,
            frozen_at=at if frozen else None,
            created_at=at,
            updated_at=at,
        )

    def _target(self, life: Life, year: int, year_class: str, finishes: bool) -> str:
        """The year's target in words: the last milestone of the year."""
        if finishes:
            return "年内建成并交付使用"
        of_year: list[Stop] = []
        if life.schedule:
            of_year = [s for s in life.schedule.stops if s.due_on.year == year]
        if of_year:
            return f"{of_year[-1].due_on.month}月底前完成{of_year[-1].step.name}"
        return "完成前期手续" if year_class == YearClass.PREPARATORY else "按计划推进主体施工"

    def _was_adjusted(self, life: Life, year: int, issued_on: date) -> bool:
        """A few plans were cut in the middle of the year before."""
        past = date(year, 8, 1) < self.times.today
        return past and life.blueprint.number % 13 == 5 and life.laid_on < issued_on

    def _before_adjustment(
        self, plan: AnnualPlan, months: list[Decimal]
    ) -> tuple[AnnualPlan, list[Decimal]]:
        """The revision that was frozen with the list, a quarter larger."""
        larger = Decimal("1.25")
        before = AnnualPlan(
            project=plan.project,
            project_list=plan.project_list,
            year=plan.year,
            in_force=False,
            year_class=plan.year_class,
            finishes=plan.finishes,
            investment=rounded(plan.investment * larger, TEN),
            target=plan.target,
            start_month=plan.start_month,
            finish_month=plan.finish_month,
            frozen_at=plan.frozen_at,
            created_at=plan.created_at,
            updated_at=plan.updated_at,
        )
        return before, [rounded(amount * larger) for amount in months]

    # --- Entries --------------------------------------------------------------------------

    def _write_entries(
        self,
        lives: Sequence[Life],
        figures: Mapping[int, Figures],
        year: int,
        project_list: ProjectList,
        issued_on: date,
    ) -> None:
        rows = []
        for number, life in enumerate(lives, start=1):
            entered = max(issued_on, life.laid_on)
            row = self._entry(life, figures, year, project_list, number, entered)
            if entered > issued_on:
                row.entered_reason = "年中调入：前期手续办结，具备列入条件"
            if life.status_on(self.times.today) == "cancelled" and life.moves[-1].on.year == year:
                row.left_on = life.moves[-1].on
                row.leaving = ListEntry.Leaving.REMOVED
                row.left_reason = life.moves[-1].reason
            rows.append(row)
        self.work.create_all([row for row in rows if not row.left_on or row.left_on >= issued_on])

    def _entry(
        self,
        life: Life,
        figures: Mapping[int, Figures],
        year: int,
        project_list: ProjectList,
        number: int,
        entered: date,
    ) -> ListEntry:
        blueprint, money = life.blueprint, figures[life.blueprint.number]
        year_class = self._year_class(life, money, year)
        at = self.times.at(min(entered, self.times.today), dice(project_list.code, number))
        return ListEntry(
            project_list=project_list,
            project=self.projects[blueprint.number],
            number=str(number),
            category=CATEGORIES.get(blueprint.sector[:2], "社会民生"),
            printed={
                "项目名称": blueprint.name,
                "建设内容及规模": blueprint.content,
                "总投资（亿元）": f"{blueprint.investment / 10000:.2f}",
                "年度计划投资（万元）": f"{money.year_plan(year):.0f}",
                "年度类别": CLASSES.get(year_class or "", ""),
                "牵头单位": self.cast.lead_of(blueprint).short_name,
            },
            entered_on=min(entered, self.times.today),
            created_at=at,
            updated_at=at,
        )

    def _provincial(self, lives: Sequence[Life], figures: Mapping[int, Figures]) -> None:
        year = self.times.years[-1]
        issued_on = self.times.calendar.next_working_day(date(year, 1, 8))
        listed = [
            life
            for life in lives
            if life.blueprint.level in ("national", "provincial")
            and self._year_class(life, figures[life.blueprint.number], year)
        ]
        name = f"示范省{year}年省级重点工程第一批（模拟）"
        document = f"示发改重点〔{year}〕2号（模拟）"
        provincial = self._list(f"{PROVINCE}-SJ-{year}-1", name, PROVINCE, issued_on, document)
        self._write_entries(listed, figures, year, provincial, issued_on)

    def _starts(self, lives: Sequence[Life]) -> None:
        """「三个一批」: what really started within the last four months."""
        since = self.times.today - timedelta(days=130)
        begun = [life for life in lives if life.started_on and life.started_on > since]
        issued_on = self.times.worked(since + timedelta(days=40))
        code = f"{CITY}-SGYP-{issued_on:%Y%m}"
        name = f"示范市{issued_on.year}年“三个一批”开工项目（{issued_on.month}月）"
        starts = self._list(code, name, CITY, issued_on, "示项推办〔三个一批〕（模拟）")
        at = self.times.at(issued_on, dice(code))
        self.work.create_all(
            [
                ListEntry(
                    project_list=starts,
                    project=self.projects[life.blueprint.number],
                    number=str(number),
                    category="开工一批",
                    printed={"项目名称": life.blueprint.name},
                    entered_on=max(issued_on, life.registered_on),
                    entered_reason="列入本次开工活动",
                    created_at=at,
                    updated_at=at,
                )
                for number, life in enumerate(begun, start=1)
            ]
        )


LEFT = ("suspended", "cancelled")
