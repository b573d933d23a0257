"""What the other lists can be narrowed by."""

from django.db.models import Exists, OuterRef, Q

from api.filters import Asking, Filters, Rows
from api.filters.kinds import (
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
from directory.models import FICTITIOUS_PREFIX, Department, Region, Zone, region_prefix
from plans.models import Commitment, CommitmentProject, Plan, PlanSection
from plans.models.plan import PlanSectionKind
from projects.models import (
    ChangeRequest,
    Evidence,
    ListEntry,
    Project,
    ProjectList,
    Report,
    Sector,
    Status,
)

VERSION = {"version": "compared by If-Match, not searched"}


def _within(column: str) -> object:
    """A narrowing to codes that lie in a region: between its first and its last."""

    def narrow(rows: Rows, value: str, _asking: Asking) -> Rows:
        digits = region_prefix(value)
        first, last = digits.ljust(6, "0"), digits.ljust(6, "9")
        return rows.filter(**{f"{column}__gte": first, f"{column}__lte": last})

    return narrow


def _fictitious(column: str) -> object:
    def narrow(rows: Rows, value: bool, _asking: Asking) -> Rows:
        # Codes have six digits, and none comes after those of the demonstration city.
        world = {f"{column}__gte": FICTITIOUS_PREFIX.ljust(6, "0")}
        return rows.filter(**world) if value else rows.exclude(**world)

    return narrow


def _of_found_projects(rows: Rows, value: str, _asking: Asking) -> Rows:
    return rows.filter(project__in=Project.objects.search(value))


def in_region(column: str) -> object:
    about = "In this region, whatever its level: the code's digits say it"
    return by_region(_within(column), about, (column.split("__")[0],))  # type: ignore[arg-type]


def of_world(column: str) -> object:
    about = "The demonstration city, or the real ones"
    return by_truth(_fictitious(column), about)  # type: ignore[arg-type]


class ReportFilters(Filters):
    class Meta:
        model = Report
        fields: list[str] = []

    id = Whole("id")
    q = by_text(_of_found_projects, "Search in the project's code, name and aliases")
    project = Whole("project")
    region = in_region("project__region")
    department = Whole("project__parties__department", "A department with a part in it")
    report_round = Whole("report_round")
    year = Whole("year")
    month = Whole("month", least=1)
    pool = OneOf("pool", Status)
    state = OneOf("state", Report.State)
    step = Whole("step")
    investment_min = Number("investment", "gte", "万元")
    investment_max = Number("investment", "lte", "万元")
    cumulative_investment_min = Number("cumulative_investment", "gte", "万元")
    cumulative_investment_max = Number("cumulative_investment", "lte", "万元")
    progress_words = Contains("progress_words")
    progress_percent_min = Number("progress_percent", "gte")
    progress_percent_max = Number("progress_percent", "lte")
    next_step = Contains("next_step")
    has_problems = Filled("problems", "Whether a problem is named")
    no_change = Truth("no_change", "「本月无变化」")
    corrected = Filled("correction_reason", "Whether it is a correction")
    reported_by = Whole("reported_by")
    on_behalf_of = Whole("on_behalf_of", "「代填」 for this department")
    submitted_since = Instant("submitted_at", "gte")
    approved_since = Instant("approved_at", "gte")
    locked = Truth("locked_at", there=True)
    fictitious = of_world("project__region")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION


class ChangeRequestFilters(Filters):
    class Meta:
        model = ChangeRequest
        fields: list[str] = []

    id = Whole("id")
    q = by_text(_of_found_projects, "Search in the project's code, name and aliases")
    project = Whole("project")
    region = in_region("project__region")
    milestone = Whole("milestone")
    subject = OneOf("subject", ChangeRequest.Subject)
    state = OneOf("state", ChangeRequest.State)
    reason_code = OneOf("reason_code", ChangeRequest.Reason)
    reason = Contains("reason")
    old_due_after = Day("old_due_on", "gte")
    old_due_before = Day("old_due_on", "lte")
    new_due_after = Day("new_due_on", "gte")
    new_due_before = Day("new_due_on", "lte")
    late = Truth("late", "Filed after the date it wants to move")
    filed_by = Whole("filed_by")
    filed_since = Instant("filed_at", "gte")
    decided_by = Whole("decided_by")
    decided_since = Instant("decided_at", "gte")
    decision_note = Contains("decision_note")
    fictitious = of_world("project__region")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {
        "old_value": "words of what was; the subject is filtered",
        "new_value": "words of what is wanted; the subject is filtered",
    }


class EvidenceFilters(Filters):
    class Meta:
        model = Evidence
        fields: list[str] = []

    id = Whole("id")
    milestone = Whole("milestone")
    report = Whole("report")
    permit = Whole("permit")
    blocker = Whole("blocker")
    site_check = Whole("site_check")
    name = Contains("name")
    content_type = Same("content_type")
    sha256 = Same("sha256")
    uploaded_by = Whole("uploaded_by")
    uploaded_since = Instant("uploaded_at", "gte")

    unfiltered = {
        "project": "named by the address",
        "file": "where we keep it, under its digest",
        "size": "read with the row",
    }


class ListFilters(Filters):
    class Meta:
        model = ProjectList
        fields: list[str] = []

    id = Whole("id")
    code = Same("code")
    name = Contains("name")
    region = in_region("region")
    year = Whole("year")
    state = OneOf("state", ProjectList.State)
    document_number = Same("document_number")
    issued_after = Day("issued_on", "gte")
    issued_before = Day("issued_on", "lte")
    fictitious = of_world("region")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {"chain": "an order of steps, read with the list"}


class ListEntryFilters(Filters):
    class Meta:
        model = ListEntry
        fields: list[str] = []

    id = Whole("id")
    project = Whole("project")
    number = Same("number", "As printed")
    category = Same("category")
    entered_after = Day("entered_on", "gte")
    entered_before = Day("entered_on", "lte")
    entered_reason = Contains("entered_reason")
    left = Truth("left_on", "Whether it has left the list", there=True)
    leaving = OneOf("leaving", ListEntry.Leaving)
    left_reason = Contains("left_reason")
    replaced = Truth("replaced_by", there=True)
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {
        "project_list": "named by the address",
        "printed": "figures as printed, each list with its own",
    }


class PlanFilters(Filters):
    class Meta:
        model = Plan
        fields: list[str] = []

    id = Whole("id")
    doc = Same("doc")
    number = Same("number", "文号")
    title = Contains("title")
    issuer = Contains("issuer")
    issued_after = Day("issued_on", "gte")
    issued_before = Day("issued_on", "lte")
    region = in_region("region")
    period_start = Whole("period_start")
    period_end = Whole("period_end")
    outlook_year = Whole("outlook_year")
    revises = Whole("revises", "New editions of this plan")
    notes = Contains("notes")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {
        "text": "commitments carry the quotes that are searched",
        "sha256": "proves the text, is not searched",
    }


class PlanSectionFilters(Filters):
    class Meta:
        model = PlanSection
        fields: list[str] = []

    id = Whole("id")
    key = Same("key")
    kind = OneOf("kind", PlanSectionKind)
    number = Same("number")
    title = Contains("title")
    parent = Whole("parent")
    starts_after = Whole("start", lookup="gte")
    ends_before = Whole("end", lookup="lte")

    unfiltered = {"plan": "named by the address", "order": "orders the outline"}


def _linked(rows: Rows, value: bool, _asking: Asking) -> Rows:
    linked = Exists(CommitmentProject.objects.filter(commitment=OuterRef("pk")))
    return rows.filter(linked if value else ~linked)


def _sector(rows: Rows, value: str, _asking: Asking) -> Rows:
    codes = value.split(",")
    return rows.filter(Q(sector__in=codes) | Q(sector__parent__in=codes))


def _of_project(rows: Rows, value: int, asking: Asking) -> Rows:
    """Nobody learns in this way of a project that they may not see."""
    links = CommitmentProject.objects.filter(commitment=OuterRef("pk"), project=value)
    return rows.filter(Exists(links.filter(project__in=Project.objects.visible_to(asking.user))))


def _names_region(rows: Rows, value: str, _asking: Asking) -> Rows:
    named = Commitment.regions.through.objects.filter(commitment=OuterRef("pk"))
    digits = region_prefix(value)
    inside = named.filter(region__gte=digits.ljust(6, "0"), region__lte=digits.ljust(6, "9"))
    return rows.filter(Exists(inside))


class CommitmentFilters(Filters):
    class Meta:
        model = Commitment
        fields: list[str] = []

    id = Whole("id")
    plan = Whole("plan")
    key = Same("key")
    section = Whole("section")
    box = Same("box", "Number of the box, as text")
    box_title = Contains("box_title")
    group = Contains("group")
    name = Contains("name")
    quote = Contains("quote", "A part of the very words")
    level = OneOf("level", Commitment.Level)
    parent = Whole("parent")
    region = by_region(_names_region, "Names this region or one in it", ("regions",))
    sector = by_text(_sector, "Sector, or a parent sector", ("sector",))
    linked = by_truth(_linked, "False: the gap list, commitments without a project", ("projects",))
    project = by_number(_of_project, "What this project rests on")
    starts_after = Whole("start", lookup="gte")
    ends_before = Whole("end", lookup="lte")
    set_aside = Filled("set_aside_reason", "Whether it was set aside")
    note = Contains("note")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {"facts": "what the text states, each row with its own"}


class RegionFilters(Filters):
    class Meta:
        model = Region
        fields: list[str] = []

    code = Same("code")
    name = Contains("name")
    short_name = Same("short_name")
    level = OneOf("level", Region.Level)
    parent = Same("parent")
    within = in_region("code")
    located = Truth("longitude", there=True)
    fictitious = of_world("code")

    unfiltered = {"latitude": "asked together with the longitude, by `located`"}


class ZoneFilters(Filters):
    class Meta:
        model = Zone
        fields: list[str] = []

    code = Same("code")
    name = Contains("name")
    short_name = Same("short_name")
    region = in_region("region")
    level = Same("level")
    counted_apart = Truth("counted_apart")
    fictitious = of_world("region")

    unfiltered = {"aliases": "names it also goes by", "source": "where its facts are from"}


class DepartmentFilters(Filters):
    class Meta:
        model = Department
        fields: list[str] = []

    id = Whole("id")
    code = Same("code")
    name = Contains("name")
    short_name = Contains("short_name")
    function = Same("function", "The same key for the same task in every city")
    kind = OneOf("kind", Department.Kind)
    region = in_region("region")
    zone = Same("zone")
    parent = Whole("parent")
    active = Truth("active")
    fictitious = of_world("region")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION


class SectorFilters(Filters):
    class Meta:
        model = Sector
        fields: list[str] = []

    code = Same("code")
    name = Contains("name")
    name_en = Contains("name_en")
    parent = Same("parent")
    gbt4754 = Same("gbt4754")
    oc4ids = Same("oc4ids")
    lead_function = Same("lead_function")
