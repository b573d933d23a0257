"""Pages of a list: by number or by cursor, in a total order, with a bounded count."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Model, OrderBy, Q
from django.http import QueryDict

from api.errors import Fault, InvalidInput
from api.ordering import OrderTerm, after

PAGE_SIZE = 50
LARGEST_PAGE = 500
LAST_PAGE = 100_000
LONGEST_CURSOR = 4000
CONTROLS = ("page", "page_size", "cursor", "ordering", "count", "fields", "expand", "format")


@dataclass(frozen=True)
class Controls:
    """What a request asks of the form of its list."""

    page: int
    page_size: int
    cursor: list[Any] | None
    by_cursor: bool
    order: tuple[OrderTerm, ...]
    count: Literal["bounded", "exact", "none"]
    fields: tuple[str, ...]
    expand: tuple[str, ...]

    @property
    def order_by(self) -> list[OrderBy]:
        return [term.expression() for term in self.order]

    @property
    def first(self) -> int:
        """How many rows come before the page."""
        return 0 if self.by_cursor else (self.page - 1) * self.page_size

    @property
    def after(self) -> Q | None:
        """What comes after the cursor; None on the first page and on pages by number."""
        return after(self.order, self.cursor) if self.cursor else None


def controls_of(
    given: QueryDict,
    *,
    model: type[Model],
    orderings: Mapping[str, str],
    default_order: str,
    known_fields: Sequence[str],
    known_expansions: Sequence[str],
) -> Controls:
    """Read the controls of a list. Raises InvalidInput with everything that is wrong."""
    faults: list[Fault] = []

    def number(name: str, default: int, most: int) -> int:
        value = given.get(name)
        if value is None:
            return default
        if is_number(value) and 1 <= int(value) <= most:
            return int(value)
        value = value[:40]
        faults.append(Fault.of("choice_unknown", name, value=value, choices=f"1 … {most}"))
        return default

    def names(name: str, known: Sequence[str]) -> tuple[str, ...]:
        asked = tuple(one for value in given.getlist(name) for one in value.split(","))
        for one in asked:
            if one not in known:
                choices = ", ".join(known)
                faults.append(Fault.of("choice_unknown", name, value=one, choices=choices))
        return asked

    by_cursor = "cursor" in given
    count: Any = given.get("count", "none" if by_cursor else "bounded")
    if count not in ("bounded", "exact", "none"):
        choices = "bounded, exact, none"
        faults.append(Fault.of("choice_unknown", "count", value=count, choices=choices))
    if by_cursor and "page" in given:
        faults.append(Fault.of("cursor_and_page", "cursor"))
    order = _order(given.get("ordering", default_order), model, orderings, faults)
    cursor = _cursor(str(given["cursor"]), order, model, faults) if given.get("cursor") else None
    controls = Controls(
        page=number("page", 1, LAST_PAGE),
        page_size=number("page_size", PAGE_SIZE, LARGEST_PAGE),
        cursor=cursor,
        by_cursor=by_cursor,
        order=order,
        count=count,
        fields=names("fields", [*known_fields, *known_expansions]),
        expand=names("expand", known_expansions),
    )
    if faults:
        raise InvalidInput(faults)
    return controls


def is_number(text: str) -> bool:
    """Whether a text is a whole number, of a length that is worth reading."""
    return len(text) <= 12 and text.isascii() and text.isdigit()


def cursor_text(order: Sequence[OrderTerm], values: Sequence[Any]) -> str:
    """A cursor: the order it belongs to and the values of the last row seen."""
    state = [[("-" if term.descending else "") + term.field for term in order], list(values)]
    raw = json.dumps(state, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _order(
    asked: str, model: type[Model], orderings: Mapping[str, str], faults: list[Fault]
) -> tuple[OrderTerm, ...]:
    terms: dict[str, OrderTerm] = {}
    for one in asked.split(","):
        name = one.removeprefix("-")
        if name not in orderings:
            choices = ", ".join(orderings)
            faults.append(Fault.of("choice_unknown", "ordering", value=name, choices=choices))
            continue
        field = orderings[name]
        terms.setdefault(field, OrderTerm(field, one.startswith("-"), _nullable(model, field)))
    # The key makes every order total; what is asked for after it orders nothing any more.
    last = terms.pop("pk", OrderTerm("pk", False, False))
    return (*terms.values(), last)


def _nullable(model: type[Model], path: str) -> bool:
    if path == "pk":
        return False
    field: Any = None
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    return bool(field.null)


def _cursor(
    text: str, order: Sequence[OrderTerm], model: type[Model], faults: list[Fault]
) -> list[Any] | None:
    """The values that a cursor of this very order names."""
    try:
        if len(text) > LONGEST_CURSOR:
            raise ValueError(text[:40])
        padded = text + "=" * (-len(text) % 4)
        names, values = json.loads(base64.urlsafe_b64decode(padded.encode()))
        own = [("-" if term.descending else "") + term.field for term in order]
        if names != own or len(values) != len(own):
            raise ValueError(text)
        for term, value in zip(order, values, strict=True):
            _check_cursor_value(term, value)
        # Building the condition lets each column refuse what is no value of it.
        str(model._default_manager.filter(after(order, values)).query)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError):
        faults.append(Fault.of("cursor_form", "cursor", value=text[:40]))
        return None
    return list(values)


def _check_cursor_value(term: OrderTerm, value: Any) -> None:
    """Cursors carry texts that PostgreSQL can read, and null where a column may be empty.

    Raises ValueError.
    """
    if value is None and term.nullable:
        return
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(term.field)
    value.encode("utf-8")
