"""The named schemas of the description, and the parts that all lists share."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from api.paging import LARGEST_PAGE, PAGE_SIZE
from api.projections import Projection
from api.projections.columns import (
    Column,
    Schema,
    anything,
    boolean,
    day,
    instant,
    integer,
    object_schema,
    text,
)
from api.projections.evidence import EVIDENCE
from api.projections.indicators import INDICATOR
from api.projections.lists import LIST, LIST_ENTRY
from api.projections.milestones import MILESTONE, OVERDUE
from api.projections.places import DEPARTMENT, REGION, SECTOR, ZONE
from api.projections.plans import COMMITMENT, PLAN, PLAN_SECTION, VERDICT
from api.projections.processes import CHANGE_REQUEST, REPORT
from api.projections.projects import PROJECT
from api.resource import Resource
from directory.models import OutboxEntry, Role
from projects.models import Light, Status

PROJECTIONS = (
    PROJECT,
    MILESTONE,
    OVERDUE,
    REPORT,
    CHANGE_REQUEST,
    EVIDENCE,
    LIST,
    LIST_ENTRY,
    PLAN,
    PLAN_SECTION,
    COMMITMENT,
    VERDICT,
    INDICATOR,
    REGION,
    ZONE,
    DEPARTMENT,
    SECTOR,
)
CONTROLS = (
    "scope",
    "ordering",
    "page",
    "page_size",
    "cursor",
    "count",
    "fields",
    "expand",
    "format",
)


def shape(about: str = "", **columns: Column) -> Schema:
    """The schema of an object that Python forms."""
    return object_schema(columns, about)


def array(item: Schema) -> Column:
    return anything("", {"type": "array", "items": item})


def of(schema: Schema) -> Column:
    return anything("", schema)


FAULT = shape(
    field=text("", "Path of the field or name of the parameter", null=True),
    code=text("", "Of the catalogue, or of the shape's check"),
    detail=text("", "In the language of the request"),
    detail_zh=text(""),
    detail_en=text(""),
)
PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457; every error of this API looks like this.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {
            "type": "string",
            "description": "Of the catalogue at /api/v1/problems/, which grows",
        },
        "field": {"type": ["string", "null"]},
        "detail": {"type": "string", "description": "In the language of the request"},
        "detail_zh": {"type": "string"},
        "detail_en": {"type": "string"},
        "errors": {"type": "array", "items": FAULT},
        "current_version": {"type": "integer", "description": "With 412"},
        "cursor": {"type": "string", "description": "With 410: go on from here"},
    },
    "required": [
        "type",
        "title",
        "status",
        "code",
        "field",
        "detail",
        "detail_zh",
        "detail_en",
        "errors",
    ],
    "examples": [
        {
            "type": "/api/v1/problems/#version_conflict",
            "title": "期间已有变更",
            "status": 412,
            "code": "version_conflict",
            "field": None,
            "detail": "Somebody changed this in the meantime (you saw version 3, it is now 4).",
            "detail_zh": "期间已有他人修改（您看到的是第 3 版，现为第 4 版）。",
            "detail_en": "Somebody changed this in the meantime (you saw version 3, it is now 4).",
            "errors": [],
            "current_version": 4,
        }
    ],
}
GROUPS = shape(
    "How much each department, region or sector owes past its dates, most first.",
    group_by=text("", enum=["department", "region", "sector"]),
    today=day("", "In Asia/Shanghai", null=False),
    milestones=integer("", "Overdue milestones in all groups"),
    groups=array(
        shape(
            key=of({"type": ["string", "integer", "null"], "description": "Id or code"}),
            name=text(""),
            milestones=integer(""),
            projects=integer(""),
            oldest_due_on=day("", null=False),
            days_late=integer("", "Of the oldest"),
        )
    ),
)
COUNTS: Schema = {
    "type": "object",
    "properties": {
        status: {
            "type": "object",
            "properties": {light: {"type": "integer"} for light in Light.values},
            "required": list(Light.values),
        }
        for status in Status.values
    },
    "required": list(Status.values),
}
SUMMARY = shape(
    "Every figure counts the rows that the lists show for the same filters.",
    today=day("", "In Asia/Shanghai", null=False),
    region=text("", null=True),
    projects=integer("", "Projects; programmes and tasks are counted apart"),
    status_by_light=of(COUNTS),
    programmes=integer(""),
    tasks=integer(""),
    late=integer("", "Projects with an open milestone past its date"),
    without_schedule=integer("", "「未排期」"),
    awaiting_closing=integer("", "「规划期满待核实」"),
    unconfirmed=integer("", "Lead or status only proposed"),
    overdue_milestones=integer(""),
    overdue=array(
        shape(
            department_id=integer("", null=True),
            department=text(""),
            region_code=text(""),
            region=text(""),
            milestones=integer(""),
        )
    ),
    due_within_30_days=integer("", "Milestones"),
)
CHANGES = shape(
    "Changes in the order of their numbers.",
    results=array(
        shape(
            number=integer("", "Rises by one; numbers of what you may not see are left out"),
            resource=text("", examples=["milestones"]),
            id=text("", examples=["31"]),
            version=integer("", "Of the object after the change; several may be told as one"),
            change=text("", enum=list(OutboxEntry.Change.values)),
            action=text("", "What was done", examples=["milestone.complete"]),
            project_id=integer("", null=True),
            at=instant(""),
            url=text("", null=True, format="uri-reference"),
        )
    ),
    cursor=text("", "For the next request", examples=["5f1c…e2.1042"]),
    more=boolean("", "More is there now; otherwise ask again later"),
)
ME = shape(
    id=integer(""),
    username=text(""),
    name=text(""),
    role=text("", enum=list(Role.values)),
    region=text("", null=True),
    department=of(
        {
            "type": ["object", "null"],
            "properties": {
                "id": {"type": "integer"},
                "code": {"type": "string"},
                "name": {"type": "string"},
            },
            "required": ["id", "code", "name"],
        }
    ),
    company=of(
        {
            "type": ["object", "null"],
            "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
            "required": ["id", "name"],
        }
    ),
    language=text(""),
    may_write_api=boolean("", "Whether an integration may write"),
    today=day("", "In Asia/Shanghai", null=False),
)
TEXT = shape(
    "A part of a plan's text; offsets are code points.",
    start=integer(""),
    end=integer(""),
    length=integer("", "Of the whole text"),
    text=text(""),
)
PROBLEMS = shape(problems=array(shape(code=text(""), message_zh=text(""), message_en=text(""))))


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def page_schema(projection: Projection) -> Schema:
    return reference(f"{projection.name}Page")


def _page(projection: Projection) -> Schema:
    return shape(
        f"A page of rows of {projection.name}.",
        count=integer("", "Null when not counted (cursor pages, count=none)", null=True),
        count_is_exact=of(
            {
                "type": ["boolean", "null"],
                "description": "False above 10,000 rows: PostgreSQL's estimate",
            }
        ),
        next=text("", null=True, format="uri-reference"),
        previous=text("", null=True, format="uri-reference"),
        results=array(reference(projection.name)),
    )


SCHEMAS: dict[str, Schema] = {
    **{projection.name: projection.schema() for projection in PROJECTIONS},
    **{f"{projection.name}Page": _page(projection) for projection in PROJECTIONS},
    "Problem": PROBLEM,
    "OverdueGroups": GROUPS,
    "Summary": SUMMARY,
    "Changes": CHANGES,
    "Me": ME,
    "PlanText": TEXT,
    "ProblemCatalogue": PROBLEMS,
}


def add_components(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """drf-spectacular's hook: the named schemas stand beside those of the inputs."""
    schemas = result["components"].setdefault("schemas", {})
    schemas.update(SCHEMAS)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def control(name: str, resource: Resource) -> OpenApiParameter:
    """A parameter that shapes the list instead of narrowing it."""
    orders = "|".join(re.escape(one) for one in resource.orderings)
    known: dict[str, tuple[Schema, str]] = {
        "scope": (
            {"type": "string", "enum": ["own", "visible"], "default": "own"},
            "Your own area, or everything that you may see (disclosed projects too)",
        ),
        "ordering": (
            {
                "type": "string",
                "pattern": f"^-?({orders})(,-?({orders}))*$",
                "default": resource.default_order,
            },
            "Comma-separated, `-` for descending; the id is always appended",
        ),
        "page": ({"type": "integer", "minimum": 1, "default": 1}, "Page by number"),
        "page_size": (
            {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
            "Rows of a page",
        ),
        "cursor": (
            {"type": "string"},
            "Page by cursor: empty for the first page, then as `next` says; not counted",
        ),
        "count": (
            {"type": "string", "enum": ["bounded", "exact", "none"], "default": "bounded"},
            "Exact up to 10,000, above it an estimate, marked so; or exact; or none",
        ),
        "fields": (_names([*resource.projection.columns]), "Only these fields"),
        "expand": (_names([*resource.projection.expansions]), "These parts as well"),
        "format": (
            {"type": "string", "enum": ["json", "csv", "xlsx"], "default": "json"},
            "All rows as a file; pages do not apply",
        ),
    }
    schema, about = known[name]
    many = schema["type"] == "array"
    return OpenApiParameter(
        name,
        schema,
        description=about,
        style="form" if many else None,
        explode=False if many else None,
    )


def _names(names: list[str]) -> Schema:
    item: Schema = {"type": "string", "enum": names} if names else {"type": "string"}
    return {"type": "array", "items": item}


def resolved(schema: Schema) -> Schema:
    """A schema without references."""
    if "$ref" in schema:
        return resolved(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    return schema


def example_of(schema: Schema) -> Any:
    """An example of a schema, from the examples of its parts."""
    schema = resolved(schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = kind[0]
    if kind == "object":
        required = schema.get("required", [])
        return {
            name: example_of(one)
            for name, one in schema.get("properties", {}).items()
            if name in required
        }
    if kind == "array":
        return [example_of(schema["items"])] if "items" in schema else []
    formats = {"date": "2026-11-23", "date-time": "2026-11-23T08:00:00+08:00"}
    plain: dict[str, Any] = {"integer": 1, "boolean": True, "number": 1, "null": None}
    return plain.get(kind, formats.get(schema.get("format", ""), ""))
