# ruff: noqa: S608 - statements are put together from the ORM's own SQL and our projections; every
# value of a caller's is a parameter of the ORM's.
"""Runs a projection: ids, their JSON, the count and the next cursor in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection
from django.db.models import Q, QuerySet

from api.ordering import OrderTerm
from api.projections import VISIBLE_PROJECTS, Projection
from directory.models import User
from projects.models import Project

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
    rows: Rows,
    *,
    order: Sequence[OrderTerm],
    first: int,
    size: int,
    after: Q | None = None,
    count: Literal["bounded", "exact", "none"] = "bounded",
    fields: tuple[str, ...] = (),
    expand: tuple[str, ...] = (),
    user: User,
    today: date,
) -> PageText:
    """Form the JSON of a page of `rows`: those beyond `after`, in the order, from the `first`.

    The choice is compiled once, and stands in the statement as page and as what is counted; a
    bounded count stops at EXACT_UP_TO + 1 rows.
    """
    names = [projection.key, *(term.field for term in order if term.field != "pk")]
    counted_sql, params = sql_of(rows.order_by().values_list(*names))
    page_sql, page_params = counted_sql, params
    if after is not None:
        page_sql, page_params = sql_of(rows.filter(after).order_by().values_list(*names))
    columns = ["id", *(f"o{place}" for place in range(2, len(names) + 1))]
    ordered = ", ".join(_order_sql(term, names) for term in order)
    keys = ", ".join(f"{_place(term, columns, names)}::text" for term in order)
    limit = f" LIMIT {EXACT_UP_TO + 1}" if count == "bounded" else ""
    count_sql = f"(SELECT count(*) FROM ({counted_sql}{limit}) AS counted)"
    if count == "none":
        count_sql, params = "NULL::bigint", ()
    row_sql, row_params = _row_sql(projection, fields, expand, user=user, today=today)
    statement = (
        f"WITH page AS MATERIALIZED (SELECT *, row_number() OVER () AS place FROM"
        f" ({page_sql} ORDER BY {ordered} LIMIT {size} OFFSET {first})"
        f" AS chosen({', '.join(columns)}))"
        f" SELECT '[' || coalesce((SELECT string_agg(row_to_json(r)::text, ',' ORDER BY page.place)"
        f" FROM page JOIN {projection.table} AS t ON t.{projection.key} = page.id"
        f" {row_sql}), '') || ']', {count_sql},"
        f" (SELECT json_build_array({keys})::text FROM page ORDER BY place DESC LIMIT 1),"
        f" (SELECT count(*) FROM page)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*page_params, *row_params, *params))
        text, total, last, shown = cursor.fetchone()
    return PageText(text, total, json.loads(last) if last else None, shown)


def _order_sql(term: OrderTerm, names: list[str]) -> str:
    """A term by the place of its column in the choice."""
    place = 1 if term.field == "pk" else names.index(term.field) + 1
    direction = "DESC" if term.descending else "ASC"
    last = " NULLS LAST" if term.descending and term.nullable else ""
    return f"{place} {direction}{last}"


def _place(term: OrderTerm, columns: list[str], names: list[str]) -> str:
    return "id" if term.field == "pk" else columns[names.index(term.field)]


def row_of(
    projection: Projection,
    chosen: Rows,
    *,
    fields: tuple[str, ...] = (),
    expand: tuple[str, ...] = (),
    user: User,
    today: date,
) -> tuple[str, int | None]:
    """The JSON of the one row that `chosen` holds, and its version.

    Raises the model's DoesNotExist.
    """
    model: Any = chosen.model
    versioned = any(one.name == "version" for one in model._meta.concrete_fields)
    ids_sql, params = sql_of(chosen.order_by().values_list(projection.key))
    version = "t.version" if versioned else "NULL"
    row_sql, row_params = _row_sql(projection, fields, expand, user=user, today=today)
    statement = (
        f"SELECT row_to_json(r)::text, {version} FROM ({ids_sql}) AS chosen(id)"
        f" JOIN {projection.table} AS t ON t.{projection.key} = chosen.id"
        f" {row_sql}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*params, *row_params))
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist
    return found[0], found[1]


def _row_sql(
    projection: Projection,
    fields: tuple[str, ...],
    expand: tuple[str, ...],
    *,
    user: User,
    today: date,
) -> tuple[str, Sequence[Any]]:
    """The lateral of a row, and the parameters of what its columns count for the caller only."""
    text = projection.row_sql(fields, expand, today)
    places = text.count(VISIBLE_PROJECTS)
    if not places:
        return text, ()
    sql, params = sql_of(Project.objects.visible_to(user).order_by().values_list("pk"))
    return text.replace(VISIBLE_PROJECTS, sql), (*params,) * places


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
