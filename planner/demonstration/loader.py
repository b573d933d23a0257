"""Builds the demonstration city around the day on which it is loaded."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.models import Region
from directory.unit import UnitOfWork, unit_of_work
from planner.demonstration.blueprints import PROVINCE, blueprints, dice
from planner.demonstration.cast import raise_city
from planner.demonstration.figures import Figures
from planner.demonstration.lists import Lists
from planner.demonstration.lives import Life, live, template_for
from planner.demonstration.matters import Matters
from planner.demonstration.money import Money
from planner.demonstration.past_lights import PastLights
from planner.demonstration.register import Register
from planner.demonstration.reporting import Reporting
from planner.demonstration.times import Times, times_of
from projects.models import Project, SeasonalCurve, TemplateStep
from projects.services.lights import recompute


@dataclass(frozen=True)
class Loaded:
    """How many fictitious projects were written; none when the city stood already."""

    projects: int


def load_demo(*, now: datetime) -> Loaded:
    """Load the city once; where it stands, nothing changes.

    All rows come in one transaction, dated as if they had been entered over the last two years.
    The people get no password here: `manage.py setup` gives it.
    """
    with transaction.atomic():
        if Region.objects.filter(pk=PROVINCE).exists():
            return Loaded(0)
        times = times_of(now)
        opened = times.at(times.opened_on, dice("opening"))
        with unit_of_work("demonstration.load", actor=None, now=opened, reason="模拟数据") as work:
            projects = _write(work, times)
        recompute(now=now, project_ids=[project.pk for project in projects])
    return Loaded(len(projects))


def _write(work: UnitOfWork, times: Times) -> list[Project]:
    """The chapters of the story, each of which stands on the ones before."""
    cast = raise_city(work)
    lives = _lives(times)
    curve = dict(
        SeasonalCurve.objects.filter(region__isnull=True).values_list("month", "cumulative_share")
    )
    figures = {life.blueprint.number: Figures(life, times, curve).report() for life in lives}
    register = Register(work, cast, times)
    register.write(lives, figures)
    projects = register.projects
    reporting = Reporting(work, cast, times, projects)
    reporting.write(lives, figures)
    Lists(work, cast, times, projects).write(lives, figures)
    Matters(work, cast, times, projects).write(lives, figures)
    Money(work, times, projects).write(lives, figures)
    PastLights(work, times, reporting.told).write(lives, projects, figures)
    return list(projects.values())


def _lives(times: Times) -> list[Life]:
    steps: dict[str, list[TemplateStep]] = defaultdict(list)
    for step in TemplateStep.objects.select_related("template").order_by("template", "order"):
        steps[step.template.code].append(step)
    return [live(blueprint, steps[template_for(blueprint)], times) for blueprint in blueprints()]
