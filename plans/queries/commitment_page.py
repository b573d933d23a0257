"""One commitment: its quote with the words around it, its place, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Greatest, Substr

from plans.models import Commitment, PlanSection
from plans.queries.library import CommitmentRow, commitment_rows
from plans.rules.marking import readable
from projects.querysets import Person

AROUND = 160
"""Characters before and after the quote that show the sentence it stands in."""


@dataclass(frozen=True)
class CommitmentPage:
    """A commitment with its surroundings: the sections around it, the outermost first, and the
    members of a programme."""

    row: CommitmentRow
    trail: Sequence[PlanSection]
    before: str
    words: str
    after: str
    members: Sequence[CommitmentRow]


def commitment_card(user: Person, commitment_id: int, *, today: date) -> CommitmentRow:
    """A commitment with what became of it. Raises Commitment.DoesNotExist when it does not
    exist for this person."""
    mine = Commitment.objects.visible_to(user).filter(pk=commitment_id)
    rows = commitment_rows(user, mine, today=today)
    if not rows:
        raise Commitment.DoesNotExist
    return rows[0]


def commitment_page(user: Person, commitment_id: int, *, today: date) -> CommitmentPage:
    """A commitment with its surroundings. Raises Commitment.DoesNotExist."""
    row = commitment_card(user, commitment_id, today=today)
    one = row.commitment
    before, after = _around(one)
    around = PlanSection.objects.filter(
        plan_id=one.plan_id, start__lte=one.start, end__gte=one.end
    ).order_by("start", "-end", "order")
    members = Commitment.objects.visible_to(user).filter(parent=one)
    return CommitmentPage(
        row=row,
        trail=list(around),
        before=before,
        words=readable(one.quote),
        after=after,
        members=commitment_rows(user, members, today=today),
    )


def _around(one: Commitment) -> tuple[str, str]:
    begin = Greatest(F("start") - AROUND, Value(0), output_field=IntegerField())
    stretches = (
        Substr("plan__text", begin + 1, F("start") - begin),
        Substr("plan__text", F("end") + 1, AROUND),
    )
    found = Commitment.objects.filter(pk=one.pk).values_list(*stretches).get()
    before, after = readable(found[0]), readable(found[1])
    return before.rpartition("。")[2], "".join(after.partition("。")[:2])
