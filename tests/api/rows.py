"""One row of everything around the cast's project, and a good body for every write."""

from datetime import date
from typing import Any

from directory.models import Zone
from plans.models import Commitment, Indicator, Plan, PlanSection, Verdict, VerdictFile
from projects.models import (
    ChangeRequest,
    ListEntry,
    Milestone,
    Project,
    ProjectDepartment,
    Report,
    ScheduleTemplate,
    TemplateStep,
)
from projects.services.evidence import Upload, attach
from tests.cast import Cast
from tests.factories import (
    NOW,
    MilestoneFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RegionFactory,
    SectorFactory,
    UserFactory,
)

DUE = date(2026, 11, 1)
STAMPS = {"created_at": NOW, "updated_at": NOW}
PDF = b"%PDF-1.7 ..."
TEXT = "规划实施运城机场改扩建。\n推进盐湖区道路建设。"


def one_of_each(cast: Cast) -> dict[str, str]:
    """Make the rows; return the address of every endpoint by its name."""
    milestone = MilestoneFactory(
        project=cast.project, name="航站楼封顶", due_on=DUE, department=cast.lead_department
    )
    filer = UserFactory(username="filer", role="plan_office", region=cast.plan_office.region)
    request = ChangeRequest.objects.create(
        project=cast.project,
        milestone=milestone,
        subject="due_date",
        reason_code="land",
        reason="征迁未完成",
        old_due_on=DUE,
        new_due_on=date(2027, 3, 1),
        filed_by=filer,
        filed_at=NOW,
        **STAMPS,
    )
    report = Report.objects.create(
        project=cast.project,
        year=2026,
        month=9,
        pool="construction",
        state="submitted",
        step=1,
        cumulative_investment=1200,
        progress_words="基础完工",
        reported_by=filer,
        submitted_at=NOW,
        **STAMPS,
    )
    listed = ProjectListFactory(code="2026-P1")
    ListEntry.objects.create(project_list=listed, project=cast.project, number="1", **STAMPS)
    evidence = attach(
        project_id=cast.project.pk,
        milestone_id=milestone.pk,
        upload=Upload("封顶照片.pdf", PDF),
        actor=cast.plan_office,
        now=NOW,
    )
    plan = Plan.objects.create(
        doc="test",
        title="运城市“十四五”规划",
        region=RegionFactory(code="140800"),
        text=TEXT,
        sha256="0" * 64,
        **STAMPS,
    )
    PlanSection.objects.create(
        plan=plan, key="1", kind="chapter", title="第一章", start=0, end=12, order=1
    )
    commitment = Commitment.objects.create(
        plan=plan,
        key="1",
        name="运城机场改扩建",
        quote=TEXT[4:11],
        start=4,
        end=11,
        level="project",
        **STAMPS,
    )
    commitment.links.create(project=cast.project, basis="名称一致")
    commitment.regions.add(RegionFactory(code="140800"))
    indicator = Indicator.objects.create(
        plan=plan,
        table="主要指标",
        category="经济发展",
        order=1,
        name="常住人口城镇化率",
        unit="%",
        base_year=2020,
        base_text="50",
        base_value=50,
        target_year=2025,
        target_text="58",
        target_value=58,
        nature="expected",
        further=[["2035年", "70"]],
        start=0,
        end=4,
        **STAMPS,
    )
    indicator.years.create(year=2022, text="53", value=53, **STAMPS)
    verdict = Verdict.objects.create(
        commitment=commitment,
        kind="done",
        evidence="已通航",
        decided_by=cast.plan_office,
        decided_at=NOW,
        **STAMPS,
    )
    VerdictFile.objects.create(verdict=verdict, evidence=evidence)
    zone = Zone.objects.create(
        code="140800-K1", name="运城经济技术开发区", short_name="运城经开区", region_id="140800"
    )
    return {
        "root": "",
        "project-list": "projects/",
        "project-detail": f"projects/{cast.project.pk}/",
        "milestone-list": "milestones/",
        "milestone-detail": f"milestones/{milestone.pk}/",
        "project-evidence": f"projects/{cast.project.pk}/evidence/",
        "milestone-evidence": f"milestones/{milestone.pk}/evidence/",
        "evidence-content": f"evidence/{evidence.pk}/content/",
        "overdue": "overdue/",
        "summary": "summary/",
        "change-request-list": "change-requests/",
        "change-request-detail": f"change-requests/{request.pk}/",
        "report-list": "reports/",
        "report-detail": f"reports/{report.pk}/",
        "list-list": "lists/",
        "list-detail": f"lists/{listed.pk}/",
        "list-entries": f"lists/{listed.pk}/entries/",
        "plan-list": "plans/",
        "plan-detail": f"plans/{plan.pk}/",
        "plan-outline": f"plans/{plan.pk}/outline/",
        "plan-text": f"plans/{plan.pk}/text/",
        "commitment-list": "commitments/",
        "commitment-detail": f"commitments/{commitment.pk}/",
        "indicator-list": "indicators/",
        "indicator-detail": f"indicators/{indicator.pk}/",
        "verdict-list": "verdicts/",
        "verdict-detail": f"verdicts/{verdict.pk}/",
        "region-list": "regions/",
        "region-detail": "regions/140800/",
        "zone-list": "zones/",
        "zone-detail": f"zones/{zone.pk}/",
        "department-list": "departments/",
        "department-detail": f"departments/{cast.lead_department.pk}/",
        "sector-list": "sectors/",
        "sector-detail": f"sectors/{cast.project.sector_id}/",
        "changes": "changes/",
        "me": "me/",
        "problems": "problems/",
        "openapi": "openapi.yaml",
        "docs": "docs/",
    }


def writes(cast: Cast) -> dict[str, tuple[str, str, Any]]:
    """Method, address and a good body of every write, for the rows of `one_of_each`; bytes are
    a file."""
    project = Project.objects.get(pk=cast.project.pk)
    milestone = Milestone.objects.get(project=project)
    request = ChangeRequest.objects.get(project=project)
    report = Report.objects.get(project=project)
    free = MilestoneFactory(project=project, due_on=DUE, department=cast.lead_department)
    SectorFactory()
    template, _ = ScheduleTemplate.objects.get_or_create(
        code="short", defaults={"name": "短", "name_en": "Short"}
    )
    TemplateStep.objects.get_or_create(
        template=template,
        key="operation",
        defaults={
            "name": "投产",
            "name_en": "Operation",
            "kind": "operation",
            "order": 1,
            "duration_working_days": 20,
        },
    )
    unscheduled = ProjectFactory(region=project.region)
    PartyFactory(project=unscheduled, department=cast.lead_department)
    supporting = ProjectDepartment.Part.SUPPORTING
    PartyFactory(project=unscheduled, department=cast.supporting_department, part=supporting)
    period = {"project": project.pk, "year": 2026, "month": 10}
    figures = {"cumulative_investment": "1300", "progress_words": "主体施工"}
    mine = f"projects/{project.pk}/"
    its = f"milestones/{milestone.pk}/"
    asked = f"change-requests/{request.pk}/"
    month = f"reports/{report.pk}/"
    version = {"version": 1}
    indicator = Indicator.objects.get(name="常住人口城镇化率")
    return {
        "project-edit": ("patch", mine, {**version, "place": "空港南路"}),
        "confirm-lead": (
            "post",
            f"{mine}confirm-lead/",
            {**version, "department": cast.supporting_department.pk},
        ),
        "project-list": (
            "post",
            "projects/",
            {"name": "运城机场三期", "region": "140802", "sector": project.sector_id},
        ),
        "supporting": (
            "put",
            f"{mine}supporting/",
            {**version, "departments": [cast.supporting_department.pk]},
        ),
        "record-year": (
            "post",
            f"indicators/{indicator.pk}/years/",
            {**version, "year": 2023, "text": "54.2"},
        ),
        "confirm-status": ("post", f"projects/{unscheduled.pk}/confirm-status/", version),
        "move": (
            "post",
            f"{mine}move/",
            {**version, "after": "cancelled", "effective_on": "2026-11-20", "reason": "规划调整"},
        ),
        "project-evidence": ("post", f"{mine}evidence/", PDF),
        "milestone-evidence": ("post", f"{its}evidence/", PDF),
        "lay-schedule": (
            "post",
            f"projects/{unscheduled.pk}/schedule/",
            {**version, "template": "short", "finish_on": "2027-10-29"},
        ),
        "complete": ("post", f"{its}complete/", {**version, "actual_on": "2026-11-20"}),
        "forecast": (
            "post",
            f"{its}forecast/",
            {**version, "forecast_on": "2027-03-31", "reason": "征迁"},
        ),
        "change-request-list": (
            "post",
            "change-requests/",
            {
                "milestone": free.pk,
                "new_due_on": "2027-03-31",
                "reason_code": "land",
                "reason": "征迁未完成",
            },
        ),
        "change-request-approve": ("post", f"{asked}approve/", version),
        "change-request-return": ("post", f"{asked}return/", {**version, "note": "请补充"}),
        "change-request-withdraw": ("post", f"{asked}withdraw/", version),
        "report-list": ("post", "reports/", {**period, **figures}),
        "report-submit": ("post", "reports/submit/", {**period, **figures}),
        "report-no-change": ("post", "reports/no-change/", period),
        "report-approve": ("post", f"{month}approve/", version),
        "report-return": ("post", f"{month}return/", {**version, "note": "请核对"}),
    }
