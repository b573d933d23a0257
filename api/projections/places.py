"""Where and who, as the API shows them: regions, zones, departments, sectors."""

from api.projections import Projection, parts
from api.projections.columns import (
    Schema,
    anything,
    boolean,
    choice,
    decimal,
    instant,
    integer,
    text,
)
from directory.models import Department, Region

CODE: Schema = {"pattern": "^[0-9]{6}$", "examples": ["140800"]}

REGION = Projection(
    name="Region",
    about="An administrative region 「行政区划」; its digits are the hierarchy.",
    table="directory_region",
    key="code",
    columns={
        "code": text("t.code", "GB/T 2260", **CODE),
        "name": text("t.name", examples=["运城市"]),
        "short_name": text("t.short_name"),
        "level": choice("t.level", Region.Level),
        "parent": text("t.parent_id", null=True),
        "longitude": decimal("t.longitude"),
        "latitude": decimal("t.latitude"),
        "fictitious": parts.fictitious("t.code"),
    },
)

ZONE = Projection(
    name="Zone",
    about="A development zone 「开发区」, the second dimension of place.",
    table="directory_zone",
    key="code",
    columns={
        "code": text("t.code"),
        "name": text("t.name"),
        "short_name": text("t.short_name"),
        "aliases": anything("t.aliases", {"type": "array", "items": {"type": "string"}}),
        "region": parts.region(),
        "level": text("t.level"),
        "counted_apart": boolean("t.counted_apart", "Counted on its own, outside its county"),
        "source": text("t.source"),
        "fictitious": parts.fictitious(),
    },
)

DEPARTMENT = Projection(
    name="Department",
    about="A government unit 「部门」 of a region.",
    table="directory_department",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "code": text("t.code"),
        "name": text("t.name", examples=["运城市交通运输局"]),
        "short_name": text("t.short_name"),
        "function": text("t.function", "The same key for the same task in every city"),
        "kind": choice("t.kind", Department.Kind),
        "region": parts.region(),
        "zone": parts.zone(),
        "parent_id": integer("t.parent_id", null=True),
        "active": boolean("t.active"),
        "fictitious": parts.fictitious(),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)

SECTOR = Projection(
    name="Sector",
    about="A sector 「行业领域」 of our own two-level list, mapped to GB/T 4754 and to OC4IDS.",
    table="projects_sector",
    key="code",
    columns={
        "code": text("t.code"),
        "name": text("t.name"),
        "name_en": text("t.name_en"),
        "parent": text("t.parent_id", null=True),
        "gbt4754": text("t.gbt4754"),
        "oc4ids": text("t.oc4ids"),
        "lead_function": text("t.lead_function", "Department function proposed as lead"),
    },
)
