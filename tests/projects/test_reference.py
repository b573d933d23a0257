"""Sectors, permit matters, templates, light rules and the curve from their files."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from directory.errors import RuleViolation
from directory.models import OutboxEntry
from directory.services.fixture_files import REFERENCE
from projects.models import (
    LightRule,
    PermitMatter,
    ScheduleTemplate,
    SeasonalCurve,
    Sector,
    TemplateStep,
)
from projects.services.reference import load_reference

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference data that a test may spoil."""
    return Path(shutil.copytree(REFERENCE, tmp_path / "reference"))


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    """Let `change` work on the entries of a JSON file."""
    entries = json.loads(path.read_text("utf-8"))
    change(entries)
    path.write_text(json.dumps(entries, ensure_ascii=False), "utf-8")


def traces() -> dict[str, Any]:
    """What a second run must leave as it is."""
    return {
        "rules": list(LightRule.objects.order_by("pk").values_list("pk", "version")),
        "history": LightRule.pgh_event_model.objects.count(),  # type: ignore[attr-defined]
        "outbox": OutboxEntry.objects.count(),
        "sectors": Sector.objects.count(),
        "matters": PermitMatter.objects.count(),
        "steps": list(TemplateStep.objects.order_by("pk").values_list("pk", "order")),
        "curve": SeasonalCurve.objects.count(),
    }


def test_everything_of_the_files_is_there() -> None:
    load_reference(now=NOW)
    airports = Sector.objects.get(code="0101")
    assert (airports.name, airports.parent_id, airports.lead_function) == (
        "机场与通用航空",
        "01",
        "jtj",
    )
    template = ScheduleTemplate.objects.get(code="airport_approval")
    assert template.sector_id == "01"
    steps = list(template.steps.order_by("order"))
    assert steps[0].predecessors == []
    assert all(set(step.predecessors) <= {one.key for one in steps} for step in steps)
    overdue = LightRule.objects.get(code="critical_milestone_overdue")
    assert (overdue.thresholds, overdue.own) == ({"yellow": 0, "red": 7}, True)
    assert SeasonalCurve.objects.get(region=None, month=12).cumulative_share == 1
    road = PermitMatter.objects.get(code="filing")
    assert road.approval_roads == ["filing"]


def test_a_second_run_changes_nothing() -> None:
    load_reference(now=NOW)
    before = traces()
    again = load_reference(now=LATER)
    assert traces() == before
    assert not any(again.created.values())
    assert not again.differences


def test_what_an_office_set_stays_and_is_told() -> None:
    load_reference(now=NOW)
    LightRule.objects.filter(code="pace_gap").update(thresholds={"yellow": 5, "red": 20})
    SeasonalCurve.objects.filter(month=3).update(cumulative_share=Decimal("0.10"))
    TemplateStep.objects.filter(template__code="airport_approval", key="start").update(
        duration_working_days=99
    )
    again = load_reference(now=LATER)
    assert LightRule.objects.get(code="pace_gap").thresholds == {"yellow": 5, "red": 20}
    assert SeasonalCurve.objects.get(month=3).cumulative_share == Decimal("0.10")
    step = TemplateStep.objects.get(template__code="airport_approval", key="start")
    assert step.duration_working_days == 99
    assert {(one.key, one.column) for one in again.differences} == {
        ("pace_gap", "thresholds"),
        ("3", "cumulative_share"),
        ("airport_approval/start", "duration_working_days"),
    }


def test_what_an_office_took_out_does_not_come_back() -> None:
    load_reference(now=NOW)
    TemplateStep.objects.filter(template__code="airport_approval", key="start").delete()
    SeasonalCurve.objects.filter(month=3).delete()
    load_reference(now=LATER)
    assert not TemplateStep.objects.filter(template__code="airport_approval", key="start").exists()
    assert not SeasonalCurve.objects.filter(month=3).exists()


def test_a_new_template_comes_with_its_steps(folder: Path) -> None:
    load_reference(now=NOW)

    def add(entries: list[dict[str, Any]]) -> None:
        entries.append({**entries[0], "code": "another", "name": "另一个"})

    rewrite(folder / "schedule_templates.json", add)
    loaded = load_reference(now=LATER, folder=folder)
    assert loaded.created["schedule_templates.json"] == 1
    steps = ScheduleTemplate.objects.get(code="another").steps
    assert steps.count() == ScheduleTemplate.objects.get(code="general_approval").steps.count()


@pytest.mark.parametrize(
    ("file", "place", "column", "value"),
    [
        ("light_rules.json", (0,), "measure", "mood"),
        ("light_rules.json", (0,), "thresholds", {"yellow": 1}),
        ("light_rules.json", (0,), "own", "yes"),
        ("light_rules.json", (0,), "source", ""),
        ("schedule_templates.json", (0,), "sector", "9999"),
        ("schedule_templates.json", (0,), "approval_road", "any"),
        ("schedule_templates.json", (0, "steps", 1), "kind", "party"),
        ("schedule_templates.json", (0, "steps", 1), "predecessors", ["nothing"]),
        ("schedule_templates.json", (0, "steps", 1), "duration_working_days", -1),
        ("schedule_templates.json", (0, "steps", 1), "critical", 1),
    ],
)
def test_a_bad_entry_says_where(
    folder: Path, file: str, place: tuple[Any, ...], column: str, value: Any
) -> None:
    def spoil(entries: list[dict[str, Any]]) -> None:
        entry: Any = entries
        for step in place:
            entry = entry[step]
        entry[column] = value

    rewrite(folder / file, spoil)
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    params = refused.value.params or {}
    inner = "[1].steps" if len(place) > 1 else ""
    assert (params["file"], params["row"], params["column"]) == (
        file + inner,
        place[-1] + 1,
        column,
    )
    assert not Sector.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("6,0.41", "6,0.20", "share_cumulative"),
        ("12,1.00", "12,0.99", "share_cumulative"),
        ("6,0.41", "7,0.41", "month"),
        ("6,0.41", "6,much", "share_cumulative"),
    ],
)
def test_a_curve_rises_over_twelve_months_to_one(
    folder: Path, old: str, new: str, column: str
) -> None:
    path = folder / "seasonal_curve.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    assert (refused.value.params or {})["column"] == column


def test_a_sector_stands_under_its_own_digits(folder: Path) -> None:
    path = folder / "sectors.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("general aviation,01,", "general aviation,02,"), "utf-8")
    with pytest.raises(RuleViolation) as refused:
        load_reference(now=NOW, folder=folder)
    assert (refused.value.params or {})["column"] == "parent"
