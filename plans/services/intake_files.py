"""The original files of plan documents, kept under their digest."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from directory.errors import RuleViolation
from plans.models import Intake
from plans.models.intake import intake_path
from plans.rules.formats import CONTENT_TYPES, WrongFormat, format_of
from projects.services.evidence import LARGEST, MEGABYTE, Upload


def checked_format(upload: Upload) -> str:
    """The kind of a file that comes in, by its content.

    Raises `evidence_size`, `intake_empty`, `intake_old_word`, `intake_broken_file` or
    `intake_type`, each with the name of the file.
    """
    if len(upload.content) > LARGEST:
        raise RuleViolation(
            "evidence_size",
            field="file",
            params={"limit": LARGEST // MEGABYTE, "name": upload.plain_name},
        )
    try:
        return format_of(upload.name, upload.content)
    except WrongFormat as wrong:
        raise RuleViolation(wrong.why, field="file", params={"name": upload.plain_name}) from None


def store(intake: Intake, upload: Upload) -> None:
    """Write the file, unless it is there already. The caller holds its digest."""
    path = intake_path(intake, upload.name)
    storage = intake.file.storage
    if storage.exists(path) and storage.size(path) != len(upload.content):
        # Left behind by a process that died while it wrote.
        storage.delete(path)
    if not storage.exists(path):
        path = storage.save(path, ContentFile(upload.content))
    intake.file.name = path
    intake.content_type = CONTENT_TYPES[intake.format]


def hold(sha256: str) -> None:
    """Until the end of the transaction nobody else takes this file in or discards it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"intake-{sha256}"])


@contextmanager
def leaving_no_file(upload: Upload) -> Iterator[None]:
    """Take the stored file away again when the transaction within is rolled back."""
    try:
        yield
    except BaseException:
        # The refusal itself is what the caller has to hear of; the file is in nobody's way.
        with suppress(DatabaseError):
            _discard_unused(upload)
        raise


def _discard_unused(upload: Upload) -> None:
    path = intake_path(Intake(sha256=upload.sha256), upload.name)
    with transaction.atomic():
        hold(upload.sha256)
        if not Intake.objects.filter(file=path).exists():
            Intake(file=path).file.storage.delete(path)
