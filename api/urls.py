"""Addresses of the API."""

from django.urls import include, path, re_path

from api.documentation import OpenApi, Swagger
from api.v1 import evidence, indicators, milestones, overview, processes, projects, registers

app_name = "api"

v1 = [
    path("", overview.Root.as_view(), name="root"),
    path("projects/", projects.ProjectList.as_view(), name="project-list"),
    path("projects/<int:pk>/", projects.ProjectDetail.as_view(), name="project-detail"),
    path("projects/<int:pk>/confirm-lead/", projects.ConfirmLead.as_view(), name="confirm-lead"),
    path("projects/<int:pk>/supporting/", projects.Supporting.as_view(), name="supporting"),
    path(
        "projects/<int:pk>/confirm-status/",
        projects.ConfirmStatus.as_view(),
        name="confirm-status",
    ),
    path("projects/<int:pk>/move/", projects.Move.as_view(), name="move"),
    path("projects/<int:pk>/schedule/", projects.LaySchedule.as_view(), name="lay-schedule"),
    path("milestones/", milestones.MilestoneList.as_view(), name="milestone-list"),
    path("milestones/<int:pk>/", milestones.MilestoneDetail.as_view(), name="milestone-detail"),
    path("milestones/<int:pk>/complete/", milestones.Complete.as_view(), name="complete"),
    path("milestones/<int:pk>/forecast/", milestones.Forecast.as_view(), name="forecast"),
    path(
        "projects/<int:pk>/evidence/", evidence.ProjectEvidence.as_view(), name="project-evidence"
    ),
    path(
        "milestones/<int:pk>/evidence/",
        evidence.MilestoneEvidence.as_view(),
        name="milestone-evidence",
    ),
    path("evidence/<int:pk>/content/", evidence.Content.as_view(), name="evidence-content"),
    path("overdue/", milestones.Overdue.as_view(), name="overdue"),
    path("summary/", overview.Summary.as_view(), name="summary"),
    path("change-requests/", processes.ChangeRequestList.as_view(), name="change-request-list"),
    path(
        "change-requests/<int:pk>/",
        processes.ChangeRequestDetail.as_view(),
        name="change-request-detail",
    ),
    path(
        "change-requests/<int:pk>/approve/",
        processes.ChangeRequestApprove.as_view(),
        name="change-request-approve",
    ),
    path(
        "change-requests/<int:pk>/return/",
        processes.ChangeRequestReturn.as_view(),
        name="change-request-return",
    ),
    path(
        "change-requests/<int:pk>/withdraw/",
        processes.ChangeRequestWithdraw.as_view(),
        name="change-request-withdraw",
    ),
    path("reports/", processes.ReportList.as_view(), name="report-list"),
    path("reports/submit/", processes.ReportSubmit.as_view(), name="report-submit"),
    path("reports/no-change/", processes.ReportNoChange.as_view(), name="report-no-change"),
    path("reports/<int:pk>/", processes.ReportDetail.as_view(), name="report-detail"),
    path("reports/<int:pk>/approve/", processes.ReportApprove.as_view(), name="report-approve"),
    path("reports/<int:pk>/return/", processes.ReportReturn.as_view(), name="report-return"),
    path("lists/", registers.ListList.as_view(), name="list-list"),
    path("lists/<int:pk>/", registers.ListDetail.as_view(), name="list-detail"),
    path("lists/<int:pk>/entries/", registers.ListEntries.as_view(), name="list-entries"),
    path("plans/", registers.PlanList.as_view(), name="plan-list"),
    path("plans/<int:pk>/", registers.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<int:pk>/outline/", registers.PlanOutline.as_view(), name="plan-outline"),
    path("plans/<int:pk>/text/", registers.PlanText.as_view(), name="plan-text"),
    path("commitments/", registers.CommitmentList.as_view(), name="commitment-list"),
    path("commitments/<int:pk>/", registers.CommitmentDetail.as_view(), name="commitment-detail"),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/<int:pk>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("indicators/<int:pk>/years/", indicators.RecordYear.as_view(), name="record-year"),
    path("verdicts/", registers.VerdictList.as_view(), name="verdict-list"),
    path("verdicts/<int:pk>/", registers.VerdictDetail.as_view(), name="verdict-detail"),
    path("regions/", registers.RegionList.as_view(), name="region-list"),
    path("regions/<str:pk>/", registers.RegionDetail.as_view(), name="region-detail"),
    path("zones/", registers.ZoneList.as_view(), name="zone-list"),
    path("zones/<str:pk>/", registers.ZoneDetail.as_view(), name="zone-detail"),
    path("departments/", registers.DepartmentList.as_view(), name="department-list"),
    path("departments/<int:pk>/", registers.DepartmentDetail.as_view(), name="department-detail"),
    path("sectors/", registers.SectorList.as_view(), name="sector-list"),
    path("sectors/<str:pk>/", registers.SectorDetail.as_view(), name="sector-detail"),
    path("changes/", overview.Changes.as_view(), name="changes"),
    path("me/", overview.Me.as_view(), name="me"),
    path("problems/", overview.Problems.as_view(), name="problems"),
    path("openapi.yaml", OpenApi.as_view(), name="openapi"),
    path("docs/", Swagger.as_view(), name="docs"),
]

urlpatterns = [
    path("v1/", include(v1)),
    re_path(r"^", overview.Nowhere.as_view()),
]
