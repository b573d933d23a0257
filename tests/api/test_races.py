"""Two callers at one row: the second is told that it saw an old version."""

from typing import Any

import pytest

from projects.models import Project
from tests.api.caller import Callers, problem_of
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_edits_of_one_version(callers: Callers) -> None:
    path = f"projects/{callers.cast.project.pk}/"

    def edit(who: str, place: str) -> Any:
        return callers.by_name(who).patch(path, {"place": place}, **{"If-Match": '"1"'})

    for who in ("plan_office", "administrator"):
        callers.by_name(who).get("me/")  # tokens are made and marked before the race
    first, second = race(
        lambda: edit("plan_office", "空港南路"), lambda: edit("administrator", "空港北路")
    )

    assert first.error is None
    assert first.result.status_code == 200
    assert second.error is None
    assert problem_of(second.result, 412, "version_conflict")["current_version"] == 2
    assert Project.objects.get().place == "空港南路"


def test_the_same_key_waits_for_the_first_to_commit(callers: Callers) -> None:
    path = "reports/no-change/"
    body = {"project": callers.cast.project.pk, "year": 2026, "month": 10}
    Project.objects.update(status="reserve", progress_words="可研待批")
    callers.lead.get("me/")

    def post() -> Any:
        return callers.lead.post(path, body, **{"Idempotency-Key": "k"})

    first, second = race(post, post)

    assert first.result.status_code == second.result.status_code == 200
    assert first.result.content == second.result.content
    assert second.result["Idempotency-Replayed"] == "true"
