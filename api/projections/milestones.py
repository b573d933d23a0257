"""Milestones, and milestones that are overdue, as the API shows them."""

from api.projections import Projection, parts
from api.projections.columns import (
    Column,
    boolean,
    choice,
    day,
    group,
    instant,
    integer,
    rows,
    text,
)
from api.projections.parts import joined
from projects.models import ChangeRequest, Light, Milestone, MilestoneKind, Status

DATES: dict[str, Column] = {
    "due_on": day("t.due_on", "The date in force"),
    "first_due_on": day("t.first_due_on", "The date of the first baseline"),
    "forecast_on": day("t.forecast_on", "When it is expected now"),
    "forecast_reason": text("t.forecast_reason"),
    "days_late": integer(
        "coalesce(t.actual_on, :today) - t.due_on",
        "Days past the date in force, until the actual date or today; negative days remain",
        null=True,
    ),
    "slippage_days": integer(
        "coalesce(t.actual_on, :today) - t.first_due_on",
        "Days past the first baseline, so that re-baselining hides nothing",
        null=True,
    ),
}
JOINS = {
    "project": joined("project", "projects_project", "project.id = t.project_id", inner=True),
    "region": joined("region", "directory_region", "region.code = t.region_id", inner=True),
    "department": joined("department", "directory_department", "department.id = t.department_id"),
    "own": joined("own", "directory_department", "own.id = t.own_department_id"),
    "finisher": joined("finisher", "directory_user", "finisher.id = t.completed_by_id"),
    "sector": joined("sector", "projects_sector", "sector.code = project.sector_id", inner=True),
    "party": joined(
        "party",
        "projects_projectdepartment",
        "party.project_id = t.project_id AND party.part = 'lead'",
    ),
    "lead": joined("lead", "directory_department", "lead.id = party.department_id"),
}

MILESTONE = Projection(
    name="Milestone",
    about="A milestone 「节点」: a date in force that somebody owes.",
    table="projects_milestone",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "project": parts.project("project"),
        "key": text("t.key", "The template's step it was laid from"),
        "name": text("t.name"),
        "kind": choice("t.kind", MilestoneKind),
        "order": integer('t."order"'),
        "critical": boolean("t.critical"),
        "evidence_required": boolean("t.evidence_required"),
        "state": choice("t.state", Milestone.State),
        **DATES,
        "actual_on": day("t.actual_on"),
        "department": parts.department("department", "The department that owes it"),
        "own_department": parts.department("own", "Set when it is not the project's lead"),
        "region": parts.region("region", "The project's region"),
        "baseline_revision": integer("t.baseline_revision"),
        "completed_by": parts.person("finisher", "Who completed it"),
        "completed_at": instant("t.completed_at", null=True),
        "note": text("t.note"),
        "fictitious": parts.fictitious("t.region_id"),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
    expansions={
        "change_requests": rows(
            {
                "id": integer("cr.id"),
                "state": choice("cr.state", ChangeRequest.State),
                "reason_code": choice("cr.reason_code", ChangeRequest.Reason),
                "reason": text("cr.reason"),
                "old_due_on": day("cr.old_due_on"),
                "new_due_on": day("cr.new_due_on"),
            },
            "FROM projects_changerequest cr WHERE cr.milestone_id = t.id",
            "cr.id",
            "Requests to move its date",
        ),
        "baselines": rows(
            {
                "revision": integer("b.revision"),
                "due_on": day("bd.due_on"),
                "approved_at": instant("b.approved_at"),
            },
            "FROM projects_baselinedate bd JOIN projects_baseline b ON b.id = bd.baseline_id"
            " WHERE bd.milestone_id = t.id",
            "b.revision",
            "Its dates in all baselines",
        ),
    },
    joins=JOINS,
)

OVERDUE = Projection(
    name="OverdueMilestone",
    about="A milestone past its date in force: which project, who owes it, since when, why.",
    table="projects_milestone",
    columns={
        "id": integer("t.id", "The milestone's id"),
        "version": integer("t.version", "The milestone's version"),
        "name": text("t.name"),
        "kind": choice("t.kind", MilestoneKind),
        "critical": boolean("t.critical"),
        **DATES,
        "department": parts.department("department", "The department that owes it"),
        "region": parts.region("region"),
        "project": group(
            {
                "id": integer("project.id"),
                "code": text("project.code"),
                "name": text("project.name"),
                "status": choice("project.status", Status),
                "light": choice("project.light", Light),
                "sector": parts.sector("sector"),
                "lead": parts.lead("party", "lead"),
            },
            "Project",
        ),
        "fictitious": parts.fictitious("t.region_id"),
        "updated_at": instant("t.updated_at"),
    },
    joins=JOINS,
)
