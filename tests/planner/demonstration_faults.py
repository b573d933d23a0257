"""What would be wrong with the demonstration city if it broke a rule of the register."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from directory.clock import date_of
from projects import policy
from projects.models import (
    Baseline,
    Blocker,
    ChangeRequest,
    FundBatch,
    Milestone,
    Permit,
    Project,
    Report,
    StatusMove,
)
from projects.rules.moves import is_legal
from projects.services.milestones import ENDS
from projects.services.status import APPROVALS

CITY = {"project__province_code": "99"}


def faults(today: date) -> list[str]:
    """Every breach, in words; none when the city is true to the rules."""
    checks = (_of_milestones, _of_projects, _of_moves, _of_requests, _of_baselines, _of_reports)
    found = [fault for check in checks for fault in check(today)]
    return [*found, *_of_matters(today)]


def _of_milestones(today: date) -> Iterator[str]:
    rows = Milestone.objects.filter(**CITY).select_related(
        "project__company", "project", "department", "completed_by__department"
    )
    for one in rows.prefetch_related("predecessors__predecessor", "evidence", "project__parties"):
        if one.actual_on is None:
            continue
        if one.actual_on > today:
            yield f"{one.project} {one}: done in the future"
        for link in one.predecessors.all():
            before = link.predecessor.actual_on
            if before is None or before > one.actual_on:
                yield f"{one.project} {one}: done before {link.predecessor}"
        if one.evidence_required and not one.evidence.all():
            yield f"{one.project} {one}: done without evidence"
        if one.kind in ENDS and (one.project.started_on or today) > one.actual_on:
            yield f"{one.project} {one}: finished before its start"
        if one.completed_by is None or not policy.may_complete(one.completed_by, one):
            yield f"{one.project} {one}: completed by {one.completed_by}, who may not"
        if one.completed_at is None or date_of(one.completed_at) < one.actual_on:
            yield f"{one.project} {one}: noted before it was done"


def _of_projects(today: date) -> Iterator[str]:
    for one in Project.objects.fictitious().prefetch_related("parties", "permits", "milestones"):
        lead = [party for party in one.parties.all() if party.part == "lead"]
        if len(lead) != 1:
            yield f"{one}: {len(lead)} leads"
        if one.milestones.all() and not lead[0].confirmed:
            yield f"{one}: a schedule without a confirmed lead"
        gate = [permit for permit in one.permits.all() if permit.matter_id in APPROVALS]
        passed = any(permit.state in Permit.COUNTS_AS_DONE for permit in gate)
        if one.status in ("reserve", "construction", "performing") and not passed:
            yield f"{one}: {one.status} without an approval"
        if one.status in ("construction", "performing") and one.started_on is None:
            yield f"{one}: {one.status} without a start"
        if (one.status == "performing") != (one.operating_on is not None):
            yield f"{one}: {one.status}, in operation since {one.operating_on}"
        open_ = {m.state for m in one.milestones.all()} - {"done"}
        allowed = {"suspended": {"on_hold"}, "cancelled": {"dropped"}}.get(one.status, {"open"})
        if not open_ <= allowed:
            yield f"{one}: {one.status} with milestones {open_}"


def _of_moves(today: date) -> Iterator[str]:
    last: dict[int, StatusMove] = {}
    for move in StatusMove.objects.filter(**CITY).select_related("project").order_by("id"):
        before = last.get(move.project_id)
        if before and (before.after, before.work_state_after) != (
            move.before,
            move.work_state_before,
        ):
            yield f"{move.project}: a gap between its moves on {move.effective_on}"
        if before and before.effective_on > move.effective_on:
            yield f"{move.project}: moves out of order"
        if move.before != move.after and not is_legal(move.before, move.after):
            yield f"{move.project}: {move.before} → {move.after}"
        if move.effective_on > today:
            yield f"{move.project}: moved in the future"
        if move.effective_on < date_of(move.project.created_at):
            yield f"{move.project}: moved before it was registered"
        last[move.project_id] = move
    for move in last.values():
        if (move.after, move.work_state_after) != (move.project.status, move.project.work_state):
            yield f"{move.project}: its last move does not lead to {move.project.status}"


def _of_requests(today: date) -> Iterator[str]:
    rows = ChangeRequest.objects.filter(**CITY).select_related("project", "filed_by", "milestone")
    for one in rows:
        assert one.milestone is not None
        if one.decided_by_id == one.filed_by_id:
            yield f"{one}: decided by who filed it"
        if one.decided_at and one.decided_at < one.filed_at:
            yield f"{one}: decided before it was filed"
        if (
            one.decided_at
            and one.milestone.actual_on
            and (one.milestone.actual_on < date_of(one.decided_at))
        ):
            yield f"{one}: decided when the milestone was done"
        if one.new_due_on == one.old_due_on or (one.new_due_on and one.new_due_on.year > 2100):
            yield f"{one}: no other date"
        if not (
            policy.may_complete(one.filed_by, one.milestone)
            or policy.may(one.filed_by, policy.Action.REQUEST_CHANGE, one.project)
        ):
            yield f"{one}: filed by {one.filed_by}, who may not"


def _of_baselines(today: date) -> Iterator[str]:
    rows = Baseline.objects.filter(**CITY).prefetch_related("dates__milestone")
    by_project: dict[int, list[Baseline]] = {}
    for one in rows.order_by("project", "revision"):
        by_project.setdefault(one.project_id, []).append(one)
    for baselines in by_project.values():
        for earlier, later in pairwise(baselines):
            if later.revision != earlier.revision + 1 or later.approved_at < earlier.approved_at:
                yield f"{later}: out of order"
        for dated in baselines[0].dates.all():
            if dated.due_on != dated.milestone.first_due_on:
                yield f"{dated.milestone}: the first baseline says {dated.due_on}"
        for dated in baselines[-1].dates.all():
            if dated.due_on != dated.milestone.due_on:
                yield f"{dated.milestone}: the baseline in force says {dated.due_on}"


def _of_reports(today: date) -> Iterator[str]:
    rows = Report.objects.filter(**CITY).select_related(
        "project__company", "reported_by__department", "reported_by__company", "report_round"
    )
    rows = rows.prefetch_related("decisions", "project__parties")
    last: dict[tuple[int, int], Report] = {}
    for one in rows.order_by("year", "month", "id"):
        name = f"{one.project} {one.year}-{one.month:02d}"
        before = last.get((one.project_id, one.year))
        earlier = before.cumulative_investment or 0 if before else 0
        if one.cumulative_investment is not None:
            if one.cumulative_investment < earlier:
                yield f"{name}: the cumulative figure falls"
            last[one.project_id, one.year] = one
        if one.pool == "construction" and one.cumulative_investment is None:
            yield f"{name}: no figure"
        assert one.reported_by is not None
        if not policy.may(one.reported_by, policy.Action.REPORT, one.project):
            yield f"{name}: reported by {one.reported_by}, who may not"
        yield from (f"{name}: {fault}" for fault in _of_way(one))


def _of_way(report: Report) -> Iterator[str]:
    decisions = list(report.decisions.all())
    if any(later.decided_at < earlier.decided_at for earlier, later in pairwise(decisions)):
        yield "decisions out of order"
    for one in decisions:
        if one.step and one.decided_by_id == report.reported_by_id:
            yield "decided by who reported it"
    if report.state == "approved":
        assert report.report_round is not None
        if [one.step for one in decisions if one.kind in ("pass", "approve")][-1] != len(
            report.report_round.chain
        ):
            yield "approved before the end of its chain"
        if not report.submitted_at or not report.approved_at:
            yield "approved without its times"
        elif report.approved_at < report.submitted_at:
            yield "approved before it was submitted"


def _of_matters(today: date) -> Iterator[str]:
    for permit in Permit.objects.filter(**CITY).select_related("project", "matter"):
        if permit.issued_on and permit.issued_on > today:
            yield f"{permit.project} {permit.matter}: issued in the future"
        if permit.accepted_on and permit.accepted_on > (permit.issued_on or today):
            yield f"{permit.project} {permit.matter}: accepted after it was issued"
        if permit.project.started_on and permit.state in ("not_started", "in_progress"):
            yield f"{permit.project} {permit.matter}: started without"
    for blocker in Blocker.objects.filter(**CITY):
        if blocker.raised_on > today or (blocker.closed_on or today) < blocker.raised_on:
            yield f"{blocker}: its dates"
        if not policy.may(blocker.raised_by, policy.Action.RAISE_BLOCKER, blocker.project):
            yield f"{blocker}: raised by {blocker.raised_by}, who may not"
    for batch in FundBatch.objects.filter(region__code__startswith="99"):
        if sum(entry.amount for entry in batch.entries.all()) != batch.amount:
            yield f"{batch}: its entries are not its amount"
