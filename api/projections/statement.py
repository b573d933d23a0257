"""Runs a projection: ids, their JSON, the count and the next cursor in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from api.projections import Projection

EXACT_UP_TO = 10_000
Rows = QuerySet[Any]


@dataclass(frozen=True)
class PageText:
    """A page as PostgreSQL formed it: the rows' JSON, how many there are (None: not asked),
    and the ordering values of the last row (None: no row)."""

    rows: str
    count: int | None
    last: list[Any] | None
    shown: int


def page_of(
    projection: Projection,
    chosen: Rows,
    *,
    fields: tuple[str, ...] = (),
    expand: tuple[str, ...] = (),
    order_fields: Sequence[str] = (),
    counted: Rows | None = None,
    bounded: bool = True,
    with_last: bool = False,
    today: date,
) -> PageText:
    """Form the JSON of the rows that `chosen` (sliced and ordered) holds.

    `counted` is the same choice without slice and order; its count stops at EXACT_UP_TO + 1
    rows when `bounded`.
    """
    ids_sql, ids_params = sql_of(chosen.values_list(projection.key, *order_fields))
    names = ["id", *(f"o{i}" for i in range(len(order_fields)))]
    row_sql = projection.row_sql(fields, expand, today)
    last_sql = "NULL"
    if with_last:
        values = ", ".join(f"{name}::text" for name in [*names[1:], "id"])
        last_sql = f"(SELECT json_build_array({values})::text FROM page ORDER BY place DESC LIMIT 1)"
    count_sql, count_params = _count_sql(counted, bounded=bounded)
    statement = (
        f"WITH page AS MATERIALIZED (SELECT *, row_number() OVER () AS place"
        f" FROM ({ids_sql}) AS chosen({', '.join(names)}))"
        f" SELECT '[' || coalesce((SELECT string_agg(row_to_json(r)::text, ',' ORDER BY page.place)"
        f" FROM page JOIN {projection.table} AS t ON t.{projection.key} = page.id {row_sql}), '')"
        f" || ']', {count_sql}, {last_sql}, (SELECT count(*) FROM page)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*ids_params, *count_params))
        rows, count, last, shown = cursor.fetchone()
    return PageText(rows, count, _decoded(last), shown)


def row_of(
    projection: Projection,
    chosen: Rows,
    *,
    fields: tuple[str, ...] = (),
    expand: tuple[str, ...] = (),
    today: date,
) -> tuple[str, int | None]:
    """The JSON of the one row that `chosen` holds, and its version.

    Raises the model's DoesNotExist.
    """
    model: type[Model] = chosen.model
    versioned = any(one.name == "version" for one in model._meta.concrete_fields)
    ids_sql, params = sql_of(chosen.order_by().values_list(projection.key))
    version = "t.version" if versioned else "NULL"
    statement = (
        f"SELECT row_to_json(r)::text, {version} FROM ({ids_sql}) AS chosen(id)"
        f" JOIN {projection.table} AS t ON t.{projection.key} = chosen.id"
        f" {projection.row_sql(fields, expand, today)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist
    return found[0], found[1]


def estimate(rows: Rows) -> int:
    """What PostgreSQL's planner expects of a choice too large to count."""
    sql, params = sql_of(rows.order_by().values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    return int(plan[0]["Plan"]["Plan Rows"])


def sql_of(rows: Rows) -> tuple[str, Sequence[Any]]:
    """The statement of a queryset; one that holds nothing by construction becomes one that
    finds nothing."""
    compiler = rows.query.get_compiler(connection=connection, elide_empty=False)
    sql, params = compiler.as_sql()
    return sql, params


def _count_sql(counted: Rows | None, *, bounded: bool) -> tuple[str, Sequence[Any]]:
    if counted is None:
        return "NULL::bigint", ()
    rows = counted.order_by().values_list("pk")
    sql, params = sql_of(rows[: EXACT_UP_TO + 1] if bounded else rows)
    return f"(SELECT count(*) FROM ({sql}) AS counted)", params


def _decoded(last: str | None) -> list[Any] | None:
    return json.loads(last) if last else None
