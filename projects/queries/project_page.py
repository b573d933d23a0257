"""All that a project's page shows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from directory.models import User
from projects.models import (
    AnnualPlan,
    Baseline,
    Blocker,
    ChangeRequest,
    Evidence,
    LightTransition,
    ListEntry,
    Milestone,
    Permit,
    Project,
    ProjectContact,
    ProjectDepartment,
    ProjectRegion,
    Report,
    StatusMove,
)
from projects.policy import Action, allowed_actions, may_complete
from projects.querysets import OfProjectQuerySet, Row

LAST_REPORTS = 13


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with its days against both baselines, and whether this person completes it."""

    milestone: Milestone
    days_late: int
    slippage: int
    may_complete: bool
    open_request: ChangeRequest | None


@dataclass(frozen=True)
class ProjectPage:
    project: Project
    inside: bool
    actions: frozenset[Action]
    parties: Sequence[ProjectDepartment]
    contacts: Sequence[ProjectContact]
    touched: Sequence[ProjectRegion]
    milestones: Sequence[MilestoneRow]
    baselines: Sequence[Baseline]
    requests: Sequence[ChangeRequest]
    permits: Sequence[Permit]
    reports: Sequence[Report]
    moves: Sequence[StatusMove]
    transitions: Sequence[LightTransition]
    entries: Sequence[ListEntry]
    annual_plans: Sequence[AnnualPlan]
    blockers: Sequence[Blocker]
    evidence: Sequence[Evidence]
    members: Sequence[Project]

    @property
    def lead(self) -> ProjectDepartment | None:
        lead = ProjectDepartment.Part.LEAD
        return next((party for party in self.parties if party.part == lead), None)


def project_page(user: User, project_id: int, *, today: date) -> ProjectPage:
    """Raises Project.DoesNotExist when the project does not exist for this person."""
    parties = ProjectDepartment.objects.select_related("department", "confirmed_by")
    project = (
        Project.objects.visible_to(user)
        .select_related(
            "sector", "sector__parent", "region", "zone", "company", "sponsor", "parent"
        )
        .prefetch_related(Prefetch("parties", parties.order_by("part", "id")))
        .get(pk=project_id)
    )
    inside = Project.objects.inside_for(user).filter(pk=project_id).exists()
    requests = list(
        _of(project, ChangeRequest.objects.visible_to(user))
        .select_related("milestone", "filed_by", "decided_by")
        .order_by("-id")
    )
    return ProjectPage(
        project=project,
        inside=inside,
        actions=allowed_actions(user, project),
        parties=list(project.parties.all()),
        contacts=list(project.contacts.order_by("id")) if inside else [],
        touched=list(project.touched.select_related("region").order_by("region_id")),
        milestones=_milestones(user, project, requests, today=today),
        baselines=list(
            project.baselines.select_related("approved_by")
            .prefetch_related("dates")
            .order_by("revision")
        ),
        requests=requests,
        permits=list(
            project.permits.select_related("matter", "issuer").order_by("matter__order", "id")
        ),
        reports=list(
            _of(project, Report.objects.visible_to(user))
            .select_related("reported_by", "on_behalf_of", "report_round")
            .prefetch_related("decisions")
            .order_by("-year", "-month", "-id")[:LAST_REPORTS]
        ),
        moves=list(project.moves.select_related("moved_by").order_by("-id")),
        transitions=list(project.light_transitions.order_by("-id")[:20]),
        entries=list(project.entries.select_related("project_list").order_by("-id")),
        annual_plans=list(
            project.annual_plans.filter(in_force=True)
            .select_related("project_list")
            .prefetch_related("months")
            .order_by("-year", "id")
        ),
        blockers=list(
            _of(project, Blocker.objects.visible_to(user))
            .select_related("department")
            .order_by("-id")
        ),
        evidence=list(
            _of(project, Evidence.objects.visible_to(user))
            .select_related("uploaded_by")
            .order_by("-id")
        ),
        members=list(Project.objects.visible_to(user).filter(parent=project).order_by("id")),
    )


def _of(project: Project, rows: OfProjectQuerySet[Row]) -> OfProjectQuerySet[Row]:
    return rows.filter(project=project)


def _milestones(
    user: User, project: Project, requests: Sequence[ChangeRequest], *, today: date
) -> list[MilestoneRow]:
    filed = {
        request.milestone_id: request
        for request in requests
        if request.state == ChangeRequest.State.FILED
    }
    rows = project.milestones.select_related("department", "own_department", "completed_by")
    files = Prefetch("evidence", Evidence.objects.visible_to(user))
    page = []
    for milestone in rows.prefetch_related(files).order_by("order", "id"):
        milestone.project = project
        page.append(
            MilestoneRow(
                milestone=milestone,
                days_late=milestone.days_late(today),
                slippage=milestone.slippage(today),
                may_complete=may_complete(user, milestone),
                open_request=filed.get(milestone.pk),
            )
        )
    return page
