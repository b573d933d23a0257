"""Somebody who calls the API with a token of their own."""

import json
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directory.models import User
from directory.services.tokens import issue_token
from tests.cast import Cast
from tests.factories import NOW

V1 = "/api/v1/"


class Caller:
    """GET, POST, PUT and PATCH below /api/v1/, as one person."""

    def __init__(self, user: User | None = None) -> None:
        headers = {}
        if user is not None:
            _, secret = issue_token(user=user, name="test", actor=None, now=NOW)
            headers["Authorization"] = f"Token {secret}"
        self.client = Client(headers=headers, raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(V1 + path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("put", path, body, headers)

    def upload(self, path: str, content: bytes, name: str = "a.pdf", **headers: str) -> Any:
        """POST a file as a form does."""
        form = {"file": SimpleUploadedFile(name, content)}
        return self.client.post(V1 + path, form, headers=headers)

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a list."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["results"]
        return rows

    def ids(self, path: str) -> list[int]:
        return [row["id"] for row in self.rows(path)]

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        if isinstance(body, bytes):
            return self.upload(path, body, **headers)
        data = json.dumps({} if body is None else body)
        return getattr(self.client, method)(
            V1 + path, data, content_type="application/json", headers=headers
        )


class Callers:
    """The cast as callers: `callers.lead.get(…)`."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._made = cache(Caller)

    def __getattr__(self, name: str) -> Caller:
        return self.by_name(name)

    def by_name(self, name: str) -> Caller:
        return self._made(None if name == "nobody" else getattr(self.cast, name))


def problem_of(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal, checked for its form."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = json.loads(answer.content)
    assert document["code"] == code, document
    assert document["status"] == status
    assert document["detail_zh"]
    assert document["detail_en"]
    return document
