"""Filters of lists: django-filter's declarations, of which only those a request names are run."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from api.errors import Fault, InvalidInput, in_both_languages
from directory.models import User

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Asking:
    """Who asks, and on which day."""

    user: User
    today: date


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    """The filters of one list.

    Django-filter copies every filter and builds a form for each request; here the declared
    filters are shared, and only those that the request names clean their value and narrow
    the rows.
    """

    base_filters: ClassVar[dict[str, Any]]
    unfiltered: ClassVar[dict[str, str]] = {}
    """Fields of the model that have no filter, each with the reason."""

    @classmethod
    def narrow(cls, rows: Rows, given: QueryDict, asking: Asking) -> Rows:
        """The rows that pass every filter that is given. Raises InvalidInput with each value
        that is none."""
        faults: list[Fault] = []
        for name, declared in cls.base_filters.items():
            if name not in given:
                continue
            try:
                rows = _applied(declared, rows, cls.value_of(name, given), asking)
            except InvalidInput as invalid:
                faults += invalid.faults
        if faults:
            raise InvalidInput(faults)
        return rows

    @classmethod
    def value_of(cls, name: str, given: QueryDict) -> Any:
        """The cleaned value of one parameter. Raises InvalidInput."""
        declared = cls.base_filters[name]
        values = given.getlist(name)
        if getattr(declared, "takes_many", False):
            return declared.cleaned(name, values)
        if len(values) > 1:
            raise InvalidInput([Fault.of("parameter_twice", name, name=name)])
        return _cleaned(declared, name, values[0])

    @classmethod
    def asks_for_fictitious(cls, given: QueryDict) -> bool:
        """Whether the request names the fictitious city, which sums and lists leave out else."""
        places = [given.get("region", ""), given.get("touches", "")]
        return given.get("fictitious") == "true" or any(p.startswith("99") for p in places)


def refuse_unknown(given: QueryDict, known: Sequence[str]) -> None:
    """Raises InvalidInput when a parameter is none of this address, naming near ones."""
    faults = []
    for name in given:
        if name in known:
            continue
        near = ", ".join(difflib.get_close_matches(name, known, n=3, cutoff=0.6))
        if near:
            faults.append(Fault.of("unknown_parameter_near", name, name=name, near=near))
        else:
            faults.append(Fault.of("unknown_parameter", name, names=name))
    if faults:
        raise InvalidInput([Fault(f.field, "unknown_parameter", f.zh, f.en) for f in faults])


def _cleaned(declared: Any, name: str, value: str) -> Any:
    if value == "":
        raise InvalidInput([Fault.of("required", name)])
    try:
        return declared.field.clean(value)
    except ValidationError:

        def complaints() -> list[tuple[str, str, str]]:
            try:
                declared.field.clean(value)
            except ValidationError as error:
                return [(name, "invalid", str(message)) for message in error.messages]
            return []

        raise InvalidInput(in_both_languages(complaints)) from None


def _applied(declared: Any, rows: Rows, value: Any, asking: Asking) -> Rows:
    apply = getattr(declared, "apply", None)
    narrowed: Rows = apply(rows, value, asking) if apply else declared.filter(rows, value)
    return narrowed
