"""Who comes in: by token, by session, and who does not."""

from datetime import timedelta

import pytest
from django.test import Client

from api.urls import v1
from directory.models import Token
from directory.services.tokens import issue_token, revoke_token
from tests.api.caller import V1, Caller, problem_of
from tests.cast import Cast
from tests.factories import NOW

OPEN_TO_ALL = {"problems", "openapi", "docs"}
CLOSED = [p for p in v1 if p.name not in OPEN_TO_ALL]


@pytest.mark.parametrize("pattern", CLOSED, ids=lambda p: p.name)
def test_nobody_comes_in_anywhere(db: None, pattern: object) -> None:
    path = str(pattern.pattern).replace("<int:pk>", "1").replace("<str:pk>", "1")  # type: ignore[attr-defined]
    for method in ("get", "post"):
        answer = getattr(Client(), method)(V1 + path)
        problem_of(answer, 401, "unauthenticated")
        assert answer["WWW-Authenticate"].startswith("Token")


def test_a_token_comes_in_and_is_marked_once_a_day(cast: Cast) -> None:
    caller = Caller(cast.lead)
    assert caller.get("me/").json()["username"] == "lead"
    token = Token.objects.get()
    assert str(token.last_used_on) == "2026-11-23"
    assert len(token.digest) == 64


def test_wrong_revoked_and_ended_tokens_and_those_of_people_who_left(cast: Cast) -> None:
    def status(secret: str) -> int:
        headers = {"Authorization": f"Token {secret}"}
        return int(Client(headers=headers).get(V1 + "me/").status_code)

    token, secret = issue_token(user=cast.lead, name="a", actor=None, now=NOW)
    assert secret not in token.digest
    assert status(secret) == 200
    assert status(secret + "x") == 401
    revoke_token(token_id=token.pk, actor=cast.lead, now=NOW)
    assert status(secret) == 401

    ended = NOW - timedelta(seconds=1)
    _, secret = issue_token(user=cast.lead, name="b", actor=None, now=NOW, expires_at=ended)
    assert status(secret) == 401

    _, secret = issue_token(user=cast.lead, name="c", actor=None, now=NOW)
    cast.lead.is_active = False
    cast.lead.save(update_fields=["is_active"])
    assert status(secret) == 401


def test_a_session_reads_and_needs_its_csrf_token_to_write(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.plan_office, "django.contrib.auth.backends.ModelBackend")
    assert client.get(V1 + "me/").status_code == 200
    path = f"{V1}projects/{cast.project.pk}/"
    body = {"version": 1, "place": "空港南路"}
    answer = client.patch(path, body, content_type="application/json")
    problem_of(answer, 403, "csrf_failed")

    client.get("/api/v1/docs/")
    token = client.cookies["csrftoken"].value
    answer = client.patch(
        path, body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200, answer.content
