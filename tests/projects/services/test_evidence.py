"""Keeping files that show something."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from directory.errors import NotPermitted
from projects.models import Evidence, Milestone, Project
from projects.services import evidence, milestones
from projects.services.evidence import Upload, content_type_of, discard_unused
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


def stored(folder: Path) -> list[str]:
    return [one.name for one in folder.rglob("*") if one.is_file()]


def test_the_same_content_is_stored_once_for_several_rows(cast: Cast, tmp_path: Path) -> None:
    first, second = attach(cast), attach(cast, upload=Upload("同一份.pdf", PDF))

    assert first.file.name == second.file.name
    assert stored(tmp_path) == [first.sha256]
    assert (first.name, second.name) == ("初步设计批复.pdf", "同一份.pdf")


def test_what_is_refused_leaves_no_file_behind(cast: Cast, tmp_path: Path) -> None:
    done = MilestoneFactory(project=cast.project)
    uploads = [Upload("a.pdf", PDF), Upload("b.html", b"<html>")]
    with refused("evidence_type"):
        milestones.complete(
            milestone_id=done.pk,
            actual_on=NOW.date(),
            evidence=uploads,
            actor=cast.plan_office,
            now=NOW,
        )

    assert not Evidence.objects.exists()
    assert stored(tmp_path) == []


def test_a_refusal_does_not_take_a_file_that_another_row_uses(cast: Cast, tmp_path: Path) -> None:
    kept = attach(cast)
    with pytest.raises(Milestone.DoesNotExist):
        attach(cast, milestone_id=0)
    with pytest.raises(NotPermitted):
        attach(cast, actor=cast.leader)

    assert stored(tmp_path) == [kept.sha256]
    path = str(kept.file.name)
    assert not discard_unused(path)
    Evidence.objects.all().delete()
    assert discard_unused(path)
    assert stored(tmp_path) == []


def test_half_a_file_of_a_process_that_died_is_written_anew(cast: Cast, tmp_path: Path) -> None:
    digest = hashlib.sha256(PDF).hexdigest()
    path = tmp_path / "evidence" / digest[:2] / digest
    path.parent.mkdir(parents=True)
    path.write_bytes(PDF[:3])

    assert attach(cast).sha256 == digest
    assert path.read_bytes() == PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("批复\x00\u202efdp.pdf", "批复fdp.pdf"),
        ("\ud800.pdf", ".pdf"),
        ("\n", hashlib.sha256(PDF).hexdigest()[:12]),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_keeps_only_what_can_be_read(cast: Cast, given: str, kept: str) -> None:
    assert attach(cast, upload=Upload(given, PDF)).name == kept


def age(path: Path, *, hours: int) -> None:
    then = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_what_no_row_refers_to_is_swept_after_a_day(cast: Cast, tmp_path: Path) -> None:
    kept = tmp_path / str(attach(cast).file.name)
    old, young = kept.with_name("0" * 64), kept.with_name("1" * 64)
    for path, hours in ((kept, 100), (old, 25), (young, 23)):
        path.touch()
        age(path, hours=hours)

    assert evidence.sweep(now=NOW) == 1
    assert (kept.exists(), old.exists(), young.exists()) == (True, False, True)
    assert evidence.sweep(now=NOW) == 0


def test_where_nothing_is_stored_nothing_is_swept(cast: Cast) -> None:
    assert evidence.sweep(now=NOW) == 0
