"""The total order of a list, and what comes after a row in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, Q


@dataclass(frozen=True)
class OrderTerm:
    """One column of an order; columns that may be empty come last either way."""

    field: str
    descending: bool
    nullable: bool

    def expression(self) -> OrderBy:
        last = True if self.nullable and self.descending else None
        if self.descending:
            return F(self.field).desc(nulls_last=last)
        return F(self.field).asc()

    def beyond(self, value: Any) -> Q:
        """Rows that come after a value in this column."""
        if value is None:
            return Q(pk__in=[])
        after = Q(**{f"{self.field}__{'lt' if self.descending else 'gt'}": value})
        return after | Q(**{f"{self.field}__isnull": True}) if self.nullable else after

    def same(self, value: Any) -> Q:
        if value is None:
            return Q(**{f"{self.field}__isnull": True})
        return Q(**{self.field: value})


def after(order: Sequence[OrderTerm], values: Sequence[Any]) -> Q:
    """Rows that come after one with these values: beyond it in a column, and equal in all
    columns before."""
    condition = Q(pk__in=[])
    equal = Q()
    for term, value in zip(order, values, strict=True):
        condition |= equal & term.beyond(value)
        equal &= term.same(value)
    return condition
