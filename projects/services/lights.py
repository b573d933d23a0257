"""Keeping each project's light and next due date true to the register."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from directory.clock import date_of
from directory.unit import UnitOfWork, unit_of_work
from projects.models import LightTransition, Milestone, Project
from projects.queries.light_facts import light_facts, light_rules
from projects.rules.lights import Facts, Verdict, judge

BATCH = 1000
DERIVED = ("next_due_on", "light", "computed_light", "light_since", "light_sentences")


def settle(work: UnitOfWork, project: Project, *, touch: bool = False, **values: Any) -> Project:
    """Set fields of a locked project together with what follows from its milestones and facts:
    the next due date and the light.

    With `touch` the project's version rises although none of its own columns changed, because
    a part of it did.
    """
    for field, value in values.items():
        setattr(project, field, value)
    before = {field: getattr(project, field) for field in DERIVED}
    _derive(work, [project], today=date_of(work.now))
    moved = {f: getattr(project, f) for f in DERIVED if getattr(project, f) != before[f]}
    if values or moved or touch:
        work.change(project, **{field: getattr(project, field) for field in (*values, *moved)})
    return project


def settle_all(work: UnitOfWork, projects: Sequence[Project]) -> int:
    """Settle many locked projects in one go. Returns how many changed."""
    before = {one.pk: [getattr(one, field) for field in DERIVED] for one in projects}
    _derive(work, projects, today=date_of(work.now))
    changed = [one for one in projects if before[one.pk] != [getattr(one, f) for f in DERIVED]]
    work.change_all(changed, DERIVED)
    return len(changed)


def recompute(*, now: datetime, project_ids: Sequence[int] | None = None) -> int:
    """Each night: every light and next due date anew, a batch a transaction. Returns how many
    projects changed."""
    rows = Project.objects.in_register()
    if project_ids is not None:
        rows = rows.filter(pk__in=project_ids)
    ids = list(rows.order_by("id").values_list("id", flat=True))
    return sum(_recompute_batch(ids[i : i + BATCH], now=now) for i in range(0, len(ids), BATCH))


def _recompute_batch(ids: Sequence[int], *, now: datetime) -> int:
    with unit_of_work("lights.recompute", actor=None, now=now) as work:
        projects = list(Project.objects.select_for_update().filter(pk__in=ids).order_by("id"))
        return settle_all(work, projects)


def _derive(work: UnitOfWork, projects: Sequence[Project], *, today: date) -> None:
    """Set the derived fields on the projects and record the transitions of their lights."""
    next_due = dict(
        Milestone.objects.open()
        .filter(project__in=projects, due_on__isnull=False)
        .order_by()
        .values_list("project")
        .annotate(first=Min("due_on"))
    )
    facts = light_facts(projects, today=today)
    rules = light_rules()
    transitions = []
    for project in projects:
        project.next_due_on = next_due.get(project.pk)
        verdict = judge(facts[project.pk], rules, today=today)
        transition = _show(project, verdict, facts[project.pk], today=today, at=work.now)
        if transition is not None:
            transitions.append(transition)
    work.create_all(transitions)


def _show(
    project: Project, verdict: Verdict, facts: Facts, *, today: date, at: datetime
) -> LightTransition | None:
    """Show a verdict on the project, beneath an override that is still in force."""
    overridden = project.light_override_until is not None and project.light_override_until >= today
    before = project.light
    project.computed_light = verdict.light
    project.light_sentences = list(verdict.sentences)
    if not overridden:
        project.light = verdict.light
    if project.light == before and project.light_since is not None:
        return None
    project.light_since = today
    return LightTransition(
        project=project,
        before=before,
        after=project.light,
        on=today,
        at=at,
        sentences=project.light_sentences,
        inputs=plain_facts(facts),
    )


def plain_facts(facts: Facts) -> dict[str, Any]:
    """The inputs as JSON, for whoever asks later why a light changed."""
    return {
        "status": facts.status,
        "seasonal_stop": facts.seasonal_stop,
        "planned_start_on": facts.planned_start_on and facts.planned_start_on.isoformat(),
        "started_on": facts.started_on and facts.started_on.isoformat(),
        "registered": facts.registered,
        "open_milestones": [
            [one.name, one.due_on.isoformat(), one.critical] for one in facts.open_milestones
        ],
        "has_dates": facts.has_dates,
        "pace": facts.pace and [str(facts.pace.completed_percent), str(facts.pace.planned_percent)],
        "funds": [
            [one.fund, str(one.paid_percent), str(one.required_percent)] for one in facts.funds
        ],
        "missed_periods": list(facts.missed_periods),
        "lights_at_month_ends": list(facts.lights_at_month_ends),
    }
