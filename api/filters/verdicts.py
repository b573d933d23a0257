"""What the list of verdicts can be narrowed by."""

from api.filters import Filters
from api.filters.kinds import Contains, Filled, Instant, OneOf, Truth, Whole
from api.filters.others import VERSION, in_region, of_world
from plans.models import Verdict


class VerdictFilters(Filters):
    class Meta:
        model = Verdict
        fields: list[str] = []

    id = Whole("id")
    commitment = Whole("commitment")
    plan = Whole("commitment__plan", "Of the commitments of this plan")
    region = in_region("commitment__plan__region")
    kind = OneOf("kind", Verdict.Kind)
    standing = Filled("kind", "False: those that were taken back")
    proposed = OneOf("proposed", Verdict.Kind)
    evidence = Contains("evidence")
    carried_to = Whole("carried_to", "What this commitment carries on")
    carried = Truth("carried_to", "Whether a later plan carries it on", there=True)
    decided_by = Whole("decided_by")
    decided_since = Instant("decided_at", "gte")
    fictitious = of_world("commitment__plan__region")
    created_since = Instant("created_at", "gte")
    updated_since = Instant("updated_at", "gte")

    unfiltered = VERSION
