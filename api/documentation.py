"""The description as a file, and Swagger UI to read it by: offline and without inline script."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from api.endpoint import Endpoint


@cache
def description() -> bytes:
    """The OpenAPI document; it changes only with the code."""
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    document = generator.get_schema(request=None, public=True)
    return bytes(OpenApiYamlRenderer().render(document, renderer_context={}))  # type: ignore[no-untyped-call]


class OpenApi(Endpoint):
    """/openapi.yaml"""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(description(), content_type="application/yaml")


class Swagger(Endpoint):
    """/docs/"""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "api/docs.html")
