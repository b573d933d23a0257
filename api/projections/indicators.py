"""Indicators and what each year reached, as the API shows them."""

from api.projections import Projection
from api.projections.columns import (
    anything,
    boolean,
    choice,
    decimal,
    instant,
    integer,
    lookup,
    rows,
    text,
)
from plans.models import Indicator
from plans.models.indicator import YearSource

AS_PRINTED = "As printed: a number, ≥ > ≤ <, a ratio, words, [ ] for a sum over the years, or -"
DERIVED = "Only where the text holds one number"

INDICATOR = Projection(
    name="Indicator",
    about="A row of a plan's indicator table 「指标」, cell for cell, and what each year reached.",
    table="plans_indicator",
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
        "section_id": integer("t.section_id", null=True),
        "table": text('t."table"', "Title of the table"),
        "box": text("t.box", "Number of the box 「专栏」, as text"),
        "category": text("t.category"),
        "group": text('t."group"', "What the rows of one ordinal have in common"),
        "number": text("t.number", "The printed ordinal 「序号」"),
        "order": integer('t."order"', "Place in the table, from 1"),
        "name": text("t.name"),
        "unit": text("t.unit"),
        "base_year": integer("t.base_year", null=True, examples=[2020]),
        "base_text": text("t.base_text", AS_PRINTED),
        "base_value": decimal("t.base_value", DERIVED),
        "target_year": integer("t.target_year", null=True, examples=[2025]),
        "target_text": text("t.target_text", AS_PRINTED),
        "target_value": decimal("t.target_value", DERIVED),
        "growth_text": text("t.growth_text", "Yearly growth or sum that is aimed at, as printed"),
        "cumulative": boolean("t.cumulative", "The target is a sum over the years"),
        "further": anything(
            "t.further",
            {
                "type": "array",
                "items": {"type": "array", "items": {"type": "string"}},
            },
            "The table's other columns: [head, text]",
        ),
        "nature": choice("t.nature", Indicator.Nature, "约束性 or 预期性", blank=True),
        "note": text("t.note"),
        "start": integer("t.start", "Offset of the row in code points", null=True),
        "end": integer('t."end"', null=True),
        "years": rows(
            {
                "year": integer("y.year"),
                "text": text("y.text"),
                "value": decimal("y.value", DERIVED),
                "source": choice("y.source", YearSource, "The plan's own table, or the office"),
                "note": text("y.note", "Where the figure is from"),
            },
            "FROM plans_indicatoryear y WHERE y.indicator_id = t.id",
            "y.year",
            "What each year reached",
        ),
        "created_at": instant("t.created_at"),
        "updated_at": instant("t.updated_at"),
    },
)
