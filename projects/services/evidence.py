"""Keeping files that show something: type by content, stored under their digest."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, unit_of_work
from projects import policy
from projects.models import Evidence, Milestone, Project
from projects.services.access import locked_project

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
}
OLE_TYPES = {"doc": "application/msword", "xls": "application/vnd.ms-excel"}


@dataclass(frozen=True)
class Upload:
    """A file as an interface received it."""

    name: str
    content: bytes


def content_type_of(upload: Upload) -> str:
    """The type by the first bytes, never by what the sender claims. The ending only tells apart
    the kinds of office files, which share their first bytes.

    Raises RuleViolation `evidence_type` for anything else, HTML and programs among them.
    """
    head = upload.content[:16]
    ending = PurePath(upload.name).suffix.lower().lstrip(".")
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"PK\x03\x04") and ending in OFFICE_TYPES:
        return OFFICE_TYPES[ending]
    if head.startswith(OLE) and ending in OLE_TYPES:
        return OLE_TYPES[ending]
    raise RuleViolation("evidence_type", field="evidence", params={"name": upload.name})


def keep(work: UnitOfWork, project: Project, upload: Upload, **subject: Any) -> Evidence:
    """Store a file as evidence for a subject of the project (none: the project itself)."""
    assert work.actor is not None
    if len(upload.content) > LARGEST:
        raise RuleViolation(
            "evidence_size",
            field="evidence",
            params={"limit": LARGEST // MEGABYTE, "name": upload.name},
        )
    evidence = Evidence(
        project=project,
        name=PurePath(upload.name).name[:200],
        content_type=content_type_of(upload),
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        uploaded_by=work.actor,
        uploaded_at=work.now,
        **subject,
    )
    evidence.file.save(evidence.sha256, ContentFile(upload.content), save=False)
    return work.create(evidence)


def attach(
    *,
    project_id: int,
    upload: Upload,
    actor: User,
    now: datetime,
    milestone_id: int | None = None,
) -> Evidence:
    """Attach a file to a project or to one of its milestones."""
    with unit_of_work("evidence.attach", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.ATTACH)
        subject = {}
        if milestone_id is not None:
            subject["milestone"] = Milestone.objects.get(pk=milestone_id, project=project)
        return keep(work, project, upload, **subject)
