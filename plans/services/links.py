"""Which project rests on which commitment: what a rule proposed and the plan office confirms."""

from datetime import datetime

from directory.errors import RuleViolation
from directory.models import User
from directory.unit import unit_of_work
from plans.models import CommitmentProject
from projects.models import Project
from projects.policy import Action
from projects.services.access import locked_project


def confirm_link(*, link_id: int, actor: User, now: datetime) -> CommitmentProject:
    """The plan office confirms that a commitment speaks of its project.

    Raises CommitmentProject.DoesNotExist where the project does not exist for the actor,
    NotPermitted, or `already_confirmed`.
    """
    with unit_of_work("commitment.confirm_link", actor=actor, now=now) as work:
        visible = CommitmentProject.objects.filter(project__in=Project.objects.visible_to(actor))
        project_id = visible.values_list("project_id", flat=True).get(pk=link_id)
        project = locked_project(project_id, actor=actor, action=Action.CONFIRM)
        link = CommitmentProject.objects.select_for_update().get(pk=link_id)
        if link.confirmed:
            raise RuleViolation("already_confirmed")
        # The project's history and feed tell of it: a link has neither of its own.
        work.change(project)
        return work.change(link, confirmed=True, basis="")
