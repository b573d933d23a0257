"""What the views of lists share: the filter bar, the heads that sort, the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from directory.rules.downloads import download_headers
from projects.exports import Export, csv_lines, file_name, xlsx_file
from web.filters import Asked, Choices, Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Head:
    """The head of a column that sorts: where a click leads, and how it is sorted now."""

    label: Words
    query: str
    sorted: str
    numeric: bool = False


def heads(request: HttpRequest, labels: Mapping[str, Words], default: str) -> dict[str, Head]:
    """The sorting heads of a list by their order's name."""
    now = request.GET.get("order") or default
    found = {}
    for name, label in labels.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["order"] = f"-{name}" if now == name else name
        state = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        found[name] = Head(label, query.urlencode(), state)
    return found


@dataclass(frozen=True)
class Select:
    """A select of the filter bar with the value in force."""

    name: str
    label: Words
    choices: Choices
    value: str


@dataclass(frozen=True)
class Input:
    """A bound of the filter bar: a day or a number of days."""

    name: str
    label: Words
    type: str
    value: str


@dataclass(frozen=True)
class Flag:
    """A question of the filter bar that is asked or not; `on` is the value that asks it."""

    name: str
    label: Words
    on: str
    value: str


@dataclass(frozen=True)
class FilterBar:
    """The filter bar: what stands in front, what opens on demand, and what the address asks
    besides, which sending the bar must not forget."""

    front: Sequence[Select]
    more: Sequence[Select]
    inputs: Sequence[Input]
    flags: Sequence[Flag]
    kept: Sequence[tuple[str, str]]
    more_in_force: int


def filter_bar(
    asked: Asked,
    choices: Mapping[str, Choices],
    *,
    front: Sequence[str],
    more: Sequence[str] = (),
    inputs: Mapping[str, str] = MappingProxyType({}),
    flags: Mapping[str, str] = MappingProxyType({}),
    order: str = "",
) -> FilterBar:
    """The bar of a list: `inputs` by name and type, `flags` by name and value."""
    shown = {"q", *front, *more, *inputs, *flags}
    kept = [
        (name, value)
        for name, values in asked.values.items()
        for value in (values[1:] if name in shown else values)
    ]
    if order:
        kept.append(("order", order))
    label = {name: one.label for name, one in asked.filters.items()}
    return FilterBar(
        front=_selects(asked, choices, front),
        more=_selects(asked, choices, more),
        inputs=[
            Input(name, label[name], type_, asked.value(name)) for name, type_ in inputs.items()
        ],
        flags=[Flag(name, label[name], on, asked.value(name)) for name, on in flags.items()],
        kept=kept,
        more_in_force=sum(bool(asked.value(name)) for name in (*more, *inputs, *flags)),
    )


def _selects(asked: Asked, choices: Mapping[str, Choices], names: Sequence[str]) -> list[Select]:
    """The named selects, without those that offer nothing to choose."""
    return [
        Select(name, asked.filters[name].label, choices[name], asked.value(name))
        for name in names
        if choices[name]
    ]


def download(
    export: Export, rows: "QuerySet[Any]", ending: str, *, today: date
) -> HttpResponse | StreamingHttpResponse:
    """The rows of a list as a file, in the list's own order."""
    answer: HttpResponse | StreamingHttpResponse
    if ending == "csv":
        lines = csv_lines(export, rows, today=today)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        answer = HttpResponse(xlsx_file(export, rows, today=today), content_type=XLSX)
    name = file_name(export, rows, today=today, ending=ending)
    for header, value in download_headers(name, plain=f"{export.name}.{ending}").items():
        answer.headers[header] = value
    return answer
