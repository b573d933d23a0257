"""The base of every endpoint: who calls, in which form the answer goes out."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.answers import answer, as_json
from api.errors import BodyTooLarge, Fault, InvalidInput, MethodRefused
from api.parsers import NUL, StrictJSONParser
from directory.models import User

MEGABYTE = 1024 * 1024
RENDERER = JSONRenderer()


class Endpoint(APIView):
    """An endpoint whose answers are formed by PostgreSQL or by `as_json`.

    Nothing is negotiated: the form of an answer is JSON unless an address says otherwise with
    `format`, so that no request is refused for its Accept header.
    """

    permission_classes: Any = (IsAuthenticated,)
    parser_classes: Any = (StrictJSONParser,)
    largest_body = MEGABYTE

    def perform_content_negotiation(
        self, request: Request, force: bool | None = False
    ) -> tuple[JSONRenderer, str]:
        return RENDERER, "application/json"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls, and how much they send: nothing is read before both are known."""
        super().initial(request, *args, **kwargs)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdigit() and (len(length) > 12 or int(length) > self.largest_body):
            raise BodyTooLarge(self.largest_body)
        if any(NUL in str(one) for one in kwargs.values()):
            raise NotFound

    @property
    def user(self) -> User:
        """The person or integration that calls; IsAuthenticated has let nobody else in."""
        return cast(User, self.request.user)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """DRF's refusal forgets which method it was."""
        raise MethodRefused(str(request.method))

    def body(self) -> dict[str, Any]:
        """The body as an object; an empty one counts as {}."""
        data = self.request.data
        if not isinstance(data, dict):
            raise InvalidInput([Fault.of("malformed")])
        return data

    def say(self, data: Any, *, status: int = 200) -> HttpResponse:
        return answer(as_json(data), status=status)
