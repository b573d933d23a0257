"""The lights that the rules would have shown at the end of each past month.

They are judged by the register's own rules over what was true on that day, so that the history of
a light is as consistent as the light of today.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from directory.clock import date_of
from directory.unit import UnitOfWork
from planner.demonstration.figures import Figures
from planner.demonstration.lives import Life
from planner.demonstration.times import Times
from projects.models import (
    Light,
    LightTransition,
    MilestoneKind,
    Project,
    Report,
    Status,
    WorkState,
)
from projects.queries.light_facts import light_rules
from projects.rules.lights import DueMilestone, Facts, Pace, judge
from projects.rules.periods import Period
from projects.services.lights import plain_facts

TENTH = Decimal("0.1")
NIGHT = time(1, 30)


class PastLights:
    """Judges the past month ends and writes the transitions."""

    def __init__(
        self, work: UnitOfWork, times: Times, reports: Mapping[int, Sequence[Report]]
    ) -> None:
        self.work, self.times, self.reports = work, times, reports
        self.rules = light_rules()

    def write(
        self, lives: Sequence[Life], projects: Mapping[int, Project], figures: Mapping[int, Figures]
    ) -> None:
        transitions, shown = [], []
        for life in lives:
            project = projects[life.blueprint.number]
            told = self._of(life, project, figures[life.blueprint.number])
            if told:
                transitions += told
                project.light = project.computed_light = told[-1].after
                project.light_since = told[-1].on
                project.light_sentences = told[-1].sentences
                shown.append(project)
        self.work.create_all(transitions)
        self.work.change_all(shown, ["light", "computed_light", "light_since", "light_sentences"])

    def _of(self, life: Life, project: Project, figures: Figures) -> list[LightTransition]:
        light: str = Light.GREY
        transitions: list[LightTransition] = []
        evaluated: list[str] = []
        for day in self._month_ends():
            if day < life.registered_on:
                continue
            facts = self._facts(life, project, figures, day, evaluated)
            verdict = judge(facts, self.rules, today=day)
            if verdict.light != light or not transitions:
                transitions.append(
                    LightTransition(
                        project=project,
                        before=light,
                        after=verdict.light,
                        on=day,
                        at=datetime.combine(day, NIGHT, timezone.get_default_timezone()),
                        sentences=list(verdict.sentences),
                        inputs=plain_facts(facts),
                    )
                )
            light = verdict.light
            evaluated = [light, *evaluated[:1]]
        return transitions

    def _month_ends(self) -> list[date]:
        period, ends = self.times.first_period, []
        while period.last_day <= self.times.last_month_end:
            ends.append(period.last_day)
            period = period.after
        return ends

    def _facts(
        self, life: Life, project: Project, figures: Figures, day: date, evaluated: list[str]
    ) -> Facts:
        status, started = life.status_on(day), life.started_on
        stops = life.schedule.stops if life.schedule and life.laid_on <= day else []
        start = next((stop for stop in stops if stop.step.kind == MilestoneKind.START), None)
        return Facts(
            status=status,
            seasonal_stop=life.work_state_on(day) == WorkState.SEASONAL_STOP,
            planned_start_on=start.due_then(day) if start else None,
            started_on=started if started and started <= day else None,
            registered=life.blueprint.course != "unregistered",
            open_milestones=[
                DueMilestone(stop.step.name, stop.due_then(day), stop.step.critical)
                for stop in stops
                if stop.actual_on is None or stop.actual_on > day
            ],
            has_dates=bool(stops),
            pace=self._pace(project, figures, day),
            missed_periods=self._missed(project, status, day),
            lights_at_month_ends=evaluated,
        )

    def _pace(self, project: Project, figures: Figures, day: date) -> Pace | None:
        known = [
            report
            for report in self.reports.get(project.pk, [])
            if report.year == day.year
            and report.cumulative_investment is not None
            and report.approved_at is not None
            and date_of(report.approved_at) <= day
        ]
        plan = figures.year_plan(day.year)
        if not known or not plan or known[-1].cumulative_investment is None:
            return None
        period = Period(known[-1].year, known[-1].month)
        return Pace(
            completed_percent=(known[-1].cumulative_investment / plan * 100).quantize(TENTH),
            planned_percent=(figures.months_of(day.year)[period.month - 1] / plan * 100).quantize(
                TENTH
            ),
        )

    def _missed(self, project: Project, status: str, day: date) -> list[str]:
        period = self.times.last_due_period(day)
        if status != Status.CONSTRUCTION or period is None:
            return []
        due_on = self.times.due_on(period)
        if date_of(project.created_at) > due_on:
            return []
        for report in self.reports.get(project.pk, []):
            if (report.year, report.month) == (period.year, period.month) and report.submitted_at:
                return [] if date_of(report.submitted_at) <= due_on else [str(period)]
        return [str(period)]
