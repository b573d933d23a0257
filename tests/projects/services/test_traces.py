"""Every public service leaves who, why and which action: nothing happens behind history's back.

The walk runs each of them once; a service that is not on it fails the first test.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.core.files.storage import InMemoryStorage

import directory.services
import projects.services
from directory.models import Company, OutboxEntry, Token, User
from directory.services import tokens, upkeep, users
from projects.models import Evidence, Project, ScheduleTemplate, StatusMove
from projects.services import (
    changes,
    evidence,
    lights,
    lists,
    milestones,
    reports,
    rounds,
    schedule,
    status,
)
from projects.services import projects as register
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory, SectorFactory

TODAY = date(2026, 11, 23)
GOOD: dict[str, Any] = {"cumulative_investment": Decimal(10), "progress_words": "施工"}


def services() -> dict[str, Callable[..., Any]]:
    """The functions that a person's act begins with: public, keyword-only, with an actor."""
    found: dict[str, Callable[..., Any]] = {}
    for package in (directory.services, projects.services):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                path = f"{module.__name__}.{name}"
                if function.__module__ != module.__name__ or name.startswith("_"):
                    continue
                if {"actor", "now"} <= set(inspect.signature(function).parameters):
                    found[path] = function
    return found


class Walk:
    """One pass through the main job and beside it, noting which services were called."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.called: list[tuple[str, User]] = []

    def do(self, module: ModuleType, name: str, actor: User, /, **kwargs: Any) -> Any:
        self.called.append((f"{module.__name__}.{name}", actor))
        return getattr(module, name)(actor=actor, now=NOW, **kwargs)

    def everything(self) -> None:
        self.the_register()
        self.reference()
        self.dates()
        self.reporting()
        self.listing()
        self.endings()

    def the_register(self) -> None:
        cast, office, pk = self.cast, self.cast.plan_office, self.cast.project.pk
        region, sector = cast.project.region, SectorFactory()
        values = {"name": "水厂", "region": region, "sector": sector}
        self.do(register, "create_project", office, values=values)
        edited = {"place": "城东"}
        self.do(register, "edit_project", office, project_id=pk, version=1, values=edited)
        stranger = cast.stranger_department.pk
        self.do(register, "confirm_lead", office, project_id=pk, department_id=stranger)
        own = cast.lead_department.pk
        self.do(register, "confirm_lead", office, project_id=pk, department_id=own)
        self.do(register, "set_supporting", office, project_id=pk, department_ids=[stranger])
        version = Project.objects.get(pk=pk).version
        self.do(register, "confirm_status", office, project_id=pk, version=version)
        token, _ = self.do(tokens, "issue_token", cast.administrator, user=cast.lead, name="a")
        self.do(tokens, "revoke_token", cast.administrator, token_id=token.pk)

    def reference(self) -> None:
        actor = self.cast.administrator
        company = Company(name="机场建设公司", region=self.cast.project.region)
        anew: dict[str, Any] = {"password": "大桥-2026", "reason": "本人遗忘"}
        self.do(users, "set_password", actor, user_id=self.cast.lead.pk, **anew)
        kept = self.do(upkeep, "add", actor, row=company)
        kept.name = "运城机场建设公司"
        kept = self.do(upkeep, "change", actor, row=kept, fields=["name"])
        self.do(upkeep, "remove", actor, row=kept)

    def dates(self) -> None:
        cast, office, pk = self.cast, self.cast.plan_office, self.cast.project.pk
        laid = self.do(
            schedule,
            "lay_schedule",
            office,
            project_id=pk,
            template_code="t",
            finish_on=date(2028, 12, 29),
        )
        added: dict[str, Any] = {"name": "用地", "kind": "land", "due_on": TODAY}
        self.do(schedule, "add_milestone", office, project_id=pk, **added)
        first, second = laid[0].pk, laid[1].pk
        when: dict[str, Any] = {"forecast_on": TODAY, "reason": "顺利"}
        self.do(milestones, "forecast", cast.lead, milestone_id=first, **when)
        self.do(milestones, "complete", cast.lead, milestone_id=first, actual_on=TODAY)
        asked: dict[str, Any] = {
            "new_due_on": date(2028, 1, 3),
            "reason_code": "land",
            "reason": "征地",
        }
        for name, actor, extra in (
            ("withdraw_request", cast.lead, {}),
            ("return_request", office, {"note": "不充分"}),
            ("approve", office, {"note": "同意"}),
        ):
            request = self.do(changes, "file_request", cast.lead, milestone_id=second, **asked)
            self.do(changes, name, actor, request_id=request.pk, **extra)
        upload = evidence.Upload("a.pdf", b"%PDF-1.7")
        self.do(evidence, "attach", cast.stranger, project_id=pk, upload=upload)

    def reporting(self) -> None:
        cast, office, pk = self.cast, self.cast.plan_office, self.cast.project.pk
        days: dict[str, Any] = {"opens_on": date(2026, 11, 1), "due_on": date(2026, 11, 25)}
        opened = self.do(
            rounds, "open_round", office, region_code="140800", year=2026, month=9, **days
        )
        of: dict[str, Any] = {"project_id": pk, "year": 2026}
        self.do(reports, "save_draft", cast.lead, month=9, values=GOOD, **of)
        report = self.do(reports, "submit", cast.lead, month=9, values=GOOD, **of)
        self.do(reports, "return_report", office, report_id=report.pk, note="有误")
        self.do(reports, "submit", cast.lead, month=9, values=GOOD, **of)
        self.do(reports, "approve", office, report_id=report.pk)
        self.do(reports, "report_no_change", cast.lead, month=10, **of)
        self.do(rounds, "close_round", office, round_id=opened.pk)

    def listing(self) -> None:
        office, pk = self.cast.plan_office, self.cast.project.pk
        made = self.do(
            lists, "create_list", office, code="x", name="x", region_code="140800", year=2026
        )
        entry = self.do(
            lists, "add_entry", office, list_id=made.pk, project_id=pk, entered_on=TODAY
        )
        self.do(
            lists,
            "set_annual_plan",
            office,
            project_id=pk,
            year=2026,
            year_class="continued",
            investment=Decimal(100),
            project_list=made,
        )
        issue: dict[str, Any] = {"document_number": "1号", "issued_on": TODAY}
        self.do(lists, "issue_list", office, list_id=made.pk, **issue)
        leave: dict[str, Any] = {"left_on": TODAY, "leaving": "removed", "reason": "调出"}
        self.do(lists, "remove_entry", office, entry_id=entry.pk, **leave)

    def endings(self) -> None:
        office, pk = self.cast.plan_office, self.cast.project.pk
        away: dict[str, Any] = {"after": "cancelled", "effective_on": TODAY, "reason": "调出"}
        self.do(status, "move", office, project_id=pk, **away)
        version = Project.objects.get(pk=pk).version
        gone: dict[str, Any] = {"version": version, "reason": "重复"}
        self.do(register, "withdraw_project", office, project_id=pk, **gone)


def events() -> Any:
    """Every row of every tracked table's history."""
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and not model._meta.abstract:
            if model._meta.proxy or not model._meta.managed:
                continue
            rows: Any = model._default_manager.all()
            yield from rows.select_related("pgh_context")


@pytest.mark.django_db(transaction=True)
def test_every_service_leaves_who_why_and_what(
    cast: Cast, template: ScheduleTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Evidence._meta.get_field("file"), "storage", InMemoryStorage())
    before = {(type(event), event.pk) for event in events()}
    walk = Walk(cast)
    walk.everything()

    assert {path for path, _ in walk.called} == set(services())
    left = [event for event in events() if (type(event), event.pk) not in before]
    assert left
    assert [event for event in left if event.pgh_context is None] == []
    for event in left:
        metadata = event.pgh_context.metadata
        assert metadata["action"], event
        assert metadata["actor_name"], event
    actors = {actor.pk for _, actor in walk.called}
    assert {event.pgh_context.metadata["actor"] for event in left} <= actors
    told = OutboxEntry.objects.all()
    assert told.exists()
    assert not told.filter(action="").exists()
    # What is written once says itself who wrote it.
    assert not StatusMove.objects.filter(moved_by=None).exists()
    assert Token.objects.get().revoked_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_nights_own_work_names_its_action(cast: Cast, reference: None) -> None:
    MilestoneFactory(project=ProjectFactory(), due_on=TODAY - timedelta(days=1))
    before = {(type(event), event.pk) for event in events()}

    lights.recompute(now=NOW)

    left = [event for event in events() if (type(event), event.pk) not in before]
    assert {event.pgh_context.metadata["action"] for event in left} == {"lights.recompute"}
