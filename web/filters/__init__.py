"""Filters of the lists: what the address asks for, which rows that leaves, and the chips that
say so and can be taken off.

Names and values are the API's, so that a list in a page and the same list by API agree.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from directory.models import User

Rows = QuerySet[Any]
Words = str | Promise
Choices = Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Asking:
    """Who looks at a list, on which day."""

    user: User
    today: date


@dataclass(frozen=True)
class Filter:
    """One question to a list.

    `narrow` raises ValueError for a value that makes no sense; `many` accepts several values,
    any of which may hold; `flag` is a question that is asked or not; `words` says a value to
    people where the choices do not.
    """

    name: str
    label: Words
    narrow: Callable[[Any, list[str], Asking], Rows]
    many: bool = False
    flag: bool = False
    words: Callable[[str], Words] = str


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: Words
    value: Words
    query_without: str


@dataclass
class Asked:
    """What the address of a list asks for."""

    values: Mapping[str, list[str]]
    query: QueryDict
    filters: Mapping[str, Filter]
    wrong: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.values.get(name, [""])[0]

    def narrowed(self, rows: Any, asking: Asking) -> Any:
        """The rows that pass every filter; none, when a value makes no sense: a list that
        silently forgot a filter would tell an untruth."""
        for name, values in self.values.items():
            try:
                rows = self.filters[name].narrow(rows, values, asking)
            except ValueError:
                self.wrong.append(name)
        return rows.none() if self.wrong else rows

    def chips(self, choices: Mapping[str, Choices]) -> list[Chip]:
        """A chip for each value of each filter in force."""
        return [
            Chip(
                self.filters[name].label,
                self._words(name, value, choices),
                self._without(name, value),
            )
            for name, values in self.values.items()
            for value in values
        ]

    def _words(self, name: str, value: str, choices: Mapping[str, Choices]) -> Words:
        asked = self.filters[name]
        if asked.flag:
            return ""
        known = dict(choices.get(name, ()))
        return known.get(value) or asked.words(value)

    def _without(self, name: str, value: str) -> str:
        rest = self.query.copy()
        rest.pop("page", None)
        kept = [one for one in rest.pop(name, []) if one != value]
        for one in kept:
            rest.appendlist(name, one)
        return rest.urlencode()


def asked(query: QueryDict, filters: Iterable[Filter]) -> Asked:
    """Read the address; empty values ask nothing."""
    known = {one.name: one for one in filters}
    values = {}
    for name, one in known.items():
        given = [value.strip() for value in query.getlist(name) if value.strip()]
        if given:
            values[name] = list(dict.fromkeys(given)) if one.many else given[-1:]
    return Asked(values, query, known)


# --- Values ------------------------------------------------------------------------------------


def code_of_region(value: str) -> str:
    """A region's code. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{6}", value):
        raise ValueError(value)
    return value


def whole(value: str, *, least: int = 0) -> int:
    """A whole number. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
        raise ValueError(value)
    return int(value)


def truth(value: str) -> bool:
    """`true` or `false`. Raises ValueError."""
    if value not in ("true", "false"):
        raise ValueError(value)
    return value == "true"


def one_of(values: list[str], allowed: Sequence[str]) -> list[str]:
    """Values of a fixed set. Raises ValueError."""
    if not set(values) <= set(allowed):
        raise ValueError(values)
    return values


# --- Kinds of filters ----------------------------------------------------------------------------


def choice(name: str, label: Words, column: str, allowed: Sequence[str]) -> Filter:
    """One or several values of a fixed set."""
    return Filter(
        name,
        label,
        lambda rows, values, _asking: rows.filter(**{f"{column}__in": one_of(values, allowed)}),
        many=True,
    )


def flag(
    name: str, label: Words, narrow: Callable[[Any, Asking], Rows], *, on: str = "true"
) -> Filter:
    """A question that is asked by one value only."""

    def apply(rows: Any, values: list[str], asking: Asking) -> Rows:
        one_of(values, [on])
        return narrow(rows, asking)

    return Filter(name, label, apply, flag=True)


def day(name: str, label: Words, lookup: str) -> Filter:
    """A bound of a date, `2026-11-23`."""
    return Filter(
        name, label, lambda rows, values, _: rows.filter(**{lookup: date.fromisoformat(values[0])})
    )
