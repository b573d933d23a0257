"""The way of every write: the key of repetition, the shape, the version, one service, the row."""

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from api.endpoint import Endpoint
from api.errors import checked
from api.idempotency import fingerprint_of, once
from api.resource import Resource, one
from api.versions import version_seen
from directory import clock


class WriteEndpoint(Endpoint):
    """POST: one service of the domain, which answers with the row it changed.

    `once` keeps the answer for an Idempotency-Key; `versioned` asks which version was seen.
    """

    form: ClassVar[type[serializers.Serializer[Any]]]
    resource: ClassVar[Resource]
    versioned: ClassVar[bool] = True
    created: ClassVar[bool] = False

    def post(self, request: Request, pk: int | None = None) -> HttpResponse:
        return once(
            request,
            self.user,
            lambda: self._written(request, pk),
            now=clock.now(),
            print_of=self.print_of,
        )

    def print_of(self, request: Request) -> str:
        """By what a repeated request is known again."""
        return fingerprint_of(request)

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        """Call the service; return the key of the row to answer with."""
        raise NotImplementedError

    def _written(self, request: Request, pk: int | None) -> HttpResponse:
        values = self.values(request)
        changed = self.change(pk, values)
        return one(self, changed, status=201 if self.created else 200)

    def values(self, request: Request) -> dict[str, Any]:
        """The body in shape; with `version` where a row is changed."""
        values = checked(self.form, self.body(), context={"user": self.user})
        if self.versioned:
            values["version"] = version_seen(request, values)
        return values
