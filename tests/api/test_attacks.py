"""What somebody tries who means no good: nothing breaks, and nothing hidden shows itself."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from api.endpoint import Endpoint
from directory.models import Company
from projects.models import Project
from tests.api.caller import Caller, Callers, problem_of
from tests.api.rows import one_of_each, writes
from tests.factories import ProjectFactory, RegionFactory, UserFactory

NINES = "9" * 5000
PARAMETERS = [
    "projects/?late_by=2147483647",
    "overdue/?slipped_by=2147483647",
    "projects/?created_since=0001-01-01",
    "projects/?updated_since=0001-01-01T00:00:00%2B23:59",
    "projects/?updated_before=9999-12-31T23:59:59-23:59",
    "projects/?due_before=0000-00-00",
    "projects/?due_before=9999-99-99",
    f"projects/?page={NINES}",
    f"projects/?page_size={NINES}",
    f"projects/?id={NINES}",
    f"projects/?total_investment_min={NINES}",
    "projects/?total_investment_min=NaN",
    f"changes/?limit={NINES}",
    f"projects/?q={'a' * 5000}",
    "projects/?q=%00",
    "projects/?code=%00",
]


@pytest.mark.parametrize("path", PARAMETERS)
def test_parameters_beyond_all_measure(callers: Callers, path: str) -> None:
    answer = callers.plan_office.get(path)
    assert answer.status_code == 400, (path[:60], answer.content[:200])
    assert answer["Content-Type"] == "application/problem+json"


def test_half_a_character_in_an_address(callers: Callers) -> None:
    assert callers.plan_office.get("projects/?q=%ED%A0%80").status_code == 200
    for path in ("regions/%00/", "zones/%00/", "sectors/%00/", f"projects/{NINES}/"):
        problem_of(callers.plan_office.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("order", "values"),
    [
        ("id", [["pk"], [10**30]]),
        ("id", [["pk"], [None]]),
        ("id", [["pk"], ["x"]]),
        ("id", [["pk"], [[1]]]),
        ("name", [["name_sort", "pk"], ["\0", "1"]]),
        ("name", [["name_sort", "pk"], ["\ud800", "1"]]),
        ("next_due_on", [["next_due_on", "pk"], ["0000-00-00", "1"]]),
    ],
)
def test_a_cursor_of_somebody_s_own_making(callers: Callers, order: str, values: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    answer = callers.plan_office.get(f"projects/?ordering={order}&cursor={cursor}")
    problem_of(answer, 400, "invalid_input")
    deep = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    problem_of(callers.plan_office.get(f"projects/?cursor={deep}"), 400, "invalid_input")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 200_000,
        '{"a":' * 100_000,
        '{"version":1,"aliases":' + "[" * 900 + "]" * 900 + "}",
        '{"version":1,"place":"a","place":"b"}',
        '{"version":1,"place":"\\ud800"}',
        '{"version":1,"\\ud800":"a"}',
        '{"version":1,"\\u0000":"a"}',
        '{"version":1,"company":1e400}',
        '{"version":1,"total_investment":NaN}',
        '{"version":' + NINES + "}",
        b'{"version":1,"place":"\xff"}',
    ],
)
def test_bodies_that_are_no_proper_json(callers: Callers, body: str | bytes) -> None:
    answer = callers.plan_office.client.patch(
        f"/api/v1/projects/{callers.cast.project.pk}/", body, content_type="application/json"
    )
    problem_of(answer, 400, "malformed")
    assert Project.objects.get().version == 1


@pytest.mark.parametrize(
    "body",
    [
        '{"version":1,"place":"a\\u0000b"}',
        '{"version":1,"sector":"\\u0000"}',
        '{"version":1,"zone":{}}',
        '{"version":1,"company":99999999999999999999999}',
        '{"version":1,"total_investment":"Infinity"}',
        '{"version":1,"total_investment":"-1"}',
        '{"version":1,"total_investment":"1e400"}',
    ],
)
def test_values_that_are_none(callers: Callers, body: str) -> None:
    answer = callers.plan_office.client.patch(
        f"/api/v1/projects/{callers.cast.project.pk}/", body, content_type="application/json"
    )
    problem_of(answer, 400, "invalid_input")


def test_a_body_that_is_too_large_is_not_read(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Endpoint, "largest_body", 10)
    path = f"projects/{callers.cast.project.pk}/"
    problem_of(callers.plan_office.patch(path, {"place": "空港南路"}), 413, "body_too_large")


def test_a_key_of_repetition_that_cannot_be_kept(callers: Callers) -> None:
    answer = callers.plan_office.post("reports/no-change/", {}, **{"Idempotency-Key": "a\0b"})
    problem_of(answer, 400, "invalid_input")


def test_nobody_learns_of_a_hidden_project_by_what_it_rests_on(callers: Callers) -> None:
    one_of_each(callers.cast)
    path = f"commitments/?project={callers.cast.project.pk}"
    assert len(callers.plan_office.rows(path)) == 1
    assert callers.stranger.rows(path) == []


@pytest.mark.parametrize("query", ["", "&expand=milestones,reports,lists", "&count=exact"])
def test_lists_and_counts_hold_only_what_exists_for_the_caller(
    callers: Callers, query: str
) -> None:
    one_of_each(callers.cast)
    ProjectFactory(name="不公开的项目")
    for path in ("projects/", "milestones/", "reports/", "change-requests/", "overdue/"):
        answer = callers.stranger.get(f"{path}?scope=visible{query if 'p' in path[:1] else ''}")
        assert (answer.json()["count"], answer.json()["results"]) == (0, []), path
    assert callers.stranger.get("projects/?scope=visible&format=csv").getvalue().count(b"\n") == 1
    listed = callers.plan_office.rows("lists/")[0]["id"]
    assert callers.stranger.rows(f"lists/{listed}/entries/") == []


def test_a_company_of_the_other_world_does_not_exist(callers: Callers) -> None:
    demo = Company.objects.create(
        name="示范公司",
        region=RegionFactory(code="990100", name="示范市"),
        created_at=callers.cast.project.created_at,
        updated_at=callers.cast.project.created_at,
    )
    path = f"projects/{callers.cast.project.pk}/"
    answer = callers.plan_office.patch(path, {"version": 1, "company": demo.pk})
    assert problem_of(answer, 400, "invalid_input")["field"] == "company"


def test_the_token_of_somebody_who_left_opens_nothing(callers: Callers) -> None:
    left = UserFactory(username="left", role="plan_office", region=callers.cast.plan_office.region)
    caller = Caller(left)
    assert caller.get("me/").status_code == 200
    left.is_active = False
    left.save(update_fields=["is_active"])
    problem_of(caller.get("me/"), 401, "unauthenticated")
    problem_of(caller.post("reports/", {}), 401, "unauthenticated")


def test_every_write_of_a_session_needs_the_csrf_token(callers: Callers) -> None:
    one_of_each(callers.cast)
    client: Any = Client(enforce_csrf_checks=True)
    client.force_login(callers.cast.plan_office)
    for method, path, body in writes(callers.cast).values():
        kind = "multipart/form-data; boundary=x" if isinstance(body, bytes) else "application/json"
        answer = getattr(client, method)(f"/api/v1/{path}", b"{}", content_type=kind)
        problem_of(answer, 403, "csrf_failed")


def test_an_answer_that_is_known_is_not_sent_again(callers: Callers) -> None:
    path = f"projects/{callers.cast.project.pk}/"
    tag = callers.lead.get(path)["ETag"]
    known = {"If-None-Match": f'"x", W/{tag}'}
    answer = callers.lead.get(path, **known)
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert callers.lead.get(f"{path}?expand=milestones", **known).status_code == 200
    problem_of(callers.stranger.get(path, **known), 404, "not_found")
    callers.plan_office.patch(path, {"place": "空港"}, **{"If-Match": tag})
    assert callers.lead.get(path, **known).status_code == 200
    Project.objects.update(next_due_on="2026-11-01")
    late = callers.lead.get(path)["ETag"]
    assert late != tag
    region = callers.lead.get("regions/140802/")["ETag"]
    assert callers.lead.get("regions/140802/", **{"If-None-Match": region}).status_code == 304
