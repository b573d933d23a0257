"""What a list of projects can be narrowed by."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from api.filters import Asking, Filters, Rows
from api.filters.kinds import (
    CENTURY,
    Contains,
    Day,
    Filled,
    Instant,
    Number,
    OneOf,
    Same,
    Truth,
    Whole,
    by_number,
    by_region,
    by_text,
    by_truth,
)
from directory.models import FICTITIOUS_PREFIX
from plans.models import CommitmentProject
from plans.querysets import resting_on
from projects.models import (
    ApprovalRoad,
    Kind,
    Level,
    Light,
    Nature,
    Project,
    ProjectDepartment,
    Status,
    WorkState,
)
from projects.querysets import unconfirmed_q

Part = ProjectDepartment.Part


def in_world(column: str) -> Any:
    """A narrowing to fictitious or to real rows, by the two digits of their province."""

    def narrow(rows: Rows, value: bool, _asking: Asking) -> Rows:
        world = {column: FICTITIOUS_PREFIX}
        return rows.filter(**world) if value else rows.exclude(**world)

    return narrow


def _of_department(rows: Rows, value: int, _asking: Asking) -> Rows:
    return rows.of_department(value)  # type: ignore[attr-defined,no-any-return]


def _led_by(rows: Rows, value: int, _asking: Asking) -> Rows:
    return rows.of_department(value, Part.LEAD)  # type: ignore[attr-defined,no-any-return]


def _supported_by(rows: Rows, value: int, _asking: Asking) -> Rows:
    return rows.of_department(value, Part.SUPPORTING)  # type: ignore[attr-defined,no-any-return]


def _lead_confirmed(rows: Rows, value: bool, _asking: Asking) -> Rows:
    return rows.filter(~unconfirmed_q() if value else unconfirmed_q())


def _in_list(rows: Rows, value: str, _asking: Asking) -> Rows:
    return rows.in_list_with_code(value)  # type: ignore[attr-defined,no-any-return]


def _sector(rows: Rows, value: str, _asking: Asking) -> Rows:
    codes = value.split(",")
    return rows.filter(Q(sector__in=codes) | Q(sector__parent__in=codes))


def _late_by(rows: Rows, value: int, asking: Asking) -> Rows:
    return rows.late_by(value, asking.today)  # type: ignore[attr-defined,no-any-return]


def _scheduled(rows: Rows, value: bool, _asking: Asking) -> Rows:
    if value:
        return rows.filter(next_due_on__isnull=False)
    return rows.without_schedule()  # type: ignore[attr-defined,no-any-return]


def _awaiting_closing(rows: Rows, value: bool, asking: Asking) -> Rows:
    waiting = rows.awaiting_closing(asking.today)  # type: ignore[attr-defined]
    return waiting if value else rows.exclude(pk__in=waiting.values("pk"))


def _rests_on_plan(rows: Rows, value: int, _asking: Asking) -> Rows:
    return resting_on(rows, value)


def _in_a_plan(rows: Rows, value: bool, _asking: Asking) -> Rows:
    linked = Exists(CommitmentProject.objects.filter(project=OuterRef("pk")))
    return rows.filter(linked if value else ~linked)


class ProjectFilters(Filters):
    """Every sensible question to the register's rows."""

    class Meta:
        model = Project
        fields: list[str] = []

    id = Whole("id")
    code = Same("code")
    q = by_text(
        lambda rows, value, _: rows.search(value),  # type: ignore[attr-defined]
        "Search in code, name and aliases; Chinese too, all words must occur",
        ("search_grams", "aliases"),
    )
    name = Contains("name", "A part of the name")
    kind = OneOf("kind", Kind)
    national_code = Same("national_code")
    parent = Whole("parent", "Members of this programme")
    sector = by_text(_sector, "Sector, or a parent sector", ("sector",))
    nature = OneOf("nature", Nature)
    approval_road = OneOf("approval_road", ApprovalRoad)
    level = OneOf("level", Level)
    content = Contains("content")
    total_investment_min = Number("total_investment", "gte", "At least, 万元")
    total_investment_max = Number("total_investment", "lte", "At most, 万元")
    planned_start_year = Whole("planned_start_year")
    planned_finish_year = Whole("planned_finish_year")
    region = by_region(
        lambda rows, value, _: rows.in_region(value),  # type: ignore[attr-defined]
        "In this region, whatever its level: the code's digits say it",
        ("region", "province_code", "city_code"),
    )
    touches = by_region(
        lambda rows, value, _: rows.touching(value),  # type: ignore[attr-defined]
        "In this region, or named as touching it",
    )
    zone = Same("zone", "Development zone's code")
    place = Contains("place")
    located = Truth("longitude", "Whether its place on the map is known", there=True)
    company = Whole("company", "Project company's id")
    sponsor = Whole("sponsor", "Sponsoring leader's id")
    department = by_number(_of_department, "Any part of this department")
    lead = by_number(_led_by, "Led by this department")
    supporting = by_number(_supported_by, "Supported by this department")
    lead_confirmed = by_truth(_lead_confirmed, "Whether the lead is confirmed")
    list = by_text(_in_list, "Standing in the list with this code now")
    plan = by_number(_rests_on_plan, "Resting on a commitment of this plan")
    in_plan = by_truth(_in_a_plan, "Resting on any commitment")
    status = OneOf("status", Status)
    status_confirmed = Truth("status_confirmed")
    status_basis = Contains("status_basis")
    work_state = OneOf("work_state", WorkState)
    status_review_before = Day("status_review_on", "lte")
    plan_period_end_after = Day("plan_period_end", "gte")
    plan_period_end_before = Day("plan_period_end", "lte")
    awaiting_closing = by_truth(_awaiting_closing, "「规划期满待核实」")
    had_ceremony = Truth("ceremony_on", there=True)
    started = Truth("started_on", there=True)
    started_after = Day("started_on", "gte")
    started_before = Day("started_on", "lte")
    operating = Truth("operating_on", there=True)
    operating_after = Day("operating_on", "gte")
    operating_before = Day("operating_on", "lte")
    due_after = Day("next_due_on", "gte")
    due_before = Day("next_due_on", "lte")
    late_by = by_number(
        _late_by,
        "An open milestone is late by at least so many days",
        ("next_due_on",),
        least=1,
        most=CENTURY,
    )
    scheduled = by_truth(_scheduled, "False: 「未排期」")
    light = OneOf("light", Light)
    computed_light = OneOf("computed_light", Light)
    light_since_before = Day("light_since", "lte")
    overridden = Filled("light_override_reason", "Whether a person overrides the light")
    overridden_until_after = Day("light_override_until", "gte")
    progress_percent_min = Number("progress_percent", "gte")
    progress_percent_max = Number("progress_percent", "lte")
    progress_words = Contains("progress_words")
    reported_since = Day("reported_until", "gte")
    reported_before = Day("reported_until", "lte")
    completed_investment_min = Number("completed_investment", "gte", "At least, 万元")
    completed_investment_max = Number("completed_investment", "lte", "At most, 万元")
    disclosed = Truth("disclosed")
    fictitious = by_truth(in_world("province_code"), "The demonstration city, or the real ones")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")
    updated_before = Instant("updated_at", "lt")

    unfiltered = {
        "version": "compared by If-Match, not searched",
        "name_sort": "orders names, says nothing itself",
        "latitude": "asked together with the longitude, by `located`",
        "light_sentences": "words for people; the light itself is filtered",
        "withdrawn_at": "withdrawn rows exist for nobody",
        "withdrawn_reason": "withdrawn rows exist for nobody",
    }
