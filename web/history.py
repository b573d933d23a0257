"""The history of a project in the words of its readers: actions, fields and values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.queries.history import FieldChange, HistoryEntry
from web.formats import full_date, in_wan

Words = str | Promise
LONGEST = 160

ACTIONS: dict[str, Words] = {
    "annual_plan.set": _("Set the annual plan"),
    "change_request.approve": _("Approved the change request"),
    "change_request.file": _("Filed a change request"),
    "change_request.return": _("Returned the change request"),
    "change_request.withdraw": _("Took the change request back"),
    "commitment.confirm_link": _("Confirmed a quote of a plan"),
    "commitment.link": _("Linked a quote of a plan"),
    "commitment.take_up": _("Put into the register from the gap list"),
    "commitment.unlink": _("Took the link to a quote away"),
    "demonstration.load": _("Loaded as simulated data"),
    "evidence.attach": _("Attached a file"),
    "intake.register": _("Put into the register from a plan document"),
    "lights.recompute": _("Judged the light anew"),
    "list.add_entry": _("Put on a list"),
    "list.remove_entry": _("Taken off a list"),
    "list.issue": _("Issued the list"),
    "milestone.add": _("Added a milestone"),
    "milestone.complete": _("Completed a milestone"),
    "milestone.forecast": _("Gave a forecast"),
    "plans.load_register": _("Put into the register from the plans"),
    "project.confirm_lead": _("Confirmed the lead department"),
    "project.confirm_status": _("Confirmed the status"),
    "project.create": _("Put into the register"),
    "project.edit": _("Changed facts of the project"),
    "project.move": _("Moved the project to another status"),
    "project.set_supporting": _("Named the supporting departments"),
    "project.withdraw": _("Withdrew the project from the register"),
    "report.approve": _("Approved the report"),
    "report.draft": _("Saved a draft of the report"),
    "report.no_change": _("Reported: no change"),
    "report.return": _("Returned the report"),
    "report.submit": _("Handed in the report"),
    "round.close": _("Closed the round of reports"),
    "schedule.lay": _("Laid the schedule"),
}

FIELDS: dict[str, Words] = {
    "name": _("Name"),
    "code": _("Code"),
    "kind": _("Kind"),
    "national_code": _("National project code"),
    "sector_id": _("Sector"),
    "nature": _("Nature"),
    "approval_road": _("Approval road"),
    "level": _("Level"),
    "content": _("Content and scale"),
    "total_investment": _("Total investment (10,000 yuan)"),
    "planned_start_year": _("Planned start (year)"),
    "planned_finish_year": _("Planned finish (year)"),
    "region_id": _("Region"),
    "zone_id": _("Zone"),
    "place": _("Place"),
    "company_id": _("Project company"),
    "sponsor_id": _("Sponsoring leader"),
    "status": _("Status"),
    "status_confirmed": _("Status confirmed"),
    "status_basis": _("Basis of the status"),
    "work_state": _("Work state"),
    "status_review_on": _("Review on"),
    "started_on": _("Real start"),
    "operating_on": _("In operation since"),
    "next_due_on": _("Next due date"),
    "light": _("Light"),
    "computed_light": _("Light by the rules"),
    "light_since": _("Light since"),
    "progress_words": _("Progress in words"),
    "progress_percent": _("Progress (%)"),
    "reported_until": _("Reported until"),
    "completed_investment": _("Completed investment (10,000 yuan)"),
    "disclosed": _("Disclosed"),
    "withdrawn_at": _("Withdrawn at"),
    "withdrawn_reason": _("Reason for withdrawing"),
    "department_id": _("Department"),
    "own_department_id": _("Department of its own"),
    "part": _("Part"),
    "confirmed": _("Confirmed"),
    "confirmed_by_id": _("Confirmed by"),
    "confirmed_at": _("Confirmed at"),
    "basis": _("Basis"),
    "state": _("Stage"),
    "due_on": _("Date in force"),
    "first_due_on": _("First date"),
    "forecast_on": _("Forecast date"),
    "forecast_reason": _("Reason of the forecast"),
    "actual_on": _("Actual date"),
    "note": _("Note"),
    "critical": _("Critical milestone"),
    "evidence_required": _("Evidence is required"),
    "decision_note": _("Remarks"),
    "investment": _("Investment (10,000 yuan)"),
    "cumulative_investment": _("Investment since the beginning of the year (10,000 yuan)"),
    "next_step": _("Next step"),
    "problems": _("Problems"),
    "correction_reason": _("Reason for a correction"),
    "no_change": _("No change"),
    "target": _("Target of the year"),
    "number": _("Number"),
    "issued_on": _("Issued on"),
    "valid_until": _("Valid until"),
    "stuck_on": _("Stuck on"),
    "left_on": _("Left on"),
    "left_reason": _("Reason for leaving"),
    "solution": _("Solution"),
    "closed_on": _("Closed on"),
}
"""Columns that a reader understands; the others are the machinery's own and stay unspoken."""

MONEY = {
    "total_investment",
    "completed_investment",
    "investment",
    "cumulative_investment",
}
DERIVED = {"computed_light", "light_since", "confirmed_at", "confirmed_by_id"}


@dataclass(frozen=True)
class Told:
    """A change of one field in words."""

    of: str
    field: Words
    before: str
    after: str


@dataclass
class ToldEntry:
    """What one person did, as a reader sees it."""

    at: datetime
    action: Words
    actor: str
    reason: str
    from_outside: bool
    made: list[str] = field(default_factory=list)
    changes: list[Told] = field(default_factory=list)


def told(entries: Sequence[HistoryEntry]) -> list[ToldEntry]:
    """The entries in words; foreign keys are named, in one query a model."""
    names = _names(change for entry in entries for change in entry.changes)
    return [_entry(entry, names) for entry in entries]


def _entry(entry: HistoryEntry, names: dict[tuple[str, Any], str]) -> ToldEntry:
    actor = "" if entry.from_outside else entry.actor_name or gettext("the system")
    return ToldEntry(
        at=entry.at,
        action=ACTIONS.get(entry.action, entry.action or _("Changed from outside the system")),
        actor=actor,
        reason=entry.reason,
        from_outside=entry.from_outside,
        made=_made(entry.kinds),
        changes=[
            _told(change, names)
            for change in entry.changes
            if change.field in FIELDS and change.field not in DERIVED
        ],
    )


def _made(kinds: Iterable[str]) -> list[str]:
    """「新增 节点」, 「删除 参与单位」."""
    said = []
    for kind in sorted(kinds):
        model, _dot, label = kind.partition(".")
        words = {"insert": _("New: %(what)s"), "delete": _("Removed: %(what)s")}.get(label)
        if words is not None:
            name = apps.get_model("projects", model)._meta.verbose_name
            said.append(str(words) % {"what": name})
    return said


def _told(change: FieldChange, names: dict[tuple[str, Any], str]) -> Told:
    model = apps.get_model("projects", change.model)
    of = change.label if change.model != "project" else ""
    if not of and change.model not in ("project",):
        of = str(model._meta.verbose_name)
    return Told(
        of=of,
        field=FIELDS[change.field],
        before=_value(model, change.field, change.before, names),
        after=_value(model, change.field, change.after, names),
    )


def _value(
    model: type[models.Model], column: str, value: Any, names: dict[tuple[str, Any], str]
) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return full_date(value)
    if column in MONEY:
        return in_wan(Decimal(value))
    row = _field(model, column)
    if isinstance(row, models.ForeignKey):
        return names.get((row.remote_field.model._meta.label, value), str(value))
    if row is not None and row.choices:
        return str(dict(row.flatchoices).get(value, value))
    text = str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _field(model: type[models.Model], column: str) -> Any:
    return next((one for one in model._meta.concrete_fields if one.attname == column), None)


def _names(changes: Iterable[FieldChange]) -> dict[tuple[str, Any], str]:
    wanted: dict[type[models.Model], set[Any]] = {}
    for change in changes:
        if change.field not in FIELDS:
            continue
        row = _field(apps.get_model("projects", change.model), change.field)
        if isinstance(row, models.ForeignKey):
            keys = {change.before, change.after} - {None}
            wanted.setdefault(row.remote_field.model, set()).update(keys)
    return {
        (model._meta.label, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model._default_manager.filter(pk__in=keys)
    }
