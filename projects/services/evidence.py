"""Keeping files that show something: type by content, stored under their digest."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import DatabaseError, connection, transaction

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, unit_of_work
from projects import policy
from projects.models import Evidence, Milestone, Project
from projects.models.evidence import EVIDENCE_FOLDER, evidence_path
from projects.services.access import locked_project

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
ORPHANED_AFTER = timedelta(days=1)
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

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def plain_name(self) -> str:
        """The name without folders, and without signs that nobody sees."""
        name = "".join(sign for sign in PurePath(self.name).name if sign.isprintable())
        return name[-200:] or self.sha256[:12]


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
        name=upload.plain_name,
        content_type=content_type_of(upload),
        size=len(upload.content),
        sha256=upload.sha256,
        uploaded_by=work.actor,
        uploaded_at=work.now,
        **subject,
    )
    _store(evidence, upload)
    return work.create(evidence)


def _store(evidence: Evidence, upload: Upload) -> None:
    """Write the file, unless another row has brought the same content before: then both share it.

    Held by a lock until the end of the transaction, so that nobody discards it meanwhile.
    """
    path = evidence_path(evidence, upload.name)
    storage = evidence.file.storage
    _hold(path)
    if storage.exists(path) and storage.size(path) != evidence.size:
        # Left behind by a process that died while it wrote.
        storage.delete(path)
    if not storage.exists(path):
        path = storage.save(path, ContentFile(upload.content))
    evidence.file.name = path


@contextmanager
def leaving_no_file(uploads: Sequence[Upload]) -> Iterator[None]:
    """Take stored files away again when the transaction within is rolled back."""
    try:
        yield
    except BaseException:
        for upload in uploads:
            try:
                discard_unused(evidence_path(Evidence(sha256=upload.sha256), upload.name))
            except DatabaseError:
                # The refusal itself is what the caller has to hear of; the file is in nobody's way.
                break
        raise


def discard_unused(path: str) -> bool:
    """Delete a stored file to which no row refers; say whether it was one."""
    with transaction.atomic():
        # Who is about to refer to it has the lock, and has committed when we get it.
        _hold(path)
        unused = not Evidence.objects.filter(file=path).exists()
        if unused:
            Evidence(file=path).file.storage.delete(path)
    return unused


def sweep(*, now: datetime) -> int:
    """Delete stored files that no row has referred to for a day: what a process left behind that
    died between writing a file and its row. Says how many there were."""
    storage = Evidence._meta.get_field("file").storage
    swept = 0
    for path in _unreferred(storage):
        if now - storage.get_modified_time(path) > ORPHANED_AFTER and discard_unused(path):
            swept += 1
    return swept


def _unreferred(storage: Storage) -> Iterator[str]:
    """The stored files to which no row refers, one folder after the other."""
    if not storage.exists(EVIDENCE_FOLDER):
        return
    for folder in storage.listdir(EVIDENCE_FOLDER)[0]:
        within = f"{EVIDENCE_FOLDER}/{folder}"
        paths = {f"{within}/{name}" for name in storage.listdir(within)[1]}
        known = Evidence.objects.filter(file__in=paths).values_list("file", flat=True)
        yield from sorted(paths - set(known))


def _hold(path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [path])


def attach(
    *,
    project_id: int,
    upload: Upload,
    actor: User,
    now: datetime,
    milestone_id: int | None = None,
) -> Evidence:
    """Attach a file to a project or to one of its milestones."""
    with leaving_no_file([upload]), unit_of_work("evidence.attach", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=policy.Action.ATTACH)
        subject = {}
        if milestone_id is not None:
            subject["milestone"] = Milestone.objects.get(pk=milestone_id, project=project)
        return keep(work, project, upload, **subject)
