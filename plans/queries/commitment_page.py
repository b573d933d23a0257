"""One commitment: its quote with the words around it, its place, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, IntegerField, TextField
from django.db.models.functions import Coalesce, Greatest, Least, Substr

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
    """The words before and after, within the section: what stands in another, or in its
    heading, is no part of the sentence."""
    whole = IntegerField()
    opens = Coalesce("section__start", 0, output_field=whole)
    begin = Greatest(F("start") - AROUND, opens, output_field=whole)
    closes = Coalesce("section__end", F("end") + AROUND, output_field=whole)
    length = Greatest(Least(F("end") + AROUND, closes) - F("end"), 0, output_field=whole)
    stretches = (
        Substr("plan__text", begin + 1, F("start") - begin, output_field=TextField()),
        Substr("plan__text", F("end") + 1, length, output_field=TextField()),
    )
    found = Commitment.objects.filter(pk=one.pk).values_list(*stretches, begin, opens).get()
    before, after, began, opened = found
    first_line, _, further = before.partition("\n")
    if began == opened and one.section and readable(first_line).endswith(one.section.title):
        before = further
    before, after = readable(before), readable(after)
    return before.rpartition("。")[2], "".join(after.partition("。")[:2])
