"""Keeping files that show something."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import Evidence, Milestone, Project
from projects.services import evidence
from projects.services.evidence import Upload, content_type_of
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory
from tests.refusals import refused

PDF = b"%PDF-1.7 ..."


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attach(cast: Cast, **kwargs: Any) -> Evidence:
    given: dict[str, Any] = {
        "project_id": cast.project.pk,
        "upload": Upload("初步设计批复.pdf", PDF),
        "actor": cast.lead,
        "now": NOW,
    }
    return evidence.attach(**(given | kwargs))


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.exe", PDF, "application/pdf"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.DOCX", b"PK\x03\x04", evidence.OFFICE_TYPES["docx"]),
        ("a.xlsx", b"PK\x03\x04", evidence.OFFICE_TYPES["xlsx"]),
        ("a.ofd", b"PK\x03\x04", "application/ofd"),
        ("a.xls", evidence.OLE, "application/vnd.ms-excel"),
    ],
)
def test_the_type_is_what_the_content_says(name: str, head: bytes, kind: str) -> None:
    assert content_type_of(Upload(name, head + b"...")) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"<html><script>"),
        ("a.pdf", b"MZ\x90"),
        ("a.zip", b"PK\x03\x04"),
        ("a.jar", b"PK\x03\x04"),
        ("a.msi", evidence.OLE),
        ("a.svg", b"<svg xmlns="),
    ],
)
def test_everything_else_is_refused(name: str, content: bytes) -> None:
    with refused("evidence_type", field="evidence"):
        content_type_of(Upload(name, content))


def test_a_file_is_kept_under_its_digest_and_never_under_its_name(cast: Cast) -> None:
    kept = attach(cast, upload=Upload("../../etc/批复.pdf", PDF))

    digest = hashlib.sha256(PDF).hexdigest()
    assert (kept.name, kept.sha256, kept.size) == ("批复.pdf", digest, len(PDF))
    assert kept.file.name == f"evidence/{digest[:2]}/{digest}"
    with kept.file:
        assert kept.file.read() == PDF
    assert (kept.uploaded_by, kept.uploaded_at) == (cast.lead, NOW)


def test_the_largest_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LARGEST", len(PDF))

    attach(cast)
    with refused("evidence_size", field="evidence"):
        attach(cast, upload=Upload("a.pdf", PDF + b"."))


def test_a_file_shows_something_of_a_milestone_of_the_same_project(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project)
    elsewhere = MilestoneFactory(project=ProjectFactory())

    assert attach(cast, milestone_id=milestone.pk).milestone == milestone
    with pytest.raises(Milestone.DoesNotExist):
        attach(cast, milestone_id=elsewhere.pk)


def test_who_attaches(cast: Cast) -> None:
    attach(cast, actor=cast.supporter)
    for actor in (cast.leader, cast.integration):
        with pytest.raises(NotPermitted):
            attach(cast, actor=actor)
    with pytest.raises(Project.DoesNotExist):
        attach(cast, actor=cast.stranger)
    assert not Evidence.objects.visible_to(cast.stranger).exists()
