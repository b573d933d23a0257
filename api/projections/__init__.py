"""Answers that PostgreSQL forms: a projection says how a row of a table becomes JSON.

The ORM chooses the ids, policy and order; the projection turns those ids into the text of the
answer in the same statement, which goes out as it is. No row passes through Python.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from api.projections.columns import Column, Schema, object_schema

TODAY = ":today"
VISIBLE_PROJECTS = ":visible_projects"
"""In a column: the ids of the projects that exist for the caller."""


@dataclass(frozen=True, eq=False)
class Projection:
    """How a row `t` of `table` becomes an object: its columns, and those only on demand
    (`expand`)."""

    name: str
    about: str
    table: str
    columns: Mapping[str, Column]
    expansions: Mapping[str, Column] = field(default_factory=dict)
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
        """The lateral that names the columns, for `row_to_json`."""
        # The date is one of ours and no text of a caller's.
        return _row_sql(self, fields, expand).replace(TODAY, f"DATE '{today.isoformat()}'")


@lru_cache(maxsize=512)
def _row_sql(projection: Projection, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    columns = projection.chosen(fields, expand)
    listed = ", ".join(f'{column.sql} AS "{name}"' for name, column in columns.items())
    # Two percent signs: the statement has parameters of the ORM's own.
    return f"CROSS JOIN LATERAL (SELECT {listed}) AS r".replace("%", "%%")
