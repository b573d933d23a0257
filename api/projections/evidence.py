"""Evidence as the API shows it; the file itself is served at `content`."""

from api.projections import Projection, parts
from api.projections.columns import instant, integer, text

EVIDENCE = Projection(
    name="Evidence",
    about="A file 「佐证材料」 that shows something of a project or of one of its milestones.",
    table="projects_evidence",
    columns={
        "id": integer("t.id"),
        "project": parts.project(),
        "milestone_id": integer("t.milestone_id", "What it shows; null: the project", null=True),
        "name": text("t.name", "As it was called where it came from", examples=["竣工验收.pdf"]),
        "content_type": text("t.content_type", "By content", examples=["application/pdf"]),
        "size": integer("t.size", "Bytes"),
        "sha256": text("t.sha256", "Of the content", pattern="^[0-9a-f]{64}$"),
        "uploaded_by": parts.person("t.uploaded_by_id", "Who brought it"),
        "uploaded_at": instant("t.uploaded_at"),
        "content": text(
            "'/api/v1/evidence/' || t.id || '/content/'",
            "Where the file is",
            format="uri-reference",
        ),
        "fictitious": parts.fictitious_project(),
    },
)
