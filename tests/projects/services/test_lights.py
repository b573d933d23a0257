"""Lights and next due dates are kept true, by every service and again each night."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from directory.errors import RuleViolation
from directory.models import OutboxEntry
from projects.models import LightTransition, Milestone, Project
from projects.services import changes, lists, milestones, reports, schedule, status
from projects.services.lights import DERIVED, recompute
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, PartyFactory, ProjectFactory, RoundFactory
from tests.projects.traces import assert_traced

TODAY = date(2026, 11, 23)


def shown(project: Project) -> list[Any]:
    row = Project.objects.get(pk=project.pk)
    return [getattr(row, field) for field in DERIVED]


def test_a_night_passes_and_a_milestone_is_overdue(cast: Cast, reference: None) -> None:
    MilestoneFactory(project=cast.project, name="主体封顶", due_on=TODAY)
    recompute(now=NOW)
    assert shown(cast.project)[:3] == [TODAY, "green", "green"]

    changed = recompute(now=NOW + timedelta(days=1))

    project = Project.objects.get(pk=cast.project.pk)
    assert changed == 1
    assert (project.light, project.light_since) == ("yellow", TODAY + timedelta(days=1))
    transition = project.light_transitions.latest("id")
    assert (transition.before, transition.after) == ("green", "yellow")
    assert transition.on == TODAY + timedelta(days=1)
    assert transition.sentences == project.light_sentences
    assert transition.inputs["open_milestones"] == [["主体封顶", "2026-11-23", False]]
    assert_traced(project, "lights.recompute", None)


def test_a_night_without_news_changes_nothing(cast: Cast, reference: None) -> None:
    MilestoneFactory(project=cast.project, due_on=TODAY + timedelta(days=90))
    recompute(now=NOW)
    told, transitions = OutboxEntry.objects.count(), LightTransition.objects.count()

    assert recompute(now=NOW + timedelta(hours=1)) == 0
    assert (OutboxEntry.objects.count(), LightTransition.objects.count()) == (told, transitions)


def test_a_day_begins_at_midnight_in_shanghai(cast: Cast, reference: None) -> None:
    MilestoneFactory(project=cast.project, due_on=date(2026, 11, 22))

    recompute(now=datetime.fromisoformat("2026-11-22T23:59+08:00"))
    assert Project.objects.get(pk=cast.project.pk).light == "green"
    recompute(now=datetime.fromisoformat("2026-11-22T16:00+00:00"))
    assert Project.objects.get(pk=cast.project.pk).light == "yellow"


def test_an_override_is_shown_until_its_end_and_the_computed_light_beneath(
    cast: Cast, reference: None
) -> None:
    MilestoneFactory(project=cast.project, due_on=TODAY - timedelta(days=100))
    until: dict[str, Any] = {"light": "green", "light_since": TODAY, "light_override_until": TODAY}
    Project.objects.filter(pk=cast.project.pk).update(**until)

    recompute(now=NOW)
    assert shown(cast.project)[1:3] == ["green", "red"]
    recompute(now=NOW + timedelta(days=1))
    assert shown(cast.project)[1:3] == ["red", "red"]


def test_some_projects_only_and_none_that_were_withdrawn(cast: Cast, reference: None) -> None:
    due = TODAY - timedelta(days=1)
    named, other, withdrawn = (
        ProjectFactory(light_since=TODAY, withdrawn_at=at, withdrawn_reason="误录")
        for at in (None, None, NOW)
    )
    for project in (named, other, withdrawn):
        MilestoneFactory(project=project, due_on=due)

    assert recompute(now=NOW, project_ids=[named.pk, withdrawn.pk]) == 1
    assert shown(named)[0] == due
    assert shown(other)[0] is None


def test_many_lights_in_a_fixed_number_of_queries(
    cast: Cast, reference: None, django_assert_max_num_queries: Any
) -> None:
    RoundFactory(due_on=date(2026, 11, 10))
    for _ in range(30):
        MilestoneFactory(project=ProjectFactory(), due_on=TODAY - timedelta(days=1))

    with django_assert_max_num_queries(22):
        assert recompute(now=NOW) == 31


# --- A walk of services -----------------------------------------------------------------------


class Walk:
    """Random things that people do to some projects, day after day; refusals are part of it."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.dice = random.Random(seed)
        self.now = NOW
        self.done = 0

    @property
    def today(self) -> date:
        return self.now.date()

    def step(self) -> str:
        """Let some nights pass, perhaps, and do one thing. Returns what it was."""
        if self.dice.random() < 0.3:
            self.now += timedelta(days=self.dice.randint(1, 20))
            recompute(now=self.now)
        acts: list[Callable[[Project], object]] = [
            self.lay,
            self.complete,
            self.complete,
            self.change,
            self.report,
            self.move,
            self.plan,
        ]
        project = self.dice.choice(list(Project.objects.order_by("id")))
        act = self.dice.choice(acts)
        with suppress(RuleViolation):
            act(project)
            self.done += 1
        return act.__name__

    def lay(self, project: Project) -> object:
        return schedule.lay_schedule(
            project_id=project.pk,
            template_code="general_approval",
            finish_on=self.today + timedelta(days=self.dice.randint(-100, 900)),
            actor=self.cast.plan_office,
            now=self.now,
        )

    def complete(self, project: Project) -> object:
        return milestones.complete(
            milestone_id=self.one_of(project).pk,
            actual_on=self.today - timedelta(days=self.dice.randint(0, 5)),
            actor=self.cast.plan_office,
            now=self.now,
        )

    def change(self, project: Project) -> object:
        request = changes.file_request(
            milestone_id=self.one_of(project).pk,
            new_due_on=self.today + timedelta(days=self.dice.randint(-60, 200)),
            reason_code="weather",
            reason="冬季停工",
            actor=self.cast.plan_office,
            now=self.now,
        )
        return changes.approve(request_id=request.pk, actor=self.cast.administrator, now=self.now)

    def report(self, project: Project) -> object:
        report = reports.submit(
            project_id=project.pk,
            year=self.today.year,
            month=self.today.month,
            values={
                "cumulative_investment": Decimal(self.dice.randint(0, 1000)),
                "progress_words": "施工",
                "correction_reason": "更正",
            },
            actor=self.cast.plan_office,
            now=self.now,
        )
        return reports.approve(report_id=report.pk, actor=self.cast.administrator, now=self.now)

    def move(self, project: Project) -> object:
        return status.move(
            project_id=project.pk,
            after=self.dice.choice(["suspended", "construction", "construction", "performing"]),
            effective_on=self.today,
            reason="会议决定",
            next_step="落实资金",
            expected_on=self.today + timedelta(days=90),
            actor=self.cast.plan_office,
            now=self.now,
        )

    def plan(self, project: Project) -> object:
        return lists.set_annual_plan(
            project_id=project.pk,
            year=self.today.year,
            year_class="continued",
            investment=Decimal(self.dice.randint(1, 1000)),
            actor=self.cast.plan_office,
            now=self.now,
        )

    def one_of(self, project: Project) -> Milestone:
        rows = list(project.milestones.filter(state="open").order_by("id"))
        if not rows:
            raise RuleViolation("milestone_not_open", params={"state": ""})
        return self.dice.choice(rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_a_walk_of_services_the_night_finds_nothing_to_correct(
    cast: Cast, reference: None, seed: int
) -> None:
    for _ in range(4):
        project = ProjectFactory(region=cast.project.region, started_on=date(2026, 1, 5))
        PartyFactory(project=project, department=cast.lead_department)
    recompute(now=NOW)
    walk = Walk(cast, seed)

    for _ in range(60):
        acted = walk.step()
        assert recompute(now=walk.now) == 0, acted

    assert walk.done > 20
    kept = {project.pk: shown(project) for project in Project.objects.all()}
    Project.objects.update(next_due_on=None, light="grey", computed_light="grey")
    recompute(now=walk.now)
    anew = {project.pk: shown(project) for project in Project.objects.all()}
    since = DERIVED.index("light_since")
    for row in (*kept.values(), *anew.values()):
        del row[since]
    assert anew == kept
