"""A repeated POST does its work once, even when both come at the same time."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from api.idempotency import KEPT_FOR, forget_old_answers
from api.models import KeptAnswer
from directory import clock
from projects.models import ChangeRequest
from tests.api.caller import Caller, Callers, problem_of
from tests.factories import NOW, MilestoneFactory

KEY = {"Idempotency-Key": "6f1c-1"}


def body_for(callers: Callers) -> dict[str, Any]:
    milestone = MilestoneFactory(
        project=callers.cast.project, due_on=clock.today(), department=callers.cast.lead_department
    )
    return {
        "milestone": milestone.pk,
        "new_due_on": "2027-03-31",
        "reason_code": "land",
        "reason": "征迁未完成",
    }


def test_the_answer_is_replayed(callers: Callers) -> None:
    body = body_for(callers)
    first = callers.lead.post("change-requests/", body, **KEY)
    again = callers.lead.post("change-requests/", body, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert again["ETag"] == first["ETag"]
    assert ChangeRequest.objects.count() == 1


def test_another_body_or_address_with_the_key_is_refused(callers: Callers) -> None:
    body = body_for(callers)
    callers.lead.post("change-requests/", body, **KEY)
    other = callers.lead.post("change-requests/", {**body, "reason": "别的"}, **KEY)
    problem_of(other, 422, "idempotency_mismatch")
    elsewhere = callers.lead.post("reports/submit/", body, **KEY)
    problem_of(elsewhere, 422, "idempotency_mismatch")


def test_keys_belong_to_their_user(callers: Callers) -> None:
    body = body_for(callers)
    callers.lead.post("change-requests/", body, **KEY)
    problem_of(callers.head.post("change-requests/", body, **KEY), 409, "request_open")


def test_a_refusal_is_not_kept(callers: Callers) -> None:
    body = body_for(callers)
    problem_of(
        callers.lead.post("change-requests/", {**body, "reason_code": "x"}, **KEY),
        400,
        "invalid_input",
    )
    assert not KeptAnswer.objects.exists()
    assert callers.lead.post("change-requests/", body, **KEY).status_code == 201


def test_a_key_too_long_is_refused(callers: Callers) -> None:
    key = {"Idempotency-Key": "k" * 201}
    problem_of(callers.lead.post("change-requests/", {}, **key), 400, "invalid_input")


def test_answers_are_forgotten_after_a_week(callers: Callers) -> None:
    callers.lead.post("change-requests/", body_for(callers), **KEY)
    assert forget_old_answers(now=NOW + KEPT_FOR) == 0
    assert forget_old_answers(now=NOW + KEPT_FOR + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_do_it_once(callers: Callers) -> None:
    """Whoever claims the key first holds it until it commits; the others wait, and replay."""
    body = body_for(callers)
    same_person = [Caller(callers.cast.lead) for _ in range(8)]
    answers: list[Any] = []

    def post(caller: Caller) -> None:
        try:
            answers.append(caller.post("change-requests/", body, **KEY))
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[caller]) for caller in same_person]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 7
    assert ChangeRequest.objects.count() == 1
