"""Pages of a list with a bounded count: exact up to 10,000 rows, then "10,000+"."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

PER_PAGE = 50
COUNT_AT_MOST = 10_000


@dataclass(frozen=True)
class Slice:
    """One page of rows, and what its foot says."""

    rows: list[Any]
    number: int
    count: int
    more_than_counted: bool
    has_next: bool
    _query: QueryDict = field(repr=False)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_others(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * PER_PAGE + len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))

    @property
    def previous_query(self) -> str:
        return self._with_page(self.number - 1)

    @property
    def next_query(self) -> str:
        return self._with_page(self.number + 1)

    def _with_page(self, number: int) -> str:
        query = self._query.copy()
        query.pop("page", None)
        if number > 1:
            query["page"] = str(number)
        return query.urlencode()


def count_up_to(rows: "QuerySet[Any]", limit: int = COUNT_AT_MOST) -> tuple[int, bool]:
    """The number of rows, and whether there are more than were counted."""
    counted = rows.order_by().values("pk")[: limit + 1].count()
    return min(counted, limit), counted > limit


def slice_of(
    rows: "QuerySet[Any]", query: QueryDict, *, counted: "QuerySet[Any] | None" = None
) -> Slice:
    """The page that the query asks for; a number that makes no sense is the first or last page.

    `counted` is the same question without what only the display needs.
    """
    count, more = count_up_to(counted if counted is not None else rows)
    asked = query.get("page", "1")
    number = int(asked) if asked.isdecimal() else 1
    number = min(max(number, 1), max(1, -(-count // PER_PAGE)))
    start = (number - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    return Slice(
        rows=found[:PER_PAGE],
        number=number,
        count=count,
        more_than_counted=more,
        has_next=len(found) > PER_PAGE and start + PER_PAGE < COUNT_AT_MOST,
        _query=query,
    )
