"""Closing a plan: the plan office's verdicts on its commitments, with evidence.

What the register suggests counts for nothing before a person confirms it. A verdict that is
changed or taken back needs a reason; what it was stays in its history.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from directory.clock import date_of
from directory.errors import Conflict, RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import policy
from plans.models import Commitment, Plan, Verdict, VerdictFile
from plans.queries.closing import proposals
from plans.rules.closing import GOES_ON, Proposed, is_later, is_over
from projects.models import Project
from projects.policy import Action
from projects.services.access import locked_project, need_reason
from projects.services.evidence import Upload, keep, leaving_no_file

Kind = Verdict.Kind
LONGEST = 2000
"""Characters of the evidence in words."""


def give_verdict(
    *,
    commitment_id: int,
    kind: str,
    evidence: str,
    actor: User,
    now: datetime,
    carried_to_id: int | None = None,
    files: Sequence[Upload] = (),
    version: int | None = None,
) -> Verdict:
    """The plan office says what became of a commitment, as proposed or otherwise.

    `version` is that of a verdict that was taken back, 0 where none was seen. Raises
    Commitment.DoesNotExist, NotPermitted, Conflict, `verdict_given` and what the checks refuse.
    """
    with leaving_no_file(files), unit_of_work("verdict.give", actor=actor, now=now) as work:
        project = _project_behind(commitment_id, actor, files)
        commitment = _locked_commitment(commitment_id, actor)
        _require_open(commitment, work)
        values = _checked(commitment, kind, evidence, carried_to_id, actor)
        verdict = _stored(commitment, version)
        if verdict is not None and verdict.kind:
            raise RuleViolation("verdict_given", params={"name": commitment.name})
        proposed = proposals(actor, commitment.plan)[commitment.pk].kind
        verdict = _decide(work, commitment, verdict, values | {"proposed": proposed})
        _keep_files(work, verdict, project, files)
        return verdict


def change_verdict(
    *,
    commitment_id: int,
    kind: str,
    evidence: str,
    reason: str,
    actor: User,
    now: datetime,
    carried_to_id: int | None = None,
    files: Sequence[Upload] = (),
    version: int | None = None,
) -> Verdict:
    """Change a verdict, its evidence or what carries it on, with a reason.

    Raises Commitment.DoesNotExist, NotPermitted, Conflict, `verdict_none`, `reason_required`.
    """
    reason = need_reason(reason)
    with (
        leaving_no_file(files),
        unit_of_work("verdict.change", actor=actor, now=now, reason=reason) as work,
    ):
        project = _project_behind(commitment_id, actor, files)
        commitment = _locked_commitment(commitment_id, actor)
        _require_open(commitment, work)
        values = _checked(commitment, kind, evidence, carried_to_id, actor)
        verdict = _standing(commitment, version)
        _decide(work, commitment, verdict, values)
        _keep_files(work, verdict, project, files)
        return verdict


def take_back_verdict(
    *, commitment_id: int, reason: str, actor: User, now: datetime, version: int | None = None
) -> Verdict:
    """Take a verdict back: the commitment is to be verified again.

    Raises Commitment.DoesNotExist, NotPermitted, Conflict, `verdict_none`, `reason_required`.
    """
    reason = need_reason(reason)
    with unit_of_work("verdict.take_back", actor=actor, now=now, reason=reason) as work:
        commitment = _locked_commitment(commitment_id, actor)
        verdict = _standing(commitment, version)
        return _decide(work, commitment, verdict, {"kind": "", "carried_to_id": None})


def confirm_proposed(
    *, plan_id: int, seen: Mapping[int, str], actor: User, now: datetime
) -> list[Verdict]:
    """Confirm many proposals at once: `seen` are the commitments with the verdict that the person
    saw proposed for each. All or none.

    Raises Plan.DoesNotExist, NotPermitted, `verdict_nothing_proposed`, and
    `verdict_proposals_changed` when the register suggests something else by now, or somebody has
    decided meanwhile.
    """
    with unit_of_work("verdict.confirm_proposed", actor=actor, now=now) as work:
        plan = (
            Plan.objects.visible_to(actor).without_text().select_related("region").get(pk=plan_id)
        )
        policy.require_judges(actor, plan.region)
        _require_over(plan, work)
        if not seen:
            raise RuleViolation("verdict_nothing_proposed")
        rows = Commitment.objects.filter(plan=plan, pk__in=seen, set_aside_reason="")
        commitments = list(rows.select_for_update(of=("self",)).order_by("id"))
        decided = {one.commitment_id: one for one in Verdict.objects.filter(commitment__in=seen)}
        proposed = proposals(actor, plan)
        changed = len(seen) - len(commitments)
        for one in commitments:
            one.plan = plan
            given = one.pk in decided and bool(decided[one.pk].kind)
            changed += given or proposed[one.pk].kind != seen[one.pk] or not seen[one.pk]
        if changed:
            raise RuleViolation("verdict_proposals_changed", params={"count": changed})
        return _confirm(work, commitments, decided, proposed)


# --- Checks --------------------------------------------------------------------------------------


def _locked_commitment(commitment_id: int, actor: User) -> Commitment:
    visible = Commitment.objects.visible_to(actor).select_related("plan__region")
    commitment = locked(visible.defer("plan__text"), commitment_id)
    policy.require_judges(actor, commitment.plan.region)
    return commitment


def _require_open(commitment: Commitment, work: UnitOfWork) -> None:
    """Raises unless the commitment can be judged now."""
    _require_over(commitment.plan, work)
    if commitment.set_aside_reason:
        raise RuleViolation("verdict_set_aside", params={"name": commitment.name})


def _require_over(plan: Plan, work: UnitOfWork) -> None:
    if plan.period_end is None:
        raise RuleViolation("verdict_no_period")
    if not is_over(plan.period_end, today=date_of(work.now)):
        raise RuleViolation("verdict_period_open", params={"year": plan.period_end})


def _checked(
    commitment: Commitment, kind: str, evidence: str, carried_to_id: int | None, actor: User
) -> dict[str, object]:
    """The fields of a verdict, once they make sense together."""
    if kind not in Kind.values:
        raise RuleViolation(
            "choice_unknown",
            field="kind",
            params={"value": kind, "choices": ", ".join(Kind.values)},
        )
    evidence = evidence.strip()
    if not evidence:
        raise RuleViolation("required", field="evidence")
    if len(evidence) > LONGEST:
        raise RuleViolation("note_too_long", field="evidence", params={"limit": LONGEST})
    if carried_to_id is not None:
        _require_carries(commitment, kind, carried_to_id, actor)
    return {"kind": kind, "evidence": evidence, "carried_to_id": carried_to_id}


def _require_carries(commitment: Commitment, kind: str, carried_to_id: int, actor: User) -> None:
    if kind not in GOES_ON:
        raise RuleViolation("verdict_carried_kind", field="carried_to")
    visible = Commitment.objects.visible_to(actor).select_related("plan").defer("plan__text")
    target = visible.filter(pk=carried_to_id).first()
    if target is None:
        raise RuleViolation("not_found", field="carried_to")
    if not is_later(target.plan.period_end, commitment.plan.period_end):
        raise RuleViolation(
            "verdict_carried_plan", field="carried_to", params={"plan": target.plan.title}
        )
    if target.set_aside_reason:
        raise RuleViolation("verdict_set_aside", field="carried_to", params={"name": target.name})


def _stored(commitment: Commitment, version: int | None) -> Verdict | None:
    """The commitment's verdict, locked, also one that was taken back. Raises Conflict."""
    verdict = Verdict.objects.select_for_update().filter(commitment=commitment).first()
    current = verdict.version if verdict is not None else 0
    if version is not None and version != current:
        raise Conflict(seen=version, current=current)
    return verdict


def _standing(commitment: Commitment, version: int | None) -> Verdict:
    verdict = _stored(commitment, version)
    if verdict is None or not verdict.kind:
        raise RuleViolation("verdict_none", params={"name": commitment.name})
    return verdict


# --- Writing -------------------------------------------------------------------------------------


def _decide(
    work: UnitOfWork, commitment: Commitment, verdict: Verdict | None, values: Mapping[str, object]
) -> Verdict:
    decided = {**values, "decided_by": work.actor, "decided_at": work.now}
    if verdict is None:
        return work.create(Verdict(commitment=commitment, **decided))
    verdict.commitment = commitment
    return work.change(verdict, **decided)


def _confirm(
    work: UnitOfWork,
    commitments: Sequence[Commitment],
    decided: Mapping[int, Verdict],
    proposed: Mapping[int, Proposed],
) -> list[Verdict]:
    """Write the proposals as verdicts; those that were once taken back stand again."""
    assert work.actor is not None
    new: list[Verdict] = []
    again: list[Verdict] = []
    for one in commitments:
        verdict = decided.get(one.pk) or Verdict()
        verdict.commitment = one
        (again if verdict.pk else new).append(verdict)
        verdict.kind = verdict.proposed = proposed[one.pk].kind
        verdict.evidence = proposed[one.pk].sentence
        verdict.decided_by = work.actor
        verdict.decided_at = work.now
    work.change_all(again, ["kind", "proposed", "evidence", "decided_by", "decided_at"])
    return [*again, *work.create_all(new)]


def _project_behind(commitment_id: int, actor: User, files: Sequence[Upload]) -> Project | None:
    """The project that keeps the files, locked before the commitment as everywhere."""
    if not files:
        return None
    visible = Project.objects.visible_to(actor).filter(commitment_links__commitment=commitment_id)
    project_id = visible.order_by("id").values_list("pk", flat=True).first()
    if project_id is None:
        raise RuleViolation("verdict_file_without_project", field="files")
    return locked_project(project_id, actor=actor, action=Action.ATTACH)


def _keep_files(
    work: UnitOfWork, verdict: Verdict, project: Project | None, files: Sequence[Upload]
) -> None:
    if project is None:
        return
    for upload in files:
        work.create(VerdictFile(verdict=verdict, evidence=keep(work, project, upload)))
