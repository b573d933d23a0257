"""A resource: which rows, by which filters and orders, in which form. One list and one detail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from api.answers import answer, as_json
from api.downloads import download
from api.endpoint import Endpoint
from api.errors import Fault, InvalidInput
from api.filters import Asking, Filters, refuse_unknown
from api.paging import CONTROLS, Controls, controls_of, cursor_text
from api.projections import Projection
from api.projections.statement import EXACT_UP_TO, PageText, estimate, page_of, row_of
from api.versions import etag, is_known
from directory import clock
from directory.models import User
from projects.exports import Export

Rows = QuerySet[Any]


@dataclass(frozen=True, eq=False)
class Resource:
    """What the endpoints of a resource need to know of it.

    `visible` says which rows exist for a person; `listed` which a list shows unless it is
    asked for everything visible (`scope=visible`).
    """

    projection: Projection
    filters: type[Filters]
    visible: Callable[[User], Rows]
    orderings: Mapping[str, str]
    default_order: str
    listed: Callable[[Asking], Rows] | None = None
    export: Export | None = None
    parameters: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        scope = ("scope",) if self.listed else ()
        object.__setattr__(self, "parameters", (*self.filters.base_filters, *CONTROLS, *scope))

    def controls(self, given: QueryDict) -> Controls:
        return controls_of(
            given,
            model=self.filters._meta.model,
            orderings=self.orderings,
            default_order=self.default_order,
            known_fields=list(self.projection.columns),
            known_expansions=list(self.projection.expansions),
        )

    def rows(self, given: QueryDict, asking: Asking) -> Rows:
        """The rows that the request asks for. Raises InvalidInput."""
        return self.filters.narrow(self._base(given, asking), given, asking)

    def _base(self, given: QueryDict, asking: Asking) -> Rows:
        if self.listed is None:
            return self.visible(asking.user)
        scope = given.get("scope", "own")
        if scope not in ("own", "visible"):
            choices = "own, visible"
            raise InvalidInput([Fault.of("choice_unknown", "scope", value=scope, choices=choices)])
        if scope == "visible" or self.filters.asks_for_fictitious(given):
            return self.visible(asking.user)
        return self.listed(asking)


class ListEndpoint(Endpoint):
    """GET: a page of the resource's rows, or all of them as a table file."""

    resource: ClassVar[Resource]

    def get(self, request: Request, **within: Any) -> HttpResponseBase:
        given = request._request.GET
        resource = self.resource
        refuse_unknown(given, resource.parameters)
        asking = Asking(self.user, clock.today())
        controls = resource.controls(given)
        rows = self.within(resource.rows(given, asking), **within)
        if "format" in given and given["format"] != "json":
            return download(resource.export, rows, controls, given["format"], asking.today)
        page = page_of(
            resource.projection,
            rows,
            order=controls.order,
            first=controls.first,
            size=controls.page_size,
            after=controls.after,
            count=controls.count,
            fields=controls.fields,
            expand=controls.expand,
            user=asking.user,
            today=asking.today,
        )
        return answer(envelope(request._request.path, given, controls, page, rows))

    def within(self, rows: Rows, **within: Any) -> Rows:
        """Narrow the rows to what the address names (the entries of one list)."""
        return rows


class DetailEndpoint(Endpoint):
    """GET: one row, with its version in the ETag; 304 for who has it already."""

    resource: ClassVar[Resource]

    def get(self, request: Request, **key: Any) -> HttpResponse:
        given = request._request.GET
        refuse_unknown(given, ("fields", "expand"))
        controls = self.resource.controls(given)
        answered = one(self, key["pk"], fields=controls.fields, expand=controls.expand)
        if is_known(request, answered["ETag"]):
            kept = {name: answered[name] for name in ("ETag", "Cache-Control")}
            return HttpResponseNotModified(headers=kept)
        return answered


def one(
    endpoint: Endpoint,
    pk: Any,
    *,
    resource: Resource | None = None,
    fields: tuple[str, ...] = (),
    expand: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The answer with one row that exists for the caller. Raises the model's DoesNotExist."""
    shown = resource or endpoint.resource  # type: ignore[attr-defined]
    rows = shown.visible(endpoint.user).filter(pk=pk)
    text, version = row_of(
        shown.projection,
        rows,
        fields=fields,
        expand=expand,
        user=endpoint.user,
        today=clock.today(),
    )
    return answer(text, status=status, headers={"ETag": etag(version, text)})


def envelope(path: str, given: QueryDict, controls: Controls, page: PageText, rows: Rows) -> str:
    """The JSON around the rows: count, whether it is exact, and the way on and back."""
    count, exact = page.count, True
    if count is not None and count > EXACT_UP_TO and controls.count == "bounded":
        count, exact = max(estimate(rows), EXACT_UP_TO + 1), False
    head = as_json(
        {
            "count": count,
            "count_is_exact": None if count is None else exact,
            "next": _next(path, given, controls, page, count),
            "previous": _previous(path, given, controls),
        }
    )
    return f'{head[:-1]},"results":{page.rows}}}'


def _next(
    path: str, given: QueryDict, controls: Controls, page: PageText, count: int | None
) -> str | None:
    if page.shown < controls.page_size:
        return None
    if controls.by_cursor:
        assert page.last is not None
        return _with(path, given, cursor=cursor_text(controls.order, page.last))
    if count is not None and controls.page * controls.page_size >= count:
        return None
    return _with(path, given, page=controls.page + 1)


def _previous(path: str, given: QueryDict, controls: Controls) -> str | None:
    if controls.by_cursor or controls.page == 1:
        return None
    return _with(path, given, page=controls.page - 1)


def _with(path: str, given: QueryDict, **changed: Any) -> str:
    pairs = [(k, v) for k, values in given.lists() for v in values if k not in changed]
    return f"{path}?{urlencode([*pairs, *changed.items()])}"
