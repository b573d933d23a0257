"""Files that show something: handed in, listed, downloaded, and what they open."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api.v1.evidence import MilestoneEvidence, ProjectEvidence
from projects.models import Evidence, Milestone
from projects.services import evidence
from tests.api.caller import Callers, problem_of
from tests.api.rows import DUE, PDF
from tests.factories import MilestoneFactory, ProjectFactory


@pytest.fixture
def milestone(callers: Callers) -> Milestone:
    cast = callers.cast
    return MilestoneFactory(
        project=cast.project,
        due_on=DUE,
        department=cast.lead_department,
        evidence_required=True,
    )


def stored(settings: Any) -> list[str]:
    return [one.name for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def test_a_milestone_that_asks_for_evidence_is_completed_through_the_api(
    callers: Callers, milestone: Milestone
) -> None:
    path = f"milestones/{milestone.pk}/"
    body = {"version": 1, "actual_on": "2026-11-20"}
    problem_of(callers.lead.post(f"{path}complete/", body), 422, "evidence_required")

    answer = callers.lead.upload(f"{path}evidence/", PDF, "验收.pdf")
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["name"], row["content_type"], row["size"]) == (
        "验收.pdf",
        "application/pdf",
        len(PDF),
    )
    assert row["milestone_id"] == milestone.pk
    assert row["uploaded_by"]["name"] == "lead同志"
    assert callers.leader.ids(f"{path}evidence/") == [row["id"]]
    assert callers.leader.ids(f"projects/{milestone.project_id}/evidence/") == [row["id"]]
    assert callers.lead.post(f"{path}complete/", body).json()["state"] == "done"


def test_a_file_is_a_download_and_never_a_page(callers: Callers) -> None:
    path = f"projects/{callers.cast.project.pk}/evidence/"
    row = callers.lead.upload(path, PDF, "初步设计 批复.pdf").json()
    answer: Any = callers.leader.client.get(row["content"])
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%E5%88%9D" in answer["Content-Disposition"]
    problem_of(callers.stranger.client.get(row["content"]), 404, "not_found")
    Evidence.objects.get().file.delete(save=False)
    problem_of(callers.leader.client.get(row["content"]), 404, "not_found")


@pytest.mark.parametrize(
    ("content", "code"), [(b"<html>", "evidence_type"), (b"", "evidence_type")]
)
def test_the_service_refuses_by_content(
    callers: Callers, settings: Any, content: bytes, code: str
) -> None:
    path = f"projects/{callers.cast.project.pk}/evidence/"
    document = problem_of(callers.lead.upload(path, content), 422, code)
    assert document["field"] == "file"
    assert stored(settings) == []


def test_a_file_that_is_too_large(
    callers: Callers, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"projects/{callers.cast.project.pk}/evidence/"
    monkeypatch.setattr(evidence, "LARGEST", len(PDF) - 1)
    assert problem_of(callers.lead.upload(path, PDF), 422, "evidence_size")["field"] == "file"
    monkeypatch.setattr(ProjectEvidence, "largest_body", 100)
    problem_of(callers.lead.upload(path, PDF), 413, "body_too_large")
    assert stored(settings) == []


def test_the_form_has_one_file_and_nothing_else(callers: Callers) -> None:
    path = f"/api/v1/projects/{callers.cast.project.pk}/evidence/"
    client = callers.lead.client

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("a.pdf", PDF)

    def faults(form: dict[str, Any]) -> set[tuple[str, str]]:
        document = problem_of(client.post(path, form), 400, "invalid_input")
        return {(fault["field"], fault["code"]) for fault in document["errors"]}

    assert faults({}) == {("file", "required")}
    assert faults({"file": "text"}) == {("file", "invalid")}
    assert faults({"file": file(), "project": "1"}) == {("project", "unknown_field")}
    assert faults({"file": [file(), file()]}) == {("file", "parameter_twice")}
    problem_of(
        client.post(path, "{}", content_type="application/json"), 415, "media_type_unsupported"
    )
    broken = client.post(path, b"--x\r\n", content_type="multipart/form-data")
    problem_of(broken, 400, "malformed")
    assert not Evidence.objects.exists()


def test_the_same_form_twice_is_one_file_whatever_its_boundary(callers: Callers) -> None:
    path = f"projects/{callers.cast.project.pk}/evidence/"
    key = {"Idempotency-Key": "a"}
    first = callers.lead.upload(path, PDF, **key)
    boundary = "another"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        f"Content-Type: text/html\r\n\r\n{PDF.decode()}\r\n--{boundary}--\r\n"
    )
    again = callers.lead.client.post(
        f"/api/v1/{path}",
        body.encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=key,
    )
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    other = callers.lead.upload(path, PDF + b".", **key)
    problem_of(other, 422, "idempotency_mismatch")
    assert Evidence.objects.count() == 1


def test_an_answer_that_fails_after_the_file_was_stored_leaves_none(
    callers: Callers, settings: Any, milestone: Milestone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Any, pk: int, values: Any) -> None:
        evidence.attach(**self.subject(pk), **values, actor=self.user, now=milestone.created_at)
        raise ZeroDivisionError

    monkeypatch.setattr(MilestoneEvidence, "change", broken)
    path = f"milestones/{milestone.pk}/evidence/"
    problem_of(callers.lead.upload(path, PDF, **{"Idempotency-Key": "a"}), 500, "server_error")
    assert not Evidence.objects.exists()
    assert stored(settings) == []


def test_evidence_of_what_one_may_not_see_does_not_exist(callers: Callers) -> None:
    hidden = MilestoneFactory(project=ProjectFactory())
    for path in (f"milestones/{hidden.pk}/evidence/", f"projects/{hidden.project_id}/evidence/"):
        problem_of(callers.stranger.get(path), 404, "not_found")
        problem_of(callers.stranger.upload(path, PDF), 404, "not_found")


def test_a_session_sends_a_form_with_its_csrf_token(callers: Callers) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(callers.cast.lead)
    path = f"/api/v1/projects/{callers.cast.project.pk}/evidence/"
    problem_of(client.post(path, {"file": SimpleUploadedFile("a.pdf", PDF)}), 403, "csrf_failed")
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(
        path, {"file": SimpleUploadedFile("a.pdf", PDF)}, headers={"X-CSRFToken": "a" * 32}
    )
    assert answer.status_code == 201, answer.content
