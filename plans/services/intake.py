"""Taking a plan document in: the file, its head, reading it again, letting it go.

What was read in it is reviewed in `intake_review` and put into the register by `intake_register`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from directory.errors import RuleViolation
from directory.models import Region, User
from directory.services.jobs import request_job
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import policy
from plans.models import Intake, IntakeRow, Plan
from plans.services.intake_files import checked_format, hold, leaving_no_file, store
from projects.services.access import need_reason
from projects.services.evidence import Upload

READ = "plans.read_intake"
HEAD = (
    *("title", "number", "issuer", "issued_on", "period_start", "period_end", "outlook_year"),
    *("revises_id", "region_id"),
)
LONGEST = {"title": 200, "number": 60, "issuer": 120}


@dataclass(frozen=True)
class Taken:
    """A document that was handed in; `known` when the same file had been before."""

    intake: Intake
    known: bool


def take_in(*, upload: Upload, region_code: str, actor: User, now: datetime) -> Taken:
    """Keep a plan document and ask for it to be read. The same file is taken in once: whoever
    hands it in again is led to what is there.

    Raises `region_unknown`, NotPermitted, or why the file is not accepted.
    """
    region = Region.objects.filter(pk=region_code).first()
    if region is None:
        raise RuleViolation("region_unknown", field="region", params={"code": region_code})
    policy.require_takes_in(actor, region)
    kind = checked_format(upload)
    with leaving_no_file(upload), unit_of_work("intake.take_in", actor=actor, now=now) as work:
        hold(upload.sha256)
        known = Intake.objects.visible_to(actor).filter(sha256=upload.sha256).first()
        if known is not None:
            return Taken(known, known=True)
        intake = Intake(
            region=region,
            name=upload.plain_name,
            format=kind,
            size=len(upload.content),
            sha256=upload.sha256,
            uploaded_by=actor,
            uploaded_at=now,
        )
        store(intake, upload)
        work.create(intake)
        return Taken(_ask_to_read(work, intake), known=False)


def save_head(
    *, intake_id: int, version: int | None, values: Mapping[str, Any], actor: User, now: datetime
) -> Intake:
    """Confirm the head of a document: what it is called, by whom, for where and when.

    Another region makes other places its own: as long as nothing has been decided the document
    is read again for it. Raises Intake.DoesNotExist, NotPermitted, Conflict, `intake_registered`,
    or which value is not right.
    """
    with unit_of_work("intake.save_head", actor=actor, now=now) as work:
        intake = locked_intake(intake_id, actor=actor, version=version)
        if intake.plan_id is not None:
            raise RuleViolation("intake_registered")
        head = {key: values[key] for key in HEAD if key in values}
        _check_head(intake, head, actor)
        moves = head.get("region_id", intake.region_id) != intake.region_id
        intake = work.change(intake, **head, head_confirmed_by=actor)
        if moves and intake.state == Intake.State.REVIEW and not _decided(intake):
            return _read_anew(work, intake)
        return intake


def read_again(*, intake_id: int, actor: User, now: datetime) -> Intake:
    """Ask once more for a document to be read: after a failure, or to begin anew.

    Raises Intake.DoesNotExist, NotPermitted, or `intake_under_review` when rows have been decided
    upon, which a new reading would lose.
    """
    with unit_of_work("intake.read_again", actor=actor, now=now) as work:
        intake = locked_intake(intake_id, actor=actor)
        decided = _decided(intake)
        if decided:
            raise RuleViolation("intake_under_review", params={"count": decided})
        return _read_anew(work, intake)


def discard(
    *, intake_id: int, version: int | None, reason: str, actor: User, now: datetime
) -> Intake:
    """Let a document go that was handed in by mistake; file and rows stay, and it can be read
    again. Raises `reason_required`, or `intake_registered`."""
    reason = need_reason(reason)
    with unit_of_work("intake.discard", actor=actor, now=now, reason=reason) as work:
        intake = locked_intake(intake_id, actor=actor, version=version)
        if intake.plan_id is not None:
            raise RuleViolation("intake_registered")
        return work.change(intake, state=Intake.State.DISCARDED)


def locked_intake(intake_id: int, *, actor: User, version: int | None = None) -> Intake:
    """Lock a document that the actor may take in, without its text.

    Raises Intake.DoesNotExist, NotPermitted or Conflict.
    """
    rows = Intake.objects.visible_to(actor).without_text().select_related("region")
    intake = locked(rows, intake_id, version=version)
    policy.require_takes_in(actor, intake.region)
    return intake


def _ask_to_read(work: UnitOfWork, intake: Intake) -> Intake:
    job = request_job(READ, now=work.now, params={"intake": intake.pk}, requested_by=work.actor)
    return work.change(intake, job=job, state=Intake.State.READING, failure={})


def _read_anew(work: UnitOfWork, intake: Intake) -> Intake:
    rows = list(IntakeRow.objects.select_for_update().filter(intake=intake))
    for row in rows:
        row.state = IntakeRow.State.GONE
    work.change_all(rows, ["state"])
    return _ask_to_read(work, intake)


def _decided(intake: Intake) -> int:
    """How many rows a person has spoken about."""
    spoken = ~Q(state=IntakeRow.State.OPEN) | ~Q(changed_by=None)
    return IntakeRow.objects.filter(intake=intake).exclude(state="gone").filter(spoken).count()


def _check_head(intake: Intake, head: Mapping[str, Any], actor: User) -> None:
    if "title" in head and not head["title"].strip():
        raise RuleViolation("required", field="title")
    for field, limit in LONGEST.items():
        if len(head.get(field, "")) > limit:
            raise RuleViolation("note_too_long", field=field, params={"limit": limit})
    start, end, outlook = (
        head.get(name, getattr(intake, name))
        for name in ("period_start", "period_end", "outlook_year")
    )
    for field, first, last in (("period_end", start, end), ("outlook_year", end, outlook)):
        if first and last and last < first:
            raise RuleViolation("intake_period", field=field, params={"start": first, "end": last})
    _check_region(intake, head, actor)
    revises = head.get("revises_id")
    if revises and not Plan.objects.visible_to(actor).filter(pk=revises).exists():
        raise RuleViolation("intake_plan_unknown", field="revises")


def _check_region(intake: Intake, head: Mapping[str, Any], actor: User) -> None:
    code = head.get("region_id", intake.region_id)
    if code == intake.region_id:
        return
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise RuleViolation("region_unknown", field="region", params={"code": code})
    policy.require_takes_in(actor, region)
    hold(intake.sha256)
    if Intake.objects.filter(region=region, sha256=intake.sha256).exists():
        raise RuleViolation("intake_known", field="region")
