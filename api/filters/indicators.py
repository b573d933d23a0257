"""What the list of indicators can be narrowed by."""

from django.db.models import Exists, OuterRef

from api.filters import Asking, Filters, Rows
from api.filters.kinds import Contains, Filled, Instant, Number, OneOf, Same, Truth, Whole, by_truth
from api.filters.others import VERSION
from plans.models import Indicator, IndicatorYear


def _known(rows: Rows, value: bool, _asking: Asking) -> Rows:
    known = Exists(IndicatorYear.objects.filter(indicator=OuterRef("pk")))
    return rows.filter(known if value else ~known)


class IndicatorFilters(Filters):
    class Meta:
        model = Indicator
        fields: list[str] = []

    id = Whole("id")
    plan = Whole("plan")
    section = Whole("section")
    table = Contains("table")
    box = Same("box", "Number of the box, as text")
    category = Contains("category")
    group = Contains("group")
    number = Same("number", "The printed ordinal 「序号」")
    name = Contains("name")
    unit = Same("unit")
    base_year = Whole("base_year")
    target_year = Whole("target_year")
    target_from = Number("target_value", "gte")
    target_to = Number("target_value", "lte")
    counted = Truth("target_value", there=True)
    base_counted = Truth("base_value", there=True)
    cumulative = Truth("cumulative")
    nature = OneOf("nature", Indicator.Nature)
    known = by_truth(_known, "Whether anything is known of what was reached", ("years",))
    note = Filled("note", "Whether a note explains it")
    starts_after = Whole("start", lookup="gte")
    ends_before = Whole("end", lookup="lte")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION | {
        "order": "orders the table",
        "base_text": "as printed; filter by base_value's presence",
        "target_text": "as printed; filter by target_value",
        "growth_text": "as printed",
        "further": "columns that each table has its own",
    }
