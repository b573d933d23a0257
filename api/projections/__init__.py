"""Answers that PostgreSQL forms: a projection says how a row of a table becomes JSON.

The ORM chooses the ids, policy and order; the projection turns those ids into the text of the
answer in the same statement, which goes out as it is. No row passes through Python.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from api.projections.columns import Column, Schema, object_schema

TODAY = ":today"


@dataclass(frozen=True, eq=False)
class Projection:
    """How a row `t` of `table` becomes an object: its columns, and those only on demand
    (`expand`), over joins of which each statement takes those it needs."""

    name: str
    about: str
    table: str
    columns: Mapping[str, Column]
    expansions: Mapping[str, Column] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"

    def chosen(self, fields: Sequence[str], expand: Sequence[str]) -> dict[str, Column]:
        """The columns of an answer, in the order of the projection."""
        columns = {n: c for n, c in self.columns.items() if not fields or n in fields}
        return columns | {n: c for n, c in self.expansions.items() if n in expand or n in fields}

    def schema(self) -> Schema:
        """The JSON schema of one row; what comes only on demand is not required."""
        schema = object_schema(self.columns, self.about)
        schema["properties"] |= {name: one.schema for name, one in self.expansions.items()}
        return schema

    def row_sql(self, fields: tuple[str, ...], expand: tuple[str, ...], today: date) -> str:
        """`row_to_json` of the columns, its joins and the lateral that names them."""
        # The date is one of ours and no text of a caller's.
        return _row_sql(self, fields, expand).replace(TODAY, f"DATE '{today.isoformat()}'")


@lru_cache(maxsize=512)
def _row_sql(projection: Projection, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    columns = projection.chosen(fields, expand)
    listed = ", ".join(f'{column.sql} AS "{name}"' for name, column in columns.items())
    joins = _needed_joins(projection.joins, listed)
    # Two percent signs: the statement has parameters of the ORM's own.
    return f"{joins} CROSS JOIN LATERAL (SELECT {listed}) AS r".replace("%", "%%")


def _needed_joins(joins: Mapping[str, str], sql: str) -> str:
    """The joins that the SQL mentions, and those that these rest on, in the order declared."""
    needed: set[str] = set()
    for alias in reversed(joins):
        if re.search(rf"\b{alias}\.", sql) or any(
            re.search(rf"\b{alias}\.", joins[other]) for other in needed
        ):
            needed.add(alias)
    return " ".join(clause for alias, clause in joins.items() if alias in needed)
