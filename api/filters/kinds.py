"""The kinds of filters: what their value is, and how it narrows the rows."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_default_timezone, is_naive
from django.utils.translation import gettext_lazy as _

from api.errors import Fault, InvalidInput
from api.filters import Asking, Rows
from api.projections.columns import Schema

CENTURY = 36_525
"""Days; nothing is late by more."""
Narrow = Callable[[Rows, Any, Asking], Rows]


class Documented:
    """What the description says of a filter."""

    schema: Schema
    about: str
    covers: tuple[str, ...]
    takes_many = False

    def document(self, schema: Schema, about: str, covers: tuple[str, ...]) -> None:
        self.schema, self.about, self.covers = schema, about, covers


class OneOf(Documented, django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """One or several values of a TextChoices, comma-separated or repeated: any of them."""

    takes_many = True

    def __init__(self, field: str, choices: type[models.TextChoices], about: str = "") -> None:
        super().__init__(field_name=field, distinct=False)
        self.allowed = tuple(choices.values)
        schema: Schema = {
            "type": "array",
            "items": {"type": "string", "enum": list(self.allowed)},
        }
        self.document(schema, about, (field.split("__")[0],))

    def cleaned(self, name: str, values: list[str]) -> list[str]:
        chosen = [one for value in values for one in value.split(",")]
        for one in chosen:
            if one not in self.allowed:
                choices = ", ".join(self.allowed)
                raise InvalidInput([Fault.of("choice_unknown", name, value=one, choices=choices)])
        return chosen

    def filter(self, qs: Rows, value: list[str]) -> Rows:
        if len(value) == 1:
            return qs.filter(**{self.field_name: value[0]})
        return qs.filter(**{f"{self.field_name}__in": value})


class Same(Documented, django_filters.CharFilter):  # type: ignore[misc]
    """The very text, or one of several, comma-separated."""

    def __init__(self, field: str, about: str = "", *, covers: tuple[str, ...] = ()) -> None:
        super().__init__(field_name=field)
        self.document({"type": "string"}, about, covers or (field.split("__")[0],))

    def filter(self, qs: Rows, value: str) -> Rows:
        wanted = value.split(",")
        if len(wanted) == 1:
            return qs.filter(**{self.field_name: value})
        return qs.filter(**{f"{self.field_name}__in": wanted})


class Contains(Documented, django_filters.CharFilter):  # type: ignore[misc]
    """A part of the text."""

    def __init__(self, field: str, about: str = "") -> None:
        super().__init__(field_name=field, lookup_expr="icontains")
        self.document({"type": "string"}, about, (field.split("__")[0],))


class Whole(Documented, django_filters.NumberFilter):  # type: ignore[misc]
    """A whole number, such as an id or a year."""

    field_class = forms.IntegerField

    def __init__(
        self, field: str, about: str = "", *, lookup: str = "exact", least: int = 0
    ) -> None:
        super().__init__(field_name=field, lookup_expr=lookup, min_value=least, max_value=2**31 - 1)
        self.document({"type": "integer", "minimum": least}, about, (field.split("__")[0],))

    def get_max_validator(self) -> None:
        return None


class Number(Documented, django_filters.NumberFilter):  # type: ignore[misc]
    """An exact number, at least or at most."""

    def __init__(self, field: str, lookup: str, about: str = "") -> None:
        super().__init__(field_name=field, lookup_expr=lookup)
        self.document({"type": "string", "format": "decimal"}, about, (field.split("__")[0],))


class Day(Documented, django_filters.DateFilter):  # type: ignore[misc]
    """A date, `2026-11-23`."""

    def __init__(self, field: str, lookup: str, about: str = "") -> None:
        super().__init__(field_name=field, lookup_expr=lookup, input_formats=["%Y-%m-%d"])
        self.document({"type": "string", "format": "date"}, about, (field.split("__")[0],))


class InstantField(forms.Field):
    """An instant; without a zone it is in the time of Shanghai."""

    def to_python(self, value: Any) -> datetime:
        # An unencoded plus sign arrives as a space.
        text = re.sub(r" (\d\d:?\d\d)$", r"+\1", str(value).strip())
        try:
            parsed = parse_datetime(text)
        except ValueError:
            parsed = None
        if parsed is None or not 1900 <= parsed.year <= 2999:
            raise forms.ValidationError(_("Send an instant such as 2026-11-23T08:00:00+08:00."))
        if is_naive(parsed):
            parsed = parsed.replace(tzinfo=get_default_timezone())
        return parsed.astimezone(UTC)


class Instant(Documented, django_filters.Filter):  # type: ignore[misc]
    """An instant, from or until."""

    field_class = InstantField

    def __init__(self, field: str, lookup: str, about: str = "") -> None:
        super().__init__(field_name=field, lookup_expr=lookup)
        self.document({"type": "string", "format": "date-time"}, about, (field.split("__")[0],))


class TruthField(forms.Field):
    """`true` or `false`, and nothing else."""

    def to_python(self, value: Any) -> bool:
        if value not in ("true", "false"):
            raise forms.ValidationError(_("Send true or false."))
        return bool(value == "true")


class Truth(Documented, django_filters.Filter):  # type: ignore[misc]
    """True or false; `lookup` may be isnull (inverted: true means "is there")."""

    field_class = TruthField

    def __init__(self, field: str, about: str = "", *, there: bool = False) -> None:
        super().__init__(field_name=field)
        self.there = there
        self.document({"type": "boolean"}, about, (field.split("__")[0],))

    def filter(self, qs: Rows, value: bool) -> Rows:
        if self.there:
            return qs.filter(**{f"{self.field_name}__isnull": not value})
        return qs.filter(**{self.field_name: value})


class Filled(Documented, django_filters.Filter):  # type: ignore[misc]
    """Whether a text is there at all."""

    field_class = TruthField

    def __init__(self, field: str, about: str = "") -> None:
        super().__init__(field_name=field)
        self.document({"type": "boolean"}, about, (field,))

    def filter(self, qs: Rows, value: bool) -> Rows:
        empty = {self.field_name: ""}
        return qs.exclude(**empty) if value else qs.filter(**empty)


class RegionField(forms.Field):
    """A region's code of six digits."""

    def to_python(self, value: Any) -> str:
        if not re.fullmatch(r"[0-9]{6}", str(value)):
            raise forms.ValidationError(_("Send a code of six digits, such as 140800."))
        return str(value)


class By(Documented, django_filters.Filter):  # type: ignore[misc]
    """A question of the domain: a queryset method, asked with the value and who asks."""

    def __init__(
        self,
        narrow: Narrow,
        *,
        field: forms.Field,
        schema: Schema,
        about: str,
        covers: tuple[str, ...] = (),
    ) -> None:
        super().__init__(field_name="")
        self._field = field
        self._narrow = narrow
        self.document(schema, about, covers)

    def apply(self, rows: Rows, value: Any, asking: Asking) -> Rows:
        return self._narrow(rows, value, asking)


def by_region(narrow: Narrow, about: str, covers: tuple[str, ...] = ()) -> By:
    schema: Schema = {"type": "string", "pattern": "^[0-9]{6}$", "examples": ["140800"]}
    return By(narrow, field=RegionField(), schema=schema, about=about, covers=covers)


def by_text(narrow: Narrow, about: str, covers: tuple[str, ...] = ()) -> By:
    field = forms.CharField(max_length=100)
    return By(narrow, field=field, schema={"type": "string"}, about=about, covers=covers)


def by_number(
    narrow: Narrow,
    about: str,
    covers: tuple[str, ...] = (),
    *,
    least: int = 0,
    most: int = 2**31 - 1,
) -> By:
    field = forms.IntegerField(min_value=least, max_value=most)
    schema: Schema = {"type": "integer", "minimum": least}
    return By(narrow, field=field, schema=schema, about=about, covers=covers)


def by_truth(narrow: Narrow, about: str, covers: tuple[str, ...] = ()) -> By:
    return By(narrow, field=TruthField(), schema={"type": "boolean"}, about=about, covers=covers)


def by_day(narrow: Narrow, about: str, covers: tuple[str, ...] = ()) -> By:
    field = forms.DateField(input_formats=["%Y-%m-%d"])
    schema: Schema = {"type": "string", "format": "date"}
    return By(narrow, field=field, schema=schema, about=about, covers=covers)
