"""Reading a plan document that was taken in: its text, its outline, what it commits to.

Done by a job. What cannot be read keeps its file and says why; it can be tried again.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from directory.errors import RuleViolation
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import reader
from plans.models import Intake, IntakeRow
from plans.reader.model import FoundCommitment, Reading
from plans.reader.sources import UnreadableSource, source_of
from plans.rules.heads import head_of
from plans.services.likely import set_likely
from projects.models import Sector

STEPS = 3
"""The text is out of the file, the commitments are found, they are compared with the register."""
HEAD = ("title", "number", "issuer", "issued_on", "period_start", "period_end", "outlook_year")
NOTHING_READABLE = 20
PROGRAMME = "programme"
REFUSALS = {
    "empty": "intake_no_text",
    "no_text": "intake_no_text",
    "encrypted": "intake_encrypted",
    "broken": "intake_broken_file",
    "wrong_type": "intake_type",
    "unknown_encoding": "intake_encoding",
}
"""Why the reader refuses a file, in the words of our catalogue."""
Progress = Callable[[int, int], None]


def read_intake(*, intake_id: int, now: datetime, progress: Progress) -> dict[str, Any]:
    """Read a document and lay its rows before the office; returns what was found, for the job.

    A second worker that comes upon the same job finds it done. A document that cannot be read is
    no failure of the job: the reason stands on the intake.
    """
    intake = Intake.objects.select_related("region", "uploaded_by").get(pk=intake_id)
    if intake.state != Intake.State.READING:
        return {"rows": intake.rows.count()}
    try:
        reading = _read(intake, progress)
    except RuleViolation as refused:
        return _fail(intake_id, refused, now=now)
    begun = _keep(intake, reading, now=now)
    if begun is None:
        return {"rows": intake.rows.count()}
    intake, rows = begun
    # Outside of any transaction: many rows take their time, and nobody shall wait for them.
    set_likely(intake, rows)
    _lay_out(intake, rows, now=now)
    progress(STEPS, STEPS)
    return {"rows": len(rows)}


def _keep(
    intake: Intake, reading: Reading, *, now: datetime
) -> tuple[Intake, list[IntakeRow]] | None:
    """Store text and rows; an attempt that died after it has left them, and they are taken up."""
    with unit_of_work("intake.read", actor=intake.uploaded_by, now=now) as work:
        intake = locked(Intake.objects.select_related("region", "uploaded_by"), intake.pk)
        if intake.state != Intake.State.READING:
            return None
        kept = IntakeRow.objects.filter(intake=intake).exclude(state=IntakeRow.State.GONE)
        if not kept.exists():
            _keep_text(work, intake, reading)
            _keep_rows(work, intake, reading)
        return intake, list(kept.order_by("start", "end", "id"))


def _lay_out(intake: Intake, rows: Sequence[IntakeRow], *, now: datetime) -> None:
    """Open the review, unless somebody has discarded the document or had it read anew meanwhile."""
    with unit_of_work("intake.read", actor=intake.uploaded_by, now=now) as work:
        present = locked(Intake.objects.without_text(), intake.pk)
        if present.version != intake.version:
            return
        work.change_all([row for row in rows if row.likely], ["likely"])
        work.change(present, state=Intake.State.REVIEW, failure={})


def _read(intake: Intake, progress: Progress) -> Reading:
    """Raises `intake_no_text`, `intake_unreadable`, or `intake_broken_file`."""
    progress(0, STEPS)
    try:
        with intake.file.open("rb") as file:
            content = file.read()
    except OSError as missing:
        raise RuleViolation("intake_unreadable", params={"detail": str(missing)}) from missing
    try:
        # By what it is: whoever named a Word document .pdf has it read all the same.
        source = source_of(content, f"document.{intake.format}")
    except UnreadableSource as wrong:
        code = REFUSALS.get(wrong.code, "intake_unreadable")
        raise RuleViolation(code, params={"name": intake.name, "detail": wrong.detail}) from wrong
    if len(source.text.strip()) < NOTHING_READABLE:
        raise RuleViolation("intake_no_text")
    progress(1, STEPS)
    reading = reader.read(source, home=intake.region_id)
    progress(2, STEPS)
    return reading


def _fail(intake_id: int, refused: RuleViolation, *, now: datetime) -> dict[str, Any]:
    with unit_of_work("intake.read", actor=None, now=now) as work:
        intake = locked(Intake.objects.without_text(), intake_id)
        failure = {"code": refused.code, "params": dict(refused.params or {})}
        work.change(intake, state=Intake.State.FAILED, failure=failure)
    return {"failure": refused.code}


def _keep_text(work: UnitOfWork, intake: Intake, reading: Reading) -> None:
    """The text, the outline, and a proposal for the head where nobody has confirmed one."""
    document = reading.document
    source = document.source
    proposed: dict[str, Any] = {}
    if intake.head_confirmed_by_id is None:
        head = head_of(source.text, title=document.title, number=document.number)
        proposed = {name: getattr(head, name) for name in HEAD}
    work.change(
        intake,
        encoding=source.encoding,
        # PostgreSQL keeps no NUL; one sign for another moves no offset.
        text=source.text.replace("\0", "\ufffd"),
        pages=list(source.pages),
        sections=[asdict(section) for section in document.sections],
        indicators=[asdict(indicator) for indicator in reading.indicators],
        **proposed,
    )


def _keep_rows(work: UnitOfWork, intake: Intake, reading: Reading) -> None:
    """A row for each commitment found, programmes before their members."""
    sectors = set(Sector.objects.values_list("code", flat=True))
    waiting = [(found, _row(intake, found, sectors)) for found in reading.commitments]
    programmes: dict[tuple[str, str], IntakeRow] = {}
    kept: list[IntakeRow] = []
    while waiting:
        ready = [one for one in waiting if _has_its_parent(one[0], programmes, waiting)]
        for found, row in ready:
            row.parent = _parent(found, programmes)
        work.create_all([row for _found, row in ready])
        for found, row in ready:
            if found.level == PROGRAMME:
                programmes.setdefault((found.box, found.name), row)
                programmes.setdefault(("", found.name), row)
        kept += [row for _found, row in ready]
        waiting = [one for one in waiting if one not in ready]
    spread_sectors(kept, sectors)
    work.change_all([row for row in kept if row.sector_id], ["sector_id"])


def spread_sectors(rows: Sequence[IntakeRow], sectors: Collection[str]) -> None:
    """A sector for those whose own words tell none: a programme's where all its members share
    one, a member's from its programme."""
    for above in (row for row in rows if row.level == PROGRAMME and row.sector_id is None):
        shared = {row.sector_id for row in rows if row.parent_id == above.pk and row.sector_id}
        upper = {code[:2] for code in shared}
        common = shared if len(shared) == 1 else upper
        if len(common) == 1:
            above.sector_id = next(iter(common & set(sectors)), None)
    for row in rows:
        if row.sector_id is None and row.parent is not None:
            row.sector_id = row.parent.sector_id


def _row(intake: Intake, found: FoundCommitment, sectors: Collection[str]) -> IntakeRow:
    return IntakeRow(
        intake=intake,
        section_key=found.section[:40],
        box=found.box[:12],
        box_title=found.box_title[:120],
        group=found.group[:120],
        name=found.name[:200],
        quote=intake.text[found.start : found.end],
        start=found.start,
        end=found.end,
        level=found.level,
        region_codes=list(found.regions),
        sector_id=found.sector if found.sector in sectors else None,
        facts=found.facts,
        note=found.note,
        confidence=Decimal(str(round(found.confidence, 2))),
        why=found.why[:300],
    )


Waiting = Sequence[tuple[FoundCommitment, IntakeRow]]


def _has_its_parent(
    found: FoundCommitment, programmes: dict[tuple[str, str], IntakeRow], waiting: Waiting
) -> bool:
    """Whether its programme is there, or is nowhere to come from."""
    if not found.parent or _parent(found, programmes) is not None:
        return True
    return not any(
        other.name == found.parent
        and other.level == PROGRAMME
        and other is not found
        and other.parent != found.name
        for other, _row in waiting
    )


def _parent(
    found: FoundCommitment, programmes: dict[tuple[str, str], IntakeRow]
) -> IntakeRow | None:
    if not found.parent:
        return None
    return programmes.get((found.box, found.parent)) or programmes.get(("", found.parent))
