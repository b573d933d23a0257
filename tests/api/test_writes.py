"""The main job through the API: versions, shapes, rules, and what comes back."""

from datetime import date
from typing import Any

import pytest

from directory.models import OutboxEntry
from projects.models import ChangeRequest, Milestone, Project, Report, ScheduleTemplate
from tests.api.caller import Callers, problem_of
from tests.api.rows import one_of_each, writes
from tests.factories import MilestoneFactory

DUE = date(2026, 11, 1)
VERSIONED = [
    "project-edit",
    "confirm-lead",
    "supporting",
    "confirm-status",
    "move",
    "lay-schedule",
    "complete",
    "forecast",
    "change-request-approve",
    "change-request-return",
    "report-approve",
    "report-return",
    "record-year",
]


@pytest.fixture
def milestone(callers: Callers) -> Milestone:
    cast = callers.cast
    return MilestoneFactory(project=cast.project, due_on=DUE, department=cast.lead_department)


@pytest.mark.parametrize("name", VERSIONED)
def test_a_change_needs_the_version_that_was_seen(callers: Callers, name: str) -> None:
    one_of_each(callers.cast)
    method, path, body = writes(callers.cast)[name]
    del body["version"]

    def send(**headers: str) -> Any:
        return getattr(callers.plan_office, method)(path, body, **headers)

    problem_of(send(), 428, "precondition_required")
    stale = problem_of(send(**{"If-Match": '"7"'}), 412, "version_conflict")
    assert stale["current_version"] == 1
    problem_of(send(**{"If-Match": "*"}), 400, "invalid_input")
    answer = send(**{"If-Match": '"1"'})
    assert answer.status_code == 200, answer.content
    assert answer["ETag"].startswith(f'"{answer.json()["version"]}-')


def test_the_etag_of_a_detail_is_what_a_change_sends_back(callers: Callers) -> None:
    path = f"projects/{callers.cast.project.pk}/"
    seen = callers.plan_office.get(path)["ETag"]
    answer = callers.plan_office.patch(path, {"total_investment": "81000.5"}, **{"If-Match": seen})
    assert answer.json()["total_investment"] == "81000.5000"
    assert answer.json()["version"] == 2
    again = callers.plan_office.patch(path, {"place": "x"}, **{"If-Match": seen})
    assert again["ETag"] == '"2"'
    problem_of(again, 412, "version_conflict")
    assert OutboxEntry.objects.filter(resource="projects", action="project.edit").count() == 1


def test_the_main_job(callers: Callers, template: ScheduleTemplate) -> None:
    cast = callers.cast
    cast.project.parties.filter(part="lead").update(confirmed=False)
    path = f"projects/{cast.project.pk}/"
    body: dict[str, Any] = {"version": 1, "department": cast.lead_department.pk}
    project = callers.plan_office.post(f"{path}confirm-lead/", body).json()
    assert project["lead"]["confirmed"] is True

    body = {"version": project["version"], "template": "t", "finish_on": "2026-11-20"}
    project = callers.plan_office.post(f"{path}schedule/", body).json()
    assert project["next_due_on"] == "2026-11-20"
    assert project["days_late"] == 3
    late = callers.leader.rows("overdue/")[0]
    assert late["department"]["name"] == "运城市交通运输局"

    step = f"milestones/{late['id']}/"
    body = {"version": 1, "forecast_on": "2027-01-10", "reason": "设备未到货"}
    assert callers.lead.post(f"{step}forecast/", body).json()["forecast_on"] == "2027-01-10"
    body = {"version": 2, "actual_on": "2026-11-22", "note": "已通航"}
    done = callers.lead.post(f"{step}complete/", body).json()
    assert (done["state"], done["days_late"], done["slippage_days"]) == ("done", 2, 2)
    assert done["completed_by"]["name"] == "lead同志"
    assert callers.leader.rows("overdue/") == []


def test_a_request_is_filed_returned_filed_again_and_approved(
    callers: Callers, milestone: Milestone
) -> None:
    body = {
        "milestone": milestone.pk,
        "new_due_on": "2027-03-31",
        "reason_code": "land",
        "reason": "征迁未完成",
    }
    filed = callers.lead.post("change-requests/", body)
    assert filed.status_code == 201
    assert filed.json()["late"] is True
    problem_of(callers.lead.post("change-requests/", body), 409, "request_open")

    its = f"change-requests/{filed.json()['id']}/"
    problem_of(callers.plan_office.post(f"{its}return/", {"version": 1}), 400, "invalid_input")
    answer = callers.plan_office.post(f"{its}return/", {"version": 1, "note": "请补充"})
    assert answer.json()["state"] == "returned"

    filed = callers.lead.post("change-requests/", body).json()
    its = f"change-requests/{filed['id']}/"
    problem_of(callers.head.post(f"{its}withdraw/", {"version": 1}), 403, "not_permitted")
    approved = callers.plan_office.post(f"{its}approve/", {"version": 1}).json()
    assert approved["decided_by"]["name"] == "office同志"
    moved = callers.lead.get(f"milestones/{milestone.pk}/?expand=baselines,change_requests").json()
    assert (moved["due_on"], moved["first_due_on"]) == ("2027-03-31", "2026-11-01")
    assert [one["state"] for one in moved["change_requests"]] == ["returned", "approved"]


def test_a_report_is_drafted_submitted_returned_and_approved(callers: Callers) -> None:
    period = {"project": callers.cast.project.pk, "year": 2026, "month": 10}
    draft = callers.lead.post("reports/", {**period, "progress_words": "基础完工"})
    assert draft.json()["state"] == "draft"
    problem_of(callers.lead.post("reports/", period), 428, "precondition_required")
    lacking = callers.lead.post("reports/submit/", {**period, "version": 1})
    problem_of(lacking, 409, "report_incomplete")
    figures = {"cumulative_investment": "12500", "version": 1}
    report = callers.lead.post("reports/submit/", {**period, **figures}).json()
    assert (report["state"], report["investment"]) == ("submitted", "12500.0000")

    its = f"reports/{report['id']}/"
    body = {"version": report["version"], "note": "请核对", "remarks": {"progress_words": "何处"}}
    returned = callers.plan_office.post(f"{its}return/", body).json()
    assert returned["state"] == "returned"
    body = {**period, **figures, "version": returned["version"]}
    report = callers.lead.post("reports/submit/", body).json()
    approved = callers.plan_office.post(f"{its}approve/", {"version": report["version"]}).json()
    assert approved["state"] == "approved"
    project = callers.lead.get(f"projects/{period['project']}/?expand=reports").json()
    assert project["completed_investment"] == "12500.0000"
    kinds = [d["kind"] for d in callers.lead.get(f"{its}?expand=decisions").json()["decisions"]]
    assert kinds == ["submit", "return", "submit", "approve"]


BAD_BODIES: list[tuple[str, dict[str, Any], str]] = [
    ("complete", {"version": 1}, "actual_on"),
    ("complete", {"version": 1, "actual_on": "yesterday"}, "actual_on"),
    ("complete", {"version": "new", "actual_on": "2026-11-20"}, "version"),
    ("complete", {"version": 1, "actual_on": "2026-11-20", "state": "done"}, "state"),
    ("confirm-lead", {"version": 1, "department": "jtj"}, "department"),
    ("lay-schedule", {"version": 1, "template": "t", "finish_on": "2027-02-30"}, "finish_on"),
    ("project-edit", {"version": 1, "total_investment": "-1"}, "total_investment"),
    ("project-edit", {"version": 1, "level": "galactic"}, "level"),
    ("project-edit", {"version": 1, "sector": "9999"}, "sector"),
    ("project-edit", {"version": 1, "status": "performing"}, "status"),
    ("change-request-list", {"milestone": 1, "new_due_on": "2027-01-01"}, "reason_code"),
    ("report-list", {"project": 1, "year": 2026, "month": 13}, "month"),
    ("record-year", {"version": 1, "year": 2023}, "text"),
    ("record-year", {"version": 1, "year": 1023, "text": "54"}, "year"),
]


@pytest.mark.parametrize(("name", "body", "field"), BAD_BODIES)
def test_bad_bodies_name_the_field(
    callers: Callers, name: str, body: dict[str, Any], field: str
) -> None:
    one_of_each(callers.cast)
    method, path, _ = writes(callers.cast)[name]
    document = problem_of(getattr(callers.plan_office, method)(path, body), 400, "invalid_input")
    assert field in {fault["field"] for fault in document["errors"]}
    fault = next(fault for fault in document["errors"] if fault["field"] == field)
    assert fault["detail_zh"] != fault["detail_en"]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "1"])
def test_what_is_no_object_is_no_body(callers: Callers, body: str) -> None:
    answer = callers.plan_office.client.patch(
        f"/api/v1/projects/{callers.cast.project.pk}/", body, content_type="application/json"
    )
    assert answer.status_code in (400, 428), answer.content


def test_rules_refuse_with_their_code_and_field(callers: Callers, milestone: Milestone) -> None:
    body = {"version": 1, "actual_on": "2026-11-24"}
    document = problem_of(
        callers.lead.post(f"milestones/{milestone.pk}/complete/", body), 422, "date_in_future"
    )
    assert document["field"] == "actual_on"
    assert Milestone.objects.get(pk=milestone.pk).state == "open"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("delete", "projects/1/"),
        ("put", "projects/1/"),
        ("post", "projects/1/"),
        ("post", "projects/1/supporting/"),
        ("get", "projects/1/supporting/"),
        ("get", "projects/1/move/"),
        ("delete", "projects/1/evidence/"),
        ("post", "evidence/1/content/"),
        ("post", "milestones/1/"),
        ("get", "projects/1/confirm-lead/"),
        ("get", "milestones/1/complete/"),
        ("post", "overdue/"),
        ("post", "summary/"),
        ("post", "changes/"),
        ("post", "me/"),
        ("delete", "plans/1/"),
        ("post", "lists/"),
    ],
)
def test_other_methods_are_refused(callers: Callers, method: str, path: str) -> None:
    answer = getattr(callers.plan_office.client, method)(f"/api/v1/{path}")
    refusal = problem_of(answer, 405, "method_not_allowed")
    assert method.upper() in refusal["detail_en"]
    assert answer["Allow"]


def test_a_body_in_another_format_is_refused(callers: Callers) -> None:
    answer = callers.plan_office.client.patch(
        f"/api/v1/projects/{callers.cast.project.pk}/", "place=x", content_type="text/plain"
    )
    problem_of(answer, 415, "media_type_unsupported")
    assert Project.objects.get().version == 1
    assert not Report.objects.exists()
    assert not ChangeRequest.objects.exists()


def test_a_project_from_its_entry_into_the_register_to_a_move(callers: Callers) -> None:
    cast = callers.cast
    body: dict[str, Any] = {
        "name": "运城机场三期扩建",
        "region": "140802",
        "sector": cast.project.sector_id,
        "total_investment": "81000.5",
    }
    project = callers.plan_office.post("projects/", body).json()
    assert project["code"].startswith("1408-")
    assert (project["status"], project["total_investment"]) == ("conceived", "81000.5000")
    path = f"projects/{project['id']}/"
    problem_of(callers.plan_office.post("projects/", {**body, "version": 1}), 400, "invalid_input")

    departments = [cast.supporting_department.pk]
    body = {"version": project["version"], "departments": departments}
    project = callers.plan_office.put(f"{path}supporting/", body).json()
    shown = callers.plan_office.get(f"{path}?expand=departments").json()["departments"]
    assert [(one["id"], one["part"]) for one in shown] == [(*departments, "supporting")]

    body = {"version": project["version"], "after": "reserve", "effective_on": "2026-11-20"}
    problem_of(callers.plan_office.post(f"{path}move/", body), 409, "gate_closed")
    body |= {"after": "cancelled", "reason": "规划调整"}
    moved = callers.plan_office.post(f"{path}move/", body).json()
    assert (moved["status"], moved["status_confirmed"]) == ("cancelled", True)
    again = {"version": moved["version"]}
    problem_of(callers.plan_office.post(f"{path}confirm-status/", again), 422, "already_confirmed")
