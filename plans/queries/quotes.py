"""The quotes on which a project rests, with the words around them."""

from dataclasses import dataclass

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Coalesce, Greatest, Least, Substr

from plans.models import Commitment
from plans.rules.marking import readable
from plans.rules.places import cite, place
from projects.models import Project
from projects.querysets import Person

AROUND = 60
"""A member of a list is quoted by its bare word; so many characters before and after it show the
sentence that it stands in."""


@dataclass(frozen=True)
class Quote:
    """What a plan says of a project, and where.

    `quote` is exact to the line break; `before`, `words` and `after` are the same place as one
    reads it.
    """

    link_id: int
    commitment: Commitment
    place: str
    quote: str
    start: int
    end: int
    before: str
    words: str
    after: str
    basis: str
    confirmed: bool


def quotes_of_project(user: Person, project: Project) -> list[Quote]:
    """The quotes of the plans that a project rests on: those of boxes first, then what other
    texts say of it; one query."""
    begins = Greatest(F("start") - AROUND, Coalesce("section__start", 0))
    ends = Least(F("end") + AROUND, Coalesce("section__end", F("end") + AROUND))
    rows = (
        Commitment.objects.visible_to(user)
        .filter(links__project=project)
        .select_related("plan", "section")
        .defer("plan__text")
        .annotate(
            link_id=F("links__id"),
            basis=F("links__basis"),
            confirmed=F("links__confirmed"),
            before=_stretch(begins, F("start")),
            after=_stretch(F("end"), ends),
        )
    )
    in_order = sorted(rows, key=lambda row: (not row.box, row.plan.doc, row.start, row.pk))
    return [_quote(row) for row in in_order]


def _stretch(start: object, end: object) -> Substr:
    one = Value(1, output_field=IntegerField())
    return Substr("plan__text", start + one, Greatest(end - start, 0))  # type: ignore[operator]


def _quote(row: Commitment) -> Quote:
    section = row.section.title if row.section else ""
    return Quote(
        link_id=row.link_id,  # type: ignore[attr-defined]
        commitment=row,
        place=place(
            cite(row.plan.number, row.plan.title),
            box=row.box,
            group=row.group,
            section=section,
            name=row.name,
        ),
        quote=row.quote,
        start=row.start,
        end=row.end,
        before=readable(row.before).lstrip("，。、；：,:;"),  # type: ignore[attr-defined]
        words=readable(row.quote),
        after=readable(row.after),  # type: ignore[attr-defined]
        basis=row.basis,  # type: ignore[attr-defined]
        confirmed=row.confirmed,  # type: ignore[attr-defined]
    )
