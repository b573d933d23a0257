"""Which rows each resource has for whom, and how they are listed."""

from typing import Any

from django.db.models import Model, QuerySet

from api.filters import others as filters
from api.filters.indicators import IndicatorFilters
from api.filters.milestones import MilestoneFilters, OverdueFilters
from api.filters.projects import ProjectFilters
from api.filters.verdicts import VerdictFilters
from api.projections.evidence import EVIDENCE as EVIDENCE_FILE
from api.projections.indicators import INDICATOR
from api.projections.lists import LIST, LIST_ENTRY
from api.projections.milestones import MILESTONE, OVERDUE
from api.projections.places import DEPARTMENT, REGION, SECTOR, ZONE
from api.projections.plans import COMMITMENT, PLAN, PLAN_SECTION, VERDICT
from api.projections.processes import CHANGE_REQUEST, REPORT
from api.projections.projects import PROJECT
from api.resource import Resource
from directory.models import Department, Region, User, Zone
from plans.models import Commitment, Indicator, Plan, PlanSection, Verdict
from projects import exports
from projects.models import (
    ChangeRequest,
    Evidence,
    ListEntry,
    Milestone,
    Project,
    ProjectList,
    Report,
    Sector,
)
from projects.querysets import in_world

Rows = QuerySet[Any]


def _of_world(model: type[Model], *, region: str) -> Any:
    """Places and offices, which everybody may read: those of the reader's own world."""

    def visible(user: User) -> Rows:
        return model._default_manager.filter(in_world(user, region=region))

    return visible


def _sectors(_user: User) -> Rows:
    return Sector.objects.all()


def _sections(user: User) -> Rows:
    return PlanSection.objects.filter(plan__in=Plan.objects.visible_to(user))


def _verdicts(user: User) -> Rows:
    return Verdict.objects.filter(commitment__in=Commitment.objects.visible_to(user))


def _of_lists(user: User) -> Rows:
    lists = ProjectList.objects.visible_to(user)
    return ListEntry.objects.visible_to(user).filter(project_list__in=lists)


PROJECTS = Resource(
    projection=PROJECT,
    filters=ProjectFilters,
    visible=Project.objects.visible_to,
    listed=lambda asking: Project.objects.in_scope_of(asking.user),
    orderings={
        "id": "pk",
        "code": "code",
        "name": "name_sort",
        "region": "region_id",
        "sector": "sector_id",
        "status": "status",
        "light": "light",
        "next_due_on": "next_due_on",
        "started_on": "started_on",
        "operating_on": "operating_on",
        "total_investment": "total_investment",
        "completed_investment": "completed_investment",
        "progress_percent": "progress_percent",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    default_order="id",
    export=exports.PROJECTS,
)

MILESTONES = Resource(
    projection=MILESTONE,
    filters=MilestoneFilters,
    visible=Milestone.objects.visible_to,
    listed=lambda asking: Milestone.objects.in_scope_of(asking.user),
    orderings={
        "id": "pk",
        "project": "project_id",
        "order": "order",
        "name": "name",
        "due_on": "due_on",
        "first_due_on": "first_due_on",
        "forecast_on": "forecast_on",
        "actual_on": "actual_on",
        "region": "region_id",
        "department": "department_id",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    default_order="id",
    export=exports.MILESTONES,
)

OVERDUE_MILESTONES = Resource(
    projection=OVERDUE,
    filters=OverdueFilters,
    visible=Milestone.objects.visible_to,
    listed=lambda asking: Milestone.objects.in_scope_of(asking.user),
    orderings={
        "id": "pk",
        "due_on": "due_on",
        "first_due_on": "first_due_on",
        "forecast_on": "forecast_on",
        "project": "project_id",
        "region": "region_id",
        "department": "department_id",
        "updated_at": "updated_at",
    },
    default_order="due_on",
    export=exports.OVERDUE,
)

REPORTS = Resource(
    projection=REPORT,
    filters=filters.ReportFilters,
    visible=Report.objects.visible_to,
    listed=lambda asking: Report.objects.in_scope_of(asking.user),
    orderings={
        "id": "pk",
        "project": "project_id",
        "year": "year",
        "month": "month",
        "submitted_at": "submitted_at",
        "approved_at": "approved_at",
        "cumulative_investment": "cumulative_investment",
        "updated_at": "updated_at",
    },
    default_order="id",
)

CHANGE_REQUESTS = Resource(
    projection=CHANGE_REQUEST,
    filters=filters.ChangeRequestFilters,
    visible=ChangeRequest.objects.visible_to,
    listed=lambda asking: ChangeRequest.objects.in_scope_of(asking.user),
    orderings={
        "id": "pk",
        "project": "project_id",
        "filed_at": "filed_at",
        "decided_at": "decided_at",
        "new_due_on": "new_due_on",
        "updated_at": "updated_at",
    },
    default_order="id",
)

EVIDENCE = Resource(
    projection=EVIDENCE_FILE,
    filters=filters.EvidenceFilters,
    visible=Evidence.objects.visible_to,
    orderings={"id": "pk", "name": "name", "uploaded_at": "uploaded_at"},
    default_order="id",
)

LISTS = Resource(
    projection=LIST,
    filters=filters.ListFilters,
    visible=ProjectList.objects.visible_to,
    orderings={
        "id": "pk",
        "code": "code",
        "year": "year",
        "issued_on": "issued_on",
        "updated_at": "updated_at",
    },
    default_order="id",
)

LIST_ENTRIES = Resource(
    projection=LIST_ENTRY,
    filters=filters.ListEntryFilters,
    visible=_of_lists,
    orderings={
        "id": "pk",
        "number": "number",
        "entered_on": "entered_on",
        "project": "project_id",
        "updated_at": "updated_at",
    },
    default_order="id",
)

PLANS = Resource(
    projection=PLAN,
    filters=filters.PlanFilters,
    visible=Plan.objects.visible_to,
    orderings={"id": "pk", "doc": "doc", "region": "region_id", "issued_on": "issued_on"},
    default_order="id",
)

PLAN_SECTIONS = Resource(
    projection=PLAN_SECTION,
    filters=filters.PlanSectionFilters,
    visible=_sections,
    orderings={"id": "pk", "order": "order", "start": "start"},
    default_order="order",
)

COMMITMENTS = Resource(
    projection=COMMITMENT,
    filters=filters.CommitmentFilters,
    visible=Commitment.objects.visible_to,
    orderings={
        "id": "pk",
        "plan": "plan_id",
        "start": "start",
        "key": "key",
        "name": "name",
        "updated_at": "updated_at",
    },
    default_order="plan,start",
)

INDICATORS = Resource(
    projection=INDICATOR,
    filters=IndicatorFilters,
    visible=Indicator.objects.visible_to,
    orderings={
        "id": "pk",
        "plan": "plan_id",
        "start": "start",
        "name": "name",
        "target_year": "target_year",
        "updated_at": "updated_at",
    },
    default_order="plan,start",
)

VERDICTS = Resource(
    projection=VERDICT,
    filters=VerdictFilters,
    visible=_verdicts,
    orderings={
        "id": "pk",
        "commitment": "commitment_id",
        "kind": "kind",
        "decided_at": "decided_at",
        "updated_at": "updated_at",
    },
    default_order="id",
)

REGIONS = Resource(
    projection=REGION,
    filters=filters.RegionFilters,
    visible=_of_world(Region, region="code"),
    orderings={"code": "pk"},
    default_order="code",
)

ZONES = Resource(
    projection=ZONE,
    filters=filters.ZoneFilters,
    visible=_of_world(Zone, region="region__code"),
    orderings={"code": "pk", "region": "region_id"},
    default_order="code",
)

DEPARTMENTS = Resource(
    projection=DEPARTMENT,
    filters=filters.DepartmentFilters,
    visible=_of_world(Department, region="region__code"),
    orderings={"id": "pk", "code": "code", "region": "region_id", "updated_at": "updated_at"},
    default_order="code",
)

SECTORS = Resource(
    projection=SECTOR,
    filters=filters.SectorFilters,
    visible=_sectors,
    orderings={"code": "pk"},
    default_order="code",
)
