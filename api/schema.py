"""The description of the API (OpenAPI 3.1), made from the projections, filters and inputs."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from api.components import (
    CHANGES,
    CONTROLS,
    GROUPS,
    ME,
    PROBLEMS,
    SUMMARY,
    TEXT,
    control,
    example_of,
    page_schema,
    reference,
    resolved,
)
from api.filters.kinds import Documented
from api.projections.columns import Schema
from api.resource import Resource

Made = TypeVar("Made", bound=type)
Describe = Callable[[Made], Made]
PROBLEM_TYPE = "application/problem+json"
REASONS = {
    400: "Parameters or body of the wrong shape; each fault stands under `errors`",
    401: "No session and no valid token",
    403: "Visible, and not yours to do",
    404: "Nothing there, or nothing that you may see",
    405: "Another method is meant",
    409: "Refused by a rule of the domain; `code` says which",
    410: "The cursor's feed is over: take a snapshot",
    412: "Changed in the meantime; `current_version` is the version now",
    413: "The body is larger than what is read at all",
    415: "Not application/json (evidence: multipart/form-data)",
    422: "A field contradicts a rule, or the Idempotency-Key came with another request",
    428: "No version was sent",
    429: "Too many writes; `Retry-After` says when",
    500: "An error of the system",
    503: "Not available for a moment; `Retry-After` says when",
}
READ_PROBLEMS = (400, 401, 404, 405, 500, 503)
WRITE_PROBLEMS = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 500, 503)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Token …`"""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token <secret>`; made by `script/manage create_token <user>`.",
        }


def describe_list(resource: Resource, title: str, about: str) -> Any:
    """Describe a list: its filters, controls, page and file forms."""
    projection = resource.projection
    schema = page_schema(projection)
    responses = {
        (200, "application/json"): OpenApiResponse(
            schema, about, examples=[_example(resolved(schema))]
        ),
        **_problems(READ_PROBLEMS),
    }
    if resource.export:
        file: Schema = {"type": "string", "format": "binary"}
        responses[(200, "text/csv")] = OpenApiResponse(file, "With format=csv")
        xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        responses[(200, xlsx)] = OpenApiResponse(file, "With format=xlsx")
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{_slug(title)}_list",
            summary=title,
            description=about,
            tags=[_slug(projection.name)],
            parameters=[*_filters(resource), *_controls(resource)],
            responses=responses,
        )
    )


def describe_detail(resource: Resource, title: str) -> Any:
    """Describe one row, with its version as ETag."""
    projection = resource.projection
    etag = _header("ETag", "For If-Match, where the row can be changed", [200, 304])
    known = _header("If-None-Match", "An ETag you have: 304 when the answer is still the same")
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{_slug(projection.name)}_get",
            summary=title,
            description=projection.about,
            tags=[_slug(projection.name)],
            parameters=[
                *[control(name, resource) for name in ("fields", "expand")],
                etag,
                known,
            ],
            responses={
                (200, "application/json"): OpenApiResponse(
                    reference(projection.name), examples=[_example(projection.schema())]
                ),
                304: OpenApiResponse(description="You have this answer already"),
                **_problems(READ_PROBLEMS),
            },
        )
    )


def describe_write(
    resource: Resource,
    operation: str,
    title: str,
    *,
    form: Any,
    example: Any = None,
    method: str = "post",
    versioned: bool | None = True,
    created: bool = False,
) -> Any:
    """Describe a write: its body, the version it needs (None: when the row is there already)
    and the row it answers with."""
    projection = resource.projection
    status = 201 if created else 200
    headers = [_header("ETag", "Of the row as it is now", [status])]
    if versioned is not False:
        about = "The ETag you saw; or `version` in the body. One of them is needed"
        headers.append(_header("If-Match", about + ("" if versioned else " when the row exists")))
    if method == "post":
        about = "A repeated request with the same key gets the first answer; kept for 7 days"
        headers.append(_header("Idempotency-Key", about))
    problems = [p for p in WRITE_PROBLEMS if versioned is not False or p not in (412, 428)]
    described = extend_schema(
        operation_id=operation,
        summary=title.split(":")[0],
        description=title,
        tags=[_slug(projection.name)],
        parameters=headers,
        request=form,
        examples=[OpenApiExample("example", value=example, request_only=True)] if example else [],
        responses={
            (status, "application/json"): OpenApiResponse(reference(projection.name)),
            **_problems(problems),
        },
    )
    return extend_schema_view(**{method: described})


def describe_content(view: Any) -> Any:
    """Describe a file that is downloaded."""
    about = "`Content-Disposition: attachment`, the type by content, `nosniff`"
    responses = {
        (200, "application/octet-stream"): OpenApiResponse(
            {"type": "string", "format": "binary"}, about
        ),
        **_problems(READ_PROBLEMS),
    }
    return extend_schema_view(
        get=extend_schema(
            operation_id="evidence_content",
            summary="The file of a piece of evidence",
            tags=["evidence"],
            responses=responses,
        )
    )(view)


def describe_overdue(resource: Resource, groups: Sequence[str]) -> Any:
    """Describe the overdue list: rows, or groups."""
    group_by = OpenApiParameter(
        "group_by",
        {"type": "string", "enum": list(groups)},
        description="Instead of rows: how much each of these owes. Filters apply, pages do not.",
    )
    rows = page_schema(resource.projection)
    schema = {"oneOf": [rows, reference("OverdueGroups")]}
    file: Schema = {"type": "string", "format": "binary"}
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return extend_schema_view(
        get=extend_schema(
            operation_id="overdue_list",
            summary="What is overdue, by whom, since when",
            description="Milestones past their date in force, the longest overdue first.",
            tags=["overdue"],
            parameters=[*_filters(resource), *_controls(resource), group_by],
            responses={
                (200, "application/json"): OpenApiResponse(
                    schema,
                    examples=[
                        _example(resolved(rows), "rows"),
                        _example(GROUPS, "groups"),
                    ],
                ),
                (200, "text/csv"): OpenApiResponse(file, "With format=csv"),
                (200, xlsx): OpenApiResponse(file, "With format=xlsx"),
                **_problems(READ_PROBLEMS),
            },
        )
    )


def describe_text(most: int) -> Any:
    about = f"Offset in code points; at most {most} code points at once"
    parameters = [
        OpenApiParameter(name, {"type": "integer", "minimum": 0}, description=about)
        for name in ("start", "end")
    ]
    return _single("plan", "plan_text", "Text of a plan by range", "PlanText", TEXT, parameters)


def describe_changes(usual: int, most: int) -> Any:
    parameters = [
        OpenApiParameter(
            "cursor",
            str,
            description="From the answer before. `now`: the end of the feed, to begin with before"
            " a snapshot. Without it: from the beginning.",
        ),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": most, "default": usual},
        ),
    ]
    return _single(
        "changes",
        "changes_list",
        "What changed after a cursor",
        "Changes",
        CHANGES,
        parameters,
        (400, 401, 405, 410, 500, 503),
    )


def describe_summary(view: Any) -> Any:
    region = OpenApiParameter(
        "region",
        {"type": "string", "pattern": "^[0-9]{6}$"},
        description="What you may see of this region, instead of your own area",
    )
    title = "Counts by status and light, what is overdue by whom, what comes next"
    return _single("summary", "summary_get", title, "Summary", SUMMARY, [region])(view)


def describe_me(view: Any) -> Any:
    return _single("me", "me_get", "Who you are here", "Me", ME)(view)


def describe_problems(view: Any) -> Any:
    title = "The catalogue of error codes"
    return _single("problems", "problems_list", title, "ProblemCatalogue", PROBLEMS)(view)


def describe_root(names: Sequence[str]) -> Any:
    schema = {
        "type": "object",
        "properties": {name: {"type": "string", "format": "uri-reference"} for name in names},
        "required": list(names),
    }
    return extend_schema_view(
        get=extend_schema(
            operation_id="root",
            summary="The addresses of this version",
            tags=["root"],
            responses={
                (200, "application/json"): OpenApiResponse(schema),
                **_problems((401, 405)),
            },
        )
    )


def _single(
    tag: str,
    operation: str,
    title: str,
    component: str,
    schema: Schema,
    parameters: Sequence[OpenApiParameter] = (),
    problems: Sequence[int] = READ_PROBLEMS,
) -> Any:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation,
            summary=title,
            tags=[tag],
            parameters=list(parameters),
            responses={
                (200, "application/json"): OpenApiResponse(
                    reference(component), examples=[_example(schema)]
                ),
                **_problems(problems),
            },
        )
    )


def _filters(resource: Resource) -> list[OpenApiParameter]:
    return [_filter(name, one) for name, one in resource.filters.base_filters.items()]


def _filter(name: str, declared: Documented) -> OpenApiParameter:
    many = declared.schema.get("type") == "array"
    return OpenApiParameter(
        name,
        declared.schema,
        description=declared.about,
        style="form" if many else None,
        explode=False if many else None,
    )


def _controls(resource: Resource) -> list[OpenApiParameter]:
    names = [name for name in CONTROLS if name != "format" or resource.export]
    return [control(name, resource) for name in names if name != "scope" or resource.listed]


def _header(name: str, about: str, response: list[int] | None = None) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        str,
        OpenApiParameter.HEADER,
        description=about,
        response=response or False,
    )


def _problems(statuses: Sequence[int]) -> dict[tuple[int, str], OpenApiResponse]:
    return {
        (status, PROBLEM_TYPE): OpenApiResponse(reference("Problem"), REASONS[status])
        for status in statuses
    }


def _example(schema: Schema, name: str = "example") -> OpenApiExample:
    return OpenApiExample(name, value=example_of(schema), response_only=True, status_codes=["200"])


def _slug(text: str) -> str:
    cleaned = "".join(c if c.isalnum() and c.isascii() else "_" for c in text)
    spaced = "".join(f"_{c.lower()}" if c.isupper() else c for c in cleaned)
    return "_".join(part for part in spaced.split("_") if part)
