"""How a refusal looks: `application/problem+json` (RFC 9457), in both languages.

Every answer with an error of this API is made here: refusals by rules of the domain, input of
the wrong shape, what DRF raises, and what nobody expected.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers

from api.answers import PROBLEM, answer, as_json
from directory.errors import Conflict, NotPermitted, RuleViolation
from directory.queries.feed import FeedNotReady, StaleCursor

logger = logging.getLogger(__name__)

CATALOGUE = "/api/v1/problems/"
CHINESE, ENGLISH = "zh-hans", "en"
RETRY_SOON = {"Retry-After": "2"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: where, which code, and its sentence in both languages."""

    field: str | None
    code: str
    zh: str
    en: str

    @classmethod
    def of(cls, code: str, field: str | None = None, **params: Any) -> "Fault":
        """A fault of the catalogue."""
        rule = RuleViolation(code, field, params)
        return cls(field, code, rule.in_language(CHINESE), rule.in_language(ENGLISH))

    def document(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "code": self.code,
            "detail": self.zh if speaks_chinese() else self.en,
            "detail_zh": self.zh,
            "detail_en": self.en,
        }


class InvalidInput(Exception):
    """Input of the wrong shape: parameters or a body, with everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("invalid_input")
        self.faults = faults


class PreconditionRequired(Exception):
    """A row is to be changed, and the caller does not say which version they saw."""


class BodyTooLarge(Exception):
    """The body is larger than what the address reads at all."""

    def __init__(self, limit: int) -> None:
        super().__init__("body_too_large")
        self.limit = limit


class MethodRefused(Exception):
    """The address does not know this method."""

    def __init__(self, method: str) -> None:
        super().__init__("method_not_allowed")
        self.method = method


class KeyOfAnotherRequest(Exception):
    """The Idempotency-Key came before, with another method, address or body."""


def speaks_chinese() -> bool:
    return (get_language() or CHINESE).startswith("zh")


def checked(form: type[serializers.Serializer[Any]], data: Any, **extra: Any) -> dict[str, Any]:
    """The body, checked for its shape. Raises InvalidInput with each fault in both languages."""
    serializer = form(data=data, **extra)
    if serializer.is_valid():
        return dict(serializer.validated_data)

    def complaints() -> list[tuple[str, str, str]]:
        again = form(data=data, **extra)
        again.is_valid()
        return list(_flat(again.errors, ""))

    raise InvalidInput(in_both_languages(complaints))


def in_both_languages(complaints: Callable[[], list[tuple[str, str, str]]]) -> list[Fault]:
    """Faults from sentences that are formed in whatever language is active."""
    with override(CHINESE):
        zh = complaints()
    with override(ENGLISH):
        en = complaints()
    return [
        Fault(field or None, code, chinese, english)
        for (field, code, chinese), (_f, _c, english) in zip(zh, en, strict=True)
    ]


def _flat(errors: Any, path: str) -> Any:
    """(path, code, sentence) of every error in DRF's nested lists and dictionaries."""
    if isinstance(errors, Mapping):
        for key, inner in errors.items():
            here = path if key == "non_field_errors" else f"{path}.{key}".lstrip(".")
            yield from _flat(inner, here)
    elif isinstance(errors, list):
        for index, inner in enumerate(errors):
            if isinstance(inner, Mapping):
                yield from _flat(inner, f"{path}[{index}]")
            else:
                yield from _flat(inner, path)
    else:
        yield path, str(getattr(errors, "code", "invalid")), str(errors)


def title_of(status: int) -> str:
    """The short name of a status, in the language of the request."""
    titles = {
        400: _("The request is not valid"),
        401: _("Not logged in"),
        403: _("Not permitted"),
        404: _("Not found"),
        405: _("Method not possible here"),
        409: _("Refused by a rule"),
        410: _("Gone"),
        412: _("Changed in the meantime"),
        413: _("Too large"),
        415: _("Format not understood"),
        422: _("The request cannot be carried out"),
        428: _("Version missing"),
        429: _("Too many requests"),
        500: _("Error in the system"),
        503: _("Not available for a moment"),
    }
    return titles.get(status) or HTTPStatus(status).phrase


def problem(
    status: int,
    code: str,
    *,
    params: Mapping[str, Any] | None = None,
    field: str | None = None,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A problem document by a code of the catalogue."""
    fault = Fault.of(code, field, **(params or {}))
    if len(faults) == 1:
        # One fault speaks for the whole.
        fault = Fault(faults[0].field, code, faults[0].zh, faults[0].en)
    document = {
        "type": f"{CATALOGUE}#{code}",
        "title": title_of(status),
        "status": status,
        **fault.document(),
        "errors": [one.document() for one in faults or ([fault] if field else [])],
        **(extra or {}),
    }
    return answer(as_json(document), status=status, content_type=PROBLEM, headers=headers)


def handle(exception: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's exception handler: whatever happened, a problem document."""
    for kinds, make in ANSWERS:
        if isinstance(exception, kinds):
            return make(exception)
    if isinstance(exception, exceptions.UnsupportedMediaType):
        expected = context["view"].parser_classes[0].media_type
        return problem(415, "media_type_unsupported", params={"expected": expected})
    logger.error("An endpoint failed: %s", type(context["view"]).__name__, exc_info=exception)
    return problem(500, "server_error")


def _not_permitted(exception: NotPermitted) -> HttpResponse:
    return problem(403, exception.code, params=exception.params)


def _conflict(exception: Conflict) -> HttpResponse:
    return problem(
        412,
        exception.code,
        params=exception.params,
        headers={"ETag": f'"{exception.current}"'},
        extra={"current_version": exception.current},
    )


def _rule(exception: RuleViolation) -> HttpResponse:
    status = 422 if exception.field else 409
    return problem(status, exception.code, params=exception.params, field=exception.field)


def _invalid(exception: InvalidInput) -> HttpResponse:
    codes = {fault.code for fault in exception.faults}
    code = "unknown_parameter" if codes == {"unknown_parameter"} else "invalid_input"
    names = ", ".join(str(fault.field) for fault in exception.faults)
    return problem(400, code, params={"names": names}, faults=exception.faults)


def _too_large(exception: BodyTooLarge) -> HttpResponse:
    limit = exception.limit // (1024 * 1024)
    return problem(413, "body_too_large", params={"limit": limit})


def _stale_cursor(exception: StaleCursor) -> HttpResponse:
    return problem(410, "stale_cursor", extra={"cursor": str(exception.head)})


def _unauthenticated(exception: exceptions.APIException) -> HttpResponse:
    challenge = str(getattr(exception, "auth_header", "Token"))
    return problem(401, "unauthenticated", headers={"WWW-Authenticate": challenge})


def _forbidden(exception: Exception) -> HttpResponse:
    if str(getattr(exception, "detail", "")).startswith("CSRF"):
        return problem(403, "csrf_failed")
    return problem(403, "not_permitted", params={"action": "access"})


def _method(exception: MethodRefused) -> HttpResponse:
    return problem(405, "method_not_allowed", params={"method": exception.method})


def _throttled(exception: exceptions.Throttled) -> HttpResponse:
    seconds = int(getattr(exception, "wait", None) or 1) + 1
    return problem(
        429, "throttled", params={"seconds": seconds}, headers={"Retry-After": str(seconds)}
    )


def _validation(exception: exceptions.ValidationError) -> HttpResponse:
    faults = [
        Fault(field or None, code, text, text) for field, code, text in _flat(exception.detail, "")
    ]
    return problem(400, "invalid_input", faults=faults)


def _django_validation(exception: DjangoValidationError) -> HttpResponse:
    faults = in_both_languages(lambda: [("", "invalid", text) for text in exception.messages])
    return problem(400, "invalid_input", faults=faults)


def _busy(exception: OperationalError) -> HttpResponse:
    logger.warning("The database could not answer: %s", exception)
    return problem(503, "busy", headers=RETRY_SOON)


def _constraint(exception: IntegrityError) -> HttpResponse:
    # Only its name: what PostgreSQL says besides is the whole row, telephones and all.
    diagnostics = getattr(exception.__cause__, "diag", None)
    logger.warning(
        "The constraint %s refused a change.", getattr(diagnostics, "constraint_name", "")
    )
    return problem(409, "constraint")


Maker = Callable[[Any], HttpResponse]
ANSWERS: list[tuple[type[Exception] | tuple[type[Exception], ...], Maker]] = [
    (Conflict, _conflict),
    (NotPermitted, _not_permitted),
    (RuleViolation, _rule),
    (InvalidInput, _invalid),
    ((Http404, ObjectDoesNotExist, exceptions.NotFound), lambda _: problem(404, "not_found")),
    (BodyTooLarge, _too_large),
    (PreconditionRequired, lambda _: problem(428, "precondition_required")),
    (KeyOfAnotherRequest, lambda _: problem(422, "idempotency_mismatch")),
    (StaleCursor, _stale_cursor),
    (FeedNotReady, lambda _: problem(503, "feed_not_ready", headers=RETRY_SOON)),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), _unauthenticated),
    ((PermissionDenied, exceptions.PermissionDenied), _forbidden),
    (MethodRefused, _method),
    (exceptions.Throttled, _throttled),
    (exceptions.ParseError, lambda _: problem(400, "malformed")),
    (exceptions.ValidationError, _validation),
    (DjangoValidationError, _django_validation),
    (DataError, lambda _: problem(400, "malformed")),
    (IntegrityError, _constraint),
    (OperationalError, _busy),
]
