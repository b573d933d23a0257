"""/changes/: what changed, for whom, after which cursor."""

import uuid

import pytest

from directory.models import FeedEpoch, Role
from directory.services.sequencer import keep_epoch, number_outbox
from projects.services.projects import withdraw_project
from tests.api.caller import Caller, Callers, problem_of
from tests.factories import NOW, ProjectFactory, UserFactory


@pytest.fixture(autouse=True)
def _epoch(db: None) -> None:
    keep_epoch(now=NOW)


def edit(callers: Callers, version: int) -> None:
    path = f"projects/{callers.cast.project.pk}/"
    answer = callers.plan_office.patch(path, {"version": version, "place": f"地点{version}"})
    assert answer.status_code == 200


def test_changes_come_in_order_after_the_cursor(callers: Callers) -> None:
    start = callers.lead.get("changes/?cursor=now").json()["cursor"]
    for version in (1, 2, 3):
        edit(callers, version)
    assert callers.lead.get(f"changes/?cursor={start}").json()["results"] == []
    number_outbox(now=NOW)

    page = callers.lead.get(f"changes/?cursor={start}&limit=2").json()
    assert [row["version"] for row in page["results"]] == [2, 3]
    assert page["more"] is True
    rest = callers.lead.get(f"changes/?cursor={page['cursor']}").json()
    assert [row["version"] for row in rest["results"]] == [4]
    assert rest["more"] is False
    row = rest["results"][0]
    assert row["url"] == f"/api/v1/projects/{callers.cast.project.pk}/"
    assert (row["resource"], row["change"], row["action"]) == (
        "projects",
        "updated",
        "project.edit",
    )
    assert row["at"].endswith("+08:00")
    assert callers.lead.get(row["url"].removeprefix("/api/v1/")).json()["version"] == 4


def test_a_stranger_hears_nothing_and_moves_on(callers: Callers) -> None:
    edit(callers, 1)
    number_outbox(now=NOW)
    page = callers.stranger.get("changes/").json()
    assert page["results"] == []
    assert page["cursor"] == callers.lead.get("changes/").json()["cursor"]


def test_a_withdrawal_is_heard_by_those_who_saw_the_project(callers: Callers) -> None:
    withdraw_project(
        project_id=callers.cast.project.pk,
        version=1,
        reason="重复登记",
        actor=callers.cast.plan_office,
        now=NOW,
    )
    number_outbox(now=NOW)
    assert callers.lead.get(f"projects/{callers.cast.project.pk}/").status_code == 404
    heard = callers.lead.get("changes/").json()["results"]
    assert [row["action"] for row in heard] == ["project.withdraw"]


def test_a_cursor_of_an_older_feed_asks_for_a_snapshot(callers: Callers) -> None:
    old = callers.lead.get("changes/?cursor=now").json()["cursor"]
    FeedEpoch.objects.update(epoch=uuid.uuid4())
    document = problem_of(callers.lead.get(f"changes/?cursor={old}"), 410, "stale_cursor")
    assert callers.lead.get(f"changes/?cursor={document['cursor']}").status_code == 200
    beyond = document["cursor"].rpartition(".")[0] + ".99"
    problem_of(callers.lead.get(f"changes/?cursor={beyond}"), 410, "stale_cursor")


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=", "cursor=12", "limit=0", "limit=x"])
def test_nonsense_is_refused(callers: Callers, query: str) -> None:
    problem_of(callers.lead.get(f"changes/?{query}"), 400, "invalid_input")


def test_without_an_epoch_it_is_not_ready(callers: Callers) -> None:
    FeedEpoch.objects.all().delete()
    answer = callers.lead.get("changes/")
    problem_of(answer, 503, "feed_not_ready")
    assert answer["Retry-After"]


def test_worlds_do_not_mix(callers: Callers) -> None:
    from tests.factories import RegionFactory

    edit(callers, 1)
    number_outbox(now=NOW)
    city = RegionFactory(code="990100", name="示范市")
    demo = Caller(UserFactory(username="demo", role=Role.PLAN_OFFICE, region=city))
    ProjectFactory(region=RegionFactory(code="990102"))
    assert demo.get("changes/").json()["results"] == []
