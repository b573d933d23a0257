"""Reports and change requests as the API shows them."""

from api.projections import Projection, parts
from api.projections.columns import (
    amount,
    anything,
    boolean,
    choice,
    day,
    decimal,
    instant,
    integer,
    rows,
    text,
)
from api.projections.parts import joined
from projects.models import ChangeRequest, Report, ReportDecision, Status

PROJECT_JOIN = joined("project", "projects_project", "project.id = t.project_id", inner=True)

REPORT = Projection(
    name="Report",
    about="A project's report 「月报」 of one period. Only approved figures stand in bulletins.",
    table="projects_report",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "project": parts.project("project"),
        "report_round_id": integer("t.report_round_id", null=True),
        "year": integer("t.year"),
        "month": integer("t.month", minimum=1, maximum=12),
        "pool": choice("t.pool", Status, "The project's status when it was begun"),
        "state": choice("t.state", Report.State),
        "step": integer("t.step", "Which step of its chain it waits for; 0 before submission"),
        "investment": amount("t.investment", "Of the month"),
        "cumulative_investment": amount("t.cumulative_investment", "Of the year"),
        "progress_words": text("t.progress_words", "形象进度"),
        "progress_percent": decimal("t.progress_percent"),
        "next_step": text("t.next_step"),
        "problems": text("t.problems"),
        "no_change": boolean("t.no_change", "「本月无变化」"),
        "correction_reason": text("t.correction_reason"),
        "reported_by": parts.person("reporter", "Who reported"),
        "on_behalf_of": parts.department("behalf", "「代填」: in whose place"),
        "submitted_at": instant("t.submitted_at", null=True),
        "approved_at": instant("t.approved_at", null=True),
        "locked_at": instant("t.locked_at", null=True),
        "fictitious": parts.fictitious("project.region_id"),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
    expansions={
        "decisions": rows(
            {
                "kind": choice("de.kind", ReportDecision.Kind),
                "step": integer("de.step"),
                "note": text("de.note"),
                "remarks": anything("de.remarks", {"type": "object"}, "Remarks per field"),
                "decided_at": instant("de.decided_at"),
            },
            "FROM projects_reportdecision de WHERE de.report_id = t.id",
            "de.id",
            "Its way along the chain",
        ),
    },
    joins={
        "project": PROJECT_JOIN,
        "reporter": joined("reporter", "directory_user", "reporter.id = t.reported_by_id"),
        "behalf": joined("behalf", "directory_department", "behalf.id = t.on_behalf_of_id"),
    },
)

CHANGE_REQUEST = Projection(
    name="ChangeRequest",
    about="A request 「调整申请」 to change what was approved, such as a due date.",
    table="projects_changerequest",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "project": parts.project("project"),
        "subject": choice("t.subject", ChangeRequest.Subject),
        "milestone_id": integer("t.milestone_id", null=True),
        "milestone": text("milestone.name", "The milestone's name", null=True),
        "state": choice("t.state", ChangeRequest.State),
        "reason_code": choice("t.reason_code", ChangeRequest.Reason),
        "reason": text("t.reason"),
        "old_due_on": day("t.old_due_on"),
        "new_due_on": day("t.new_due_on"),
        "old_value": text("t.old_value"),
        "new_value": text("t.new_value"),
        "late": boolean("t.late", "Filed after the date it wants to move"),
        "filed_by": parts.person("filer", "Who filed it"),
        "filed_at": instant("t.filed_at"),
        "decided_by": parts.person("decider", "Who decided"),
        "decided_at": instant("t.decided_at", null=True),
        "decision_note": text("t.decision_note"),
        "fictitious": parts.fictitious("project.region_id"),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
    joins={
        "project": PROJECT_JOIN,
        "milestone": joined("milestone", "projects_milestone", "milestone.id = t.milestone_id"),
        "filer": joined("filer", "directory_user", "filer.id = t.filed_by_id"),
        "decider": joined("decider", "directory_user", "decider.id = t.decided_by_id"),
    },
)
