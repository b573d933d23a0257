"""The columns of a projection: each is SQL that forms the value, and the schema it keeps to.

One declaration makes the answer and the OpenAPI component, so that neither drifts from the
other; a test holds real rows against the schema nevertheless.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

Schema = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """SQL over the projection's aliases, and a JSON schema."""

    sql: str
    schema: Schema


def _typed(kind: str, about: str, *, null: bool, **more: Any) -> Schema:
    """A schema in the words of OpenAPI 3.1: "may be null" is a second type."""
    schema: Schema = {"type": [kind, "null"] if null else kind, **more}
    if about:
        schema["description"] = about
    return schema


def text(sql: str, about: str = "", *, null: bool = False, **more: Any) -> Column:
    return Column(sql, _typed("string", about, null=null, **more))


def integer(sql: str, about: str = "", *, null: bool = False, **more: Any) -> Column:
    return Column(sql, _typed("integer", about, null=null, **more))


def boolean(sql: str, about: str = "") -> Column:
    return Column(sql, _typed("boolean", about, null=False))


def day(sql: str, about: str = "", *, null: bool = True) -> Column:
    """A date, as it is."""
    return Column(sql, _typed("string", about, null=null, format="date"))


def instant(sql: str, about: str = "", *, null: bool = False) -> Column:
    """An instant, written in the time of Shanghai (+08:00 all year)."""
    shown = f"""to_char({sql} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')"""
    return Column(shown, _typed("string", about, null=null, format="date-time"))


def decimal(sql: str, about: str = "", *, null: bool = True, **more: Any) -> Column:
    """An exact number, as a string."""
    schema = _typed("string", about, null=null, pattern=r"^-?[0-9]+(\.[0-9]+)?$", **more)
    return Column(f"{sql}::text", schema)


def amount(sql: str, about: str = "", *, null: bool = True) -> Column:
    """An amount in 万元 (ten thousand yuan), exact, as a string."""
    unit = "万元 (ten thousand yuan)"
    return decimal(sql, f"{about}; {unit}" if about else unit, null=null, examples=["81000.0000"])


def choice(
    sql: str, choices: type[models.TextChoices], about: str = "", *, blank: bool = False
) -> Column:
    """One of the values of a TextChoices; "" where nothing is chosen yet."""
    values = list(choices.values)
    return Column(sql, _typed("string", about, null=False, enum=[*values, ""] if blank else values))


def anything(sql: str, schema: Schema, about: str = "") -> Column:
    """A JSON value that is stored as such."""
    return Column(sql, {**schema, "description": about} if about else schema)


def lookup(
    parts: Mapping[str, Column], source: str, about: str = "", *, null: bool = False
) -> Column:
    """An object of columns of the row that `source` (FROM … WHERE …) finds; null where there is
    none.

    A scalar subquery and no join: with nine tables to order PostgreSQL planned for 5 ms what it
    carried out in 1.4 ms.
    """
    return Column(f"(SELECT {_built(parts)} {source})", object_schema(parts, about, null=null))


def rows(parts: Mapping[str, Column], source: str, order: str, about: str = "") -> Column:
    """An array of objects: `source` is FROM … WHERE …, correlated with the projection's row."""
    sql = f"(SELECT coalesce(json_agg({_built(parts)} ORDER BY {order}), '[]'::json) {source})"
    items = object_schema(parts)
    return Column(sql, {"type": "array", "items": items, "description": about})


def _built(parts: Mapping[str, Column]) -> str:
    pairs = ", ".join(f"'{name}', {part.sql}" for name, part in parts.items())
    return f"json_build_object({pairs})"


def object_schema(parts: Mapping[str, Column], about: str = "", *, null: bool = False) -> Schema:
    schema = _typed("object", about, null=null)
    schema["properties"] = {name: part.schema for name, part in parts.items()}
    schema["required"] = list(parts)
    schema["additionalProperties"] = False
    return schema
