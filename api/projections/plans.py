"""Plan documents and what they promise, as the API shows them."""

from api.projections import Projection, parts
from api.projections.columns import (
    Schema,
    anything,
    choice,
    day,
    instant,
    integer,
    lookup,
    rows,
    text,
)
from plans.models import Commitment, Verdict
from plans.models.plan import PlanSectionKind

YEAR: Schema = {"examples": [2025]}

PLAN = Projection(
    name="Plan",
    about="A plan document 「规划」; its text is served by range at /plans/{id}/text/.",
    table="plans_plan",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "doc": text("t.doc", "Our own short name"),
        "number": text("t.number", "文号"),
        "title": text("t.title"),
        "issuer": text("t.issuer"),
        "issued_on": day("t.issued_on"),
        "region": parts.region(),
        "period_start": integer("t.period_start", null=True, **YEAR),
        "period_end": integer("t.period_end", null=True, **YEAR),
        "outlook_year": integer("t.outlook_year", null=True, **YEAR),
        "length": integer("char_length(t.text)", "Code points of the text"),
        "sha256": text("t.sha256", "Of the text in UTF-8"),
        "notes": text("t.notes"),
        "commitment_count": integer(
            "(SELECT count(*) FROM plans_commitment c WHERE c.plan_id = t.id)"
        ),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)

PLAN_SECTION = Projection(
    name="PlanSection",
    about="A part of a plan's outline: chapter 「章」, section 「节」, box 「专栏」, group, table.",
    table="plans_plansection",
    columns={
        "id": integer("t.id"),
        "key": text("t.key"),
        "kind": choice("t.kind", PlanSectionKind),
        "number": text("t.number"),
        "title": text("t.title"),
        "start": integer("t.start", "Offset in code points"),
        "end": integer('t."end"'),
        "order": integer('t."order"'),
        "parent_id": integer("t.parent_id", null=True),
    },
)

COMMITMENT = Projection(
    name="Commitment",
    about="One thing that a plan promises 「条目」: the exact quote and where it stands.",
    table="plans_commitment",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "plan": lookup(
            {
                "id": integer("plan.id"),
                "number": text("plan.number"),
                "title": text("plan.title"),
            },
            "FROM plans_plan plan WHERE plan.id = t.plan_id",
        ),
        "key": text("t.key"),
        "section_id": integer("t.section_id", null=True),
        "box": text("t.box", "Number of the box 「专栏」, as text"),
        "box_title": text("t.box_title"),
        "group": text('t."group"'),
        "name": text("t.name"),
        "quote": text("t.quote", "text[start:end] of the plan, line breaks included"),
        "start": integer("t.start", "Offset in code points"),
        "end": integer('t."end"'),
        "level": choice("t.level", Commitment.Level),
        "parent_id": integer("t.parent_id", null=True),
        "sector": parts.sector(null=True),
        "facts": anything("t.facts", {"type": ["object", "array"]}, "What the text states"),
        "note": text("t.note"),
        "set_aside_reason": text("t.set_aside_reason"),
        "regions": rows(
            {"code": text("rg.code"), "name": text("rg.name")},
            "FROM plans_commitment_regions cr JOIN directory_region rg ON rg.code = cr.region_id"
            " WHERE cr.commitment_id = t.id",
            "rg.code",
            "Regions that the text names",
        ),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)

VERDICT = Projection(
    name="Verdict",
    about="What became of a commitment when its plan's period was over 「核实结论」, confirmed by"
    " the plan office, with the evidence.",
    table="plans_verdict",
    columns={
        "id": integer("t.id"),
        "version": integer("t.version", "Rises with every change; the ETag"),
        "commitment": lookup(
            {
                "id": integer("c.id"),
                "key": text("c.key"),
                "name": text("c.name"),
                "plan_id": integer("c.plan_id"),
            },
            "FROM plans_commitment c WHERE c.id = t.commitment_id",
        ),
        "kind": choice(
            "t.kind", Verdict.Kind, "Empty once it was taken back: to be verified again", blank=True
        ),
        "proposed": choice(
            "t.proposed",
            Verdict.Kind,
            "What the register suggested when a person decided; empty when it suggested nothing",
            blank=True,
        ),
        "evidence": text("t.evidence", "In words"),
        "files": rows(
            {"id": integer("f.evidence_id"), "name": text("e.name")},
            "FROM plans_verdictfile f JOIN projects_evidence e ON e.id = f.evidence_id"
            " WHERE f.verdict_id = t.id",
            "f.id",
            "Evidence files of the project behind it; fetched at /evidence/{id}/content/ by those"
            " who may see the project",
        ),
        "carried_to": lookup(
            {
                "id": integer("n.id"),
                "key": text("n.key"),
                "name": text("n.name"),
                "plan_id": integer("n.plan_id"),
            },
            "FROM plans_commitment n WHERE n.id = t.carried_to_id",
            "The commitment of a later plan that carries it on",
            null=True,
        ),
        "decided_by": lookup(
            {"id": integer("u.id"), "name": text("u.display_name")},
            "FROM directory_user u WHERE u.id = t.decided_by_id",
        ),
        "decided_at": instant("t.decided_at"),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)
