"""Milestones, and milestones that are overdue, as the API shows them."""

from api.projections import Projection, parts
from api.projections.columns import (
    Column,
    boolean,
    choice,
    day,
    instant,
    integer,
    rows,
    text,
)
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

MILESTONE = Projection(
    name="Milestone",
    about="A milestone 「节点」: a date in force that somebody owes.",
    table="projects_milestone",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "project": parts.project(),
        "key": text("t.key", "The template's step it was laid from"),
        "name": text("t.name"),
        "kind": choice("t.kind", MilestoneKind),
        "order": integer('t."order"'),
        "critical": boolean("t.critical"),
        "evidence_required": boolean("t.evidence_required"),
        "state": choice("t.state", Milestone.State),
        **DATES,
        "actual_on": day("t.actual_on"),
        "department": parts.department("t.department_id", "The department that owes it"),
        "own_department": parts.department(
            "t.own_department_id", "Set when it is not the project's lead"
        ),
        "region": parts.region(),
        "baseline_revision": integer("t.baseline_revision"),
        "completed_by": parts.person("t.completed_by_id", "Who completed it"),
        "completed_at": instant("t.completed_at", null=True),
        "note": text("t.note"),
        "fictitious": parts.fictitious(),
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
        "department": parts.department("t.department_id", "The department that owes it"),
        "region": parts.region(),
        "project": parts.project(
            status=choice("project.status", Status),
            light=choice("project.light", Light),
            sector=parts.sector("project.sector_id"),
            lead=parts.lead("project.id"),
        ),
        "fictitious": parts.fictitious(),
        "updated_at": instant("t.updated_at"),
    },
)
