"""What becomes of a commitment that nobody has taken up: the plan office makes a project of it,
rests a project of the register on it, or sets it aside with a reason.
"""

from datetime import datetime

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import policy
from plans.models import Commitment, CommitmentProject
from plans.services.register import Undertaking, put_into_register
from projects.models import Kind, Project, Sector
from projects.policy import Action
from projects.services.access import locked_project, need_reason

LONGEST_NAME = 200


def take_up(
    *,
    commitment_id: int,
    actor: User,
    now: datetime,
    name: str = "",
    sector: Sector | None = None,
    version: int | None = None,
) -> Project:
    """Put a project into the register that rests on a commitment, by the rules by which the
    plans' own projects were proposed; its name and sector may be said otherwise.

    Owner and status stay proposals until they are confirmed; the quote is confirmed by the act.
    Raises Commitment.DoesNotExist, NotPermitted, Conflict, `commitment_taken_up` or
    `commitment_set_aside`.
    """
    with unit_of_work("commitment.take_up", actor=actor, now=now) as work:
        commitment = locked_commitment(commitment_id, actor=actor, version=version)
        _require_open(commitment)
        if sector is not None:
            commitment.sector = sector
        undertaking = Undertaking(
            name=name.strip()[:LONGEST_NAME] or commitment.name,
            commitments=[commitment],
            unlinked=[commitment],
        )
        put_into_register(work, [undertaking])
        project = undertaking.project
        assert project is not None
        _hang_below(work, project, commitment)
        made = CommitmentProject.objects.get(commitment=commitment, project=project)
        work.change(made, confirmed=True, basis="")
        # What a person reads in a project's history begins with its quote.
        work.change(commitment, sector=commitment.sector)
        return project


def link(
    *,
    commitment_id: int,
    project_id: int,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> CommitmentProject:
    """Rest a project of the register on a commitment. A commitment may become several projects.

    Raises Project.DoesNotExist, Commitment.DoesNotExist, NotPermitted, Conflict,
    `commitment_set_aside`, `commitment_linked` or `commitment_other_world`.
    """
    with unit_of_work("commitment.link", actor=actor, now=now) as work:
        project = locked_project(project_id, actor=actor, action=Action.CONFIRM)
        commitment = locked_commitment(commitment_id, actor=actor, version=version)
        _require_not_aside(commitment)
        if project.is_fictitious != commitment.plan.region.is_fictitious:
            raise RuleViolation("commitment_other_world", field="project")
        if CommitmentProject.objects.filter(commitment=commitment, project=project).exists():
            raise RuleViolation(
                "commitment_linked", field="project", params={"project": project.name}
            )
        _tell(work, commitment, project)
        return work.create(
            CommitmentProject(commitment=commitment, project=project, confirmed=True)
        )


def unlink(*, link_id: int, reason: str, actor: User, now: datetime) -> Commitment:
    """Say that a project does not rest on a commitment after all. No rule proposes it again.

    Raises CommitmentProject.DoesNotExist, NotPermitted or `reason_required`.
    """
    reason = need_reason(reason)
    with unit_of_work("commitment.unlink", actor=actor, now=now, reason=reason) as work:
        visible = CommitmentProject.objects.filter(project__in=Project.objects.visible_to(actor))
        project_id, commitment_id = visible.values_list("project_id", "commitment_id").get(
            pk=link_id
        )
        project = locked_project(project_id, actor=actor, action=Action.CONFIRM)
        commitment = locked_commitment(commitment_id, actor=actor)
        _tell(work, commitment, project)
        CommitmentProject.objects.get(pk=link_id).delete()
        return commitment


def set_aside(
    *, commitment_id: int, reason: str, actor: User, now: datetime, version: int | None = None
) -> Commitment:
    """Say why no project is to be expected of a commitment.

    Raises Commitment.DoesNotExist, NotPermitted, Conflict, `reason_required`,
    `commitment_taken_up` or `commitment_set_aside`.
    """
    reason = need_reason(reason)
    with unit_of_work("commitment.set_aside", actor=actor, now=now, reason=reason) as work:
        commitment = locked_commitment(commitment_id, actor=actor, version=version)
        _require_open(commitment)
        return work.change(commitment, set_aside_reason=reason)


def bring_back(
    *, commitment_id: int, reason: str, actor: User, now: datetime, version: int | None = None
) -> Commitment:
    """Expect a project of a commitment again that was set aside.

    Raises Commitment.DoesNotExist, NotPermitted, Conflict, `reason_required` or
    `commitment_not_aside`.
    """
    reason = need_reason(reason)
    with unit_of_work("commitment.bring_back", actor=actor, now=now, reason=reason) as work:
        commitment = locked_commitment(commitment_id, actor=actor, version=version)
        if not commitment.set_aside_reason:
            raise RuleViolation("commitment_not_aside", params={"name": commitment.name})
        return work.change(commitment, set_aside_reason="")


def locked_commitment(commitment_id: int, *, actor: User, version: int | None = None) -> Commitment:
    """Lock a commitment whose plan's region the actor runs.

    Raises Commitment.DoesNotExist, NotPermitted or Conflict.
    """
    visible = Commitment.objects.visible_to(actor).defer("plan__text")
    visible = visible.select_related("plan__region", "section", "sector", "parent")
    commitment = locked(visible, commitment_id, version=version)
    policy.require_decides(actor, commitment.plan.region)
    return commitment


def _require_open(commitment: Commitment) -> None:
    """Raises unless nobody has taken it up or set it aside."""
    _require_not_aside(commitment)
    links = CommitmentProject.objects.filter(commitment=commitment)
    taken = links.filter(project__withdrawn_at__isnull=True).select_related("project").first()
    if taken is not None:
        raise RuleViolation("commitment_taken_up", params={"project": taken.project.name})


def _require_not_aside(commitment: Commitment) -> None:
    if commitment.set_aside_reason:
        raise RuleViolation("commitment_set_aside", params={"name": commitment.name})


def _hang_below(work: UnitOfWork, project: Project, commitment: Commitment) -> None:
    """A member of a programme hangs below the programme's project, where there is one."""
    if commitment.parent_id is None:
        return
    above = Project.objects.in_register().filter(
        commitment_links__commitment_id=commitment.parent_id, kind=Kind.PROGRAMME
    )
    parent = above.order_by("id").first()
    if parent is not None:
        work.change(project, parent=parent)


def _tell(work: UnitOfWork, commitment: Commitment, project: Project) -> None:
    """A link has neither history nor feed of its own: those of its two ends tell of it."""
    work.change(project)
    work.change(commitment)
