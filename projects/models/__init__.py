"""The register: a file per concept."""

from projects.models.annual_plan import AnnualPlan, AnnualPlanMonth, SeasonalCurve
from projects.models.baseline import Baseline, BaselineDate, ChangeRequest
from projects.models.blocker import Blocker, BlockerStep
from projects.models.evidence import Evidence
from projects.models.light import LightRule, LightTransition
from projects.models.lists import ListEntry, ProjectList
from projects.models.milestone import (
    Milestone,
    MilestoneKind,
    Predecessor,
    ScheduleTemplate,
    TemplateStep,
)
from projects.models.money import (
    FundBatch,
    FundBatchEntry,
    FundSource,
    MoneyLine,
    StatisticsRegistration,
)
from projects.models.parties import ProjectContact, ProjectDepartment
from projects.models.permit import Permit, PermitMatter
from projects.models.project import (
    ApprovalRoad,
    Kind,
    Level,
    Light,
    Nature,
    Project,
    ProjectNumber,
    ProjectRegion,
    Status,
    WorkState,
)
from projects.models.report import Report, ReportDecision, ReportRound
from projects.models.sector import Sector
from projects.models.site_check import SiteCheck
from projects.models.status import PerformanceQuarter, StatusMove

__all__ = [
    "AnnualPlan",
    "AnnualPlanMonth",
    "ApprovalRoad",
    "Baseline",
    "BaselineDate",
    "Blocker",
    "BlockerStep",
    "ChangeRequest",
    "Evidence",
    "FundBatch",
    "FundBatchEntry",
    "FundSource",
    "Kind",
    "Level",
    "Light",
    "LightRule",
    "LightTransition",
    "ListEntry",
    "Milestone",
    "MilestoneKind",
    "MoneyLine",
    "Nature",
    "PerformanceQuarter",
    "Permit",
    "PermitMatter",
    "Predecessor",
    "Project",
    "ProjectContact",
    "ProjectDepartment",
    "ProjectList",
    "ProjectNumber",
    "ProjectRegion",
    "Report",
    "ReportDecision",
    "ReportRound",
    "ScheduleTemplate",
    "SeasonalCurve",
    "Sector",
    "SiteCheck",
    "StatisticsRegistration",
    "Status",
    "StatusMove",
    "TemplateStep",
    "WorkState",
]
