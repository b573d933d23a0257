"""What lists of milestones, of all or of the overdue ones, can be narrowed by."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from api.filters import Asking, Filters, Rows
from api.filters.kinds import (
    CENTURY,
    Contains,
    Day,
    Instant,
    OneOf,
    Same,
    Truth,
    Whole,
    by_day,
    by_number,
    by_region,
    by_text,
    by_truth,
)
from api.filters.projects import in_world
from projects.models import (
    Kind,
    Level,
    Light,
    Milestone,
    MilestoneKind,
    Project,
    ProjectDepartment,
    Status,
)


def _search(rows: Rows, value: str, _asking: Asking) -> Rows:
    return rows.filter(project__in=Project.objects.search(value))


def _sector(rows: Rows, value: str, _asking: Asking) -> Rows:
    codes = value.split(",")
    return rows.filter(Q(project__sector__in=codes) | Q(project__sector__parent__in=codes))


def _in_list(rows: Rows, value: str, _asking: Asking) -> Rows:
    return rows.in_list_with_code(value)  # type: ignore[attr-defined,no-any-return]


def _led_by(rows: Rows, value: int, _asking: Asking) -> Rows:
    leads = ProjectDepartment.objects.filter(
        project=OuterRef("project"), part=ProjectDepartment.Part.LEAD, department=value
    )
    return rows.filter(Exists(leads))


def _late_by(rows: Rows, value: int, asking: Asking) -> Rows:
    return rows.late_by(value, asking.today)  # type: ignore[attr-defined,no-any-return]


def _overdue(rows: Rows, value: bool, asking: Asking) -> Rows:
    late = Q(state=Milestone.State.OPEN, due_on__lt=asking.today)
    return rows.filter(late) if value else rows.exclude(late)


def _slipped_by(rows: Rows, value: int, asking: Asking) -> Rows:
    """Past the first baseline: until the actual date when done, until today while open."""
    done = Q(actual_on__gte=F("first_due_on") + timedelta(days=value))
    going_on = Q(actual_on__isnull=True, first_due_on__lte=asking.today - timedelta(days=value))
    return rows.filter(done | going_on)


def _moved(rows: Rows, value: bool, _asking: Asking) -> Rows:
    moved = Q(due_on__gt=F("first_due_on")) | Q(due_on__lt=F("first_due_on"))
    return rows.filter(moved) if value else rows.exclude(moved)


def _due_by(rows: Rows, value: object, _asking: Asking) -> Rows:
    return rows.filter(due_on__lte=value)


class _OfMilestones(Filters):
    """What both lists can be asked."""

    class Meta:
        model = Milestone
        fields: list[str] = []

    id = Whole("id")
    q = by_text(_search, "Search in code, name and aliases of the project", ("project",))
    project = Whole("project")
    name = Contains("name", "A part of the milestone's name")
    key = Same("key", "The template's step")
    kind = OneOf("kind", MilestoneKind)
    critical = Truth("critical")
    evidence_required = Truth("evidence_required")
    due_after = Day("due_on", "gte")
    due_before = by_day(_due_by, "Due on this day or before", ("due_on",))
    first_due_after = Day("first_due_on", "gte")
    first_due_before = Day("first_due_on", "lte")
    late_by = by_number(
        _late_by, "Open, and overdue by at least so many days", least=1, most=CENTURY
    )
    slipped_by = by_number(
        _slipped_by, "Past its first date by at least so many days", least=1, most=CENTURY
    )
    moved = by_truth(_moved, "Whether the date in force is another than the first")
    forecast_after = Day("forecast_on", "gte")
    forecast_before = Day("forecast_on", "lte")
    forecast_reason = Contains("forecast_reason")
    department = Whole("department", "The department that owes it")
    own_department = Whole("own_department", "Owed by this one instead of the project's lead")
    lead = by_number(_led_by, "The project is led by this department")
    region = by_region(
        lambda rows, value, _: rows.in_region(value),  # type: ignore[attr-defined]
        "In this region, whatever its level: the code's digits say it",
        ("region", "province_code", "city_code"),
    )
    touches = by_region(
        lambda rows, value, _: rows.touching(value),  # type: ignore[attr-defined]
        "The project lies in this region or touches it",
    )
    zone = Same("project__zone", "The project's development zone", covers=("project",))
    sector = by_text(_sector, "The project's sector, or a parent sector")
    status = OneOf("project__status", Status, "The project's status")
    light = OneOf("project__light", Light, "The project's light")
    level = OneOf("project__level", Level, "The project's level")
    project_kind = OneOf("project__kind", Kind, "Project, programme or task")
    list = by_text(_in_list, "The project stands in the list with this code now")
    fictitious = by_truth(in_world("province_code"), "The demonstration city, or the real ones")
    baseline_revision = Whole("baseline_revision")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")
    updated_before = Instant("updated_at", "lt")

    unfiltered = {
        "version": "compared by If-Match, not searched",
        "order": "only orders the milestones of one project",
    }


class OverdueFilters(_OfMilestones):
    """Overdue milestones are open and have a date."""

    class Meta:
        model = Milestone
        fields: list[str] = []

    unfiltered = _OfMilestones.unfiltered | {
        "state": "all are open",
        "actual_on": "none has one",
        "completed_by": "none is completed",
        "completed_at": "none is completed",
        "note": "written at completion",
    }


class MilestoneFilters(_OfMilestones):
    """All milestones, done ones too."""

    class Meta:
        model = Milestone
        fields: list[str] = []

    state = OneOf("state", Milestone.State)
    overdue = by_truth(_overdue, "Open and past the date in force")
    dated = Truth("due_on", "Whether there is a date in force", there=True)
    actual_after = Day("actual_on", "gte")
    actual_before = Day("actual_on", "lte")
    completed_by = Whole("completed_by")
    completed_since = Instant("completed_at", "gte")
    note = Contains("note")
