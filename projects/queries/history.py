"""The history of a project, readable by a person: who did what, when, why, and what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from projects.models import (
    AnnualPlan,
    Blocker,
    ChangeRequest,
    ListEntry,
    Milestone,
    Permit,
    Project,
    ProjectDepartment,
    Report,
    SiteCheck,
)

TRACKED: Sequence[tuple[type[models.Model], str]] = (
    (Project, "pgh_obj_id"),
    (ProjectDepartment, "project_id"),
    (Milestone, "project_id"),
    (ChangeRequest, "project_id"),
    (Report, "project_id"),
    (Permit, "project_id"),
    (AnnualPlan, "project_id"),
    (ListEntry, "project_id"),
    (Blocker, "project_id"),
    (SiteCheck, "project_id"),
)
UNSPOKEN = frozenset({"version", "created_at", "updated_at", "name_sort", "light_sentences"})
AT_MOST = 2000


@dataclass(frozen=True)
class FieldChange:
    """One column of one row, before and after, as stored."""

    model: str
    object_id: int
    label: str
    field: str
    before: Any
    after: Any


@dataclass
class HistoryEntry:
    """All that one action changed in one transaction. An entry without an action was made
    outside of the planner's own services, and says so."""

    at: datetime
    action: str
    actor_name: str
    reason: str
    kinds: set[str] = field(default_factory=set)
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def from_outside(self) -> bool:
        return not self.action


def project_history(project_id: int) -> list[HistoryEntry]:
    """The history of a project and its parts, latest first, in one query a tracked table."""
    entries: dict[Any, HistoryEntry] = {}
    for model, key in TRACKED:
        for event, before in _with_predecessors(_events(model, key, project_id)):
            context = event["pgh_context_id"] or ("outside", event["pgh_created_at"])
            entry = entries.setdefault(context, _entry(event))
            entry.kinds.add(f"{model._meta.model_name}.{event['pgh_label']}")
            entry.changes += _changes(model, event, before)
    return sorted(entries.values(), key=lambda entry: entry.at, reverse=True)


def _events(model: type[models.Model], key: str, project_id: int) -> Iterable[dict[str, Any]]:
    """The last events of a table, oldest first."""
    events: models.QuerySet[Any] = model.pgh_event_model.objects  # type: ignore[attr-defined]
    columns = [column.attname for column in events.model._meta.concrete_fields]
    latest = list(
        events.filter(**{key: project_id})
        .order_by("-pgh_id")
        .values(*columns, metadata=models.F("pgh_context__metadata"))[:AT_MOST]
    )
    return reversed(latest)


def _with_predecessors(
    events: Iterable[dict[str, Any]],
) -> Iterable[tuple[dict[str, Any], Mapping[str, Any]]]:
    last: dict[int, Mapping[str, Any]] = defaultdict(dict)
    for event in events:
        yield event, last[event["pgh_obj_id"]]
        last[event["pgh_obj_id"]] = event


def _entry(event: Mapping[str, Any]) -> HistoryEntry:
    metadata = event["metadata"] or {}
    return HistoryEntry(
        at=event["pgh_created_at"],
        action=metadata.get("action", ""),
        actor_name=metadata.get("actor_name", ""),
        reason=metadata.get("reason", ""),
    )


def _changes(
    model: type[models.Model], event: Mapping[str, Any], before: Mapping[str, Any]
) -> list[FieldChange]:
    if event["pgh_label"] != "update" or not before:
        return []
    label = str(event.get("name") or "")
    return [
        FieldChange(
            model=str(model._meta.model_name),
            object_id=event["pgh_obj_id"],
            label=label,
            field=column,
            before=before.get(column),
            after=value,
        )
        for column, value in event.items()
        if not column.startswith("pgh_")
        and column not in UNSPOKEN
        and column != "metadata"
        and before.get(column) != value
    ]
