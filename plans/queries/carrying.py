"""Which commitment of a later plan may carry on what an earlier one left undone.

Found by likeness of name, place and sector among the later plans of the same region, and offered
with the evidence side by side; whether it is the same undertaking a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.models import Region, region_prefix
from plans.models import Commitment, Plan
from plans.querysets import CommitmentQuerySet
from plans.rules.likeness import Index, Known, Likeness
from projects.querysets import Person


@dataclass(frozen=True)
class Candidate:
    """A commitment of a later plan, and how like the earlier one it is."""

    commitment: Commitment
    likeness: Likeness | None

    @classmethod
    def chosen(cls, commitment: Commitment) -> "Candidate":
        """One that a person has chosen already, like or not."""
        return cls(commitment, None)

    @property
    def percent(self) -> int | None:
        return None if self.likeness is None else round(self.likeness.score * 100)


def candidates(user: Person, commitment: Commitment) -> list[Candidate]:
    """The likest commitments of the later plans of the same region, the likest first."""
    plan = commitment.plan
    if plan.period_end is None:
        return []
    later = (
        _later(user, plan)
        .prefetch_related("regions")
        .only("id", "name", "sector", "plan")
        .order_by("id")
    )
    index = Index(_places(plan)).add_all(
        Known(one.pk, [one.name], _codes(one), one.sector_id or "") for one in later
    )
    found = index.like(
        commitment.name,
        regions=_codes(commitment),
        sector=commitment.sector_id or "",
        city=plan.region_id,
    )
    rows = {
        one.pk: one
        for one in Commitment.objects.filter(pk__in=[like.id for like in found])
        .select_related("plan", "section", "sector")
        .defer("plan__text")
        .prefetch_related("regions")
    }
    return [Candidate(rows[like.id], like) for like in found]


def later_by_key(user: Person, plan: Plan, key: str) -> Commitment | None:
    """The commitment of a later plan of the same region with this number, if there is one."""
    return _later(user, plan).filter(key=key.strip()).order_by("-plan__period_end", "id").first()


def has_later_plan(user: Person, plan: Plan) -> bool:
    """Whether the library holds a plan that could carry on what this one leaves."""
    if plan.period_end is None:
        return False
    later = Plan.objects.visible_to(user).filter(
        region=plan.region_id, period_end__gt=plan.period_end
    )
    return later.exists()


def _later(user: Person, plan: Plan) -> CommitmentQuerySet:
    """What the later plans of a plan's region promise, what they set aside left out."""
    return Commitment.objects.visible_to(user).filter(
        plan__region=plan.region_id, plan__period_end__gt=plan.period_end, set_aside_reason=""
    )


def _codes(commitment: Commitment) -> Sequence[str]:
    return [region.pk for region in commitment.regions.all()]


def _places(plan: Plan) -> Sequence[str]:
    """Names that say where and not what: those of the city and its counties, the longest first."""
    within = Region.objects.filter(code__startswith=region_prefix(plan.region_id)[:4])
    names = {name for names in within.values_list("name", "short_name") for name in names}
    return sorted(names, key=lambda name: (-len(name), name))
