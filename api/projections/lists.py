"""Lists of projects and their entries as the API shows them."""

from api.projections import Projection, parts
from api.projections.columns import anything, choice, day, instant, integer, text
from projects.models import ListEntry, ProjectList

LIST = Projection(
    name="ProjectList",
    about="A list 「名单」 of projects, such as a year's provincial key works.",
    table="projects_projectlist",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "code": text("t.code"),
        "name": text("t.name"),
        "region": parts.region(),
        "year": integer("t.year", null=True),
        "state": choice("t.state", ProjectList.State),
        "document_number": text("t.document_number", "文号"),
        "issued_on": day("t.issued_on"),
        "entry_count": integer(
            "(SELECT count(*) FROM projects_listentry e"
            " WHERE e.project_list_id = t.id AND e.left_on IS NULL"
            " AND e.project_id IN (:visible_projects))",
            "Projects that stand in it now, of those that you may see",
        ),
        "chain": anything("t.chain", {"type": "array"}, "Steps that its reports pass"),
        "fictitious": parts.fictitious(),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)

LIST_ENTRY = Projection(
    name="ListEntry",
    about="A project's place in a list, with number and figures as printed.",
    table="projects_listentry",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change"),
        "list_id": integer("t.project_list_id"),
        "project": parts.project(),
        "number": text("t.number"),
        "category": text("t.category"),
        "printed": anything("t.printed", {"type": "object"}, "Figures as printed"),
        "entered_on": day("t.entered_on"),
        "entered_reason": text("t.entered_reason"),
        "left_on": day("t.left_on"),
        "leaving": choice("t.leaving", ListEntry.Leaving, blank=True),
        "left_reason": text("t.left_reason"),
        "replaced_by_id": integer("t.replaced_by_id", null=True),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)
