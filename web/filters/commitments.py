"""What the list of commitments can be asked."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Region, User, region_prefix
from plans.models import Commitment, Plan, PlanSection
from plans.queries.gaps import NO_BOX
from plans.queries.library import CommitmentRow, commitment_rows
from plans.queries.reading import sections_under
from plans.queries.standing import KINDS, standing_as
from plans.querysets import CommitmentQuerySet
from web.filters import (
    Asked,
    Asking,
    Choices,
    Filter,
    choice,
    choices,
    code_of_region,
    one_of,
    whole,
)

Rows = CommitmentQuerySet

STANDINGS = (
    ("project", _("With a project")),
    ("gap", _("Without a project (gap)")),
    ("set_aside", _("Set aside")),
    ("started", _("Started")),
    ("late", _("With a late project")),
    ("undated", _("Without a date")),
    ("done", _("Done")),
)


def _standing(rows: Rows, values: list[str], asking: Asking) -> Rows:
    kind = one_of(values, KINDS)[0]
    return standing_as(rows, kind, user=asking.user, today=asking.today)


def _search(rows: Rows, values: list[str], _asking: Asking) -> Rows:
    for word in values[0].split():
        rows = rows.filter(Q(name__icontains=word) | Q(quote__icontains=word))
    return rows


def _in_region(rows: Rows, values: list[str], _asking: Asking) -> Rows:
    prefix = region_prefix(code_of_region(values[0]))
    named = Commitment.regions.through.objects.filter(region__code__startswith=prefix)
    return rows.filter(pk__in=named.values("commitment"))


def _in_section(rows: Rows, values: list[str], asking: Asking) -> Rows:
    plans = Plan.objects.visible_to(asking.user)
    section = PlanSection.objects.filter(pk=whole(values[0]), plan__in=plans).first()
    return rows.filter(section__in=sections_under(section)) if section else rows.none()


FILTERS = (
    Filter("q", _("Search"), _search),
    Filter("plan", _("Plan"), lambda rows, values, _: rows.filter(plan=whole(values[0]))),
    Filter("standing", _("What became of it"), _standing),
    choice("level", _("Kind"), "level", Commitment.Level.values),
    Filter(
        "sector",
        _("Sector"),
        lambda rows, values, _: rows.filter(Q(sector=values[0]) | Q(sector__parent=values[0])),
    ),
    Filter("region", _("Region named"), _in_region),
    Filter("section", _("Part of the plan"), _in_section),
    Filter(
        "box",
        _("Box"),
        lambda rows, values, _: rows.filter(box="" if values[0] == NO_BOX else values[0]),
        words=lambda value: _("Running text") if value == NO_BOX else value,
    ),
)


def start(asking: Asking) -> CommitmentQuerySet:
    """All commitments of the plans that a person may read."""
    return Commitment.objects.visible_to(asking.user)


def shown(asking: Asking, page: Iterable[Commitment]) -> list[CommitmentRow]:
    """The commitments of one page with what became of each."""
    rows = Commitment.objects.visible_to(asking.user).filter(pk__in=[one.pk for one in page])
    return commitment_rows(asking.user, rows, today=asking.today)


def offered(user: User, asked: Asked) -> dict[str, Choices]:
    """The choices of every select of the filter bar, and the words of the filters in force."""
    plans = Plan.objects.visible_to(user).without_text().select_related("region")
    return {
        "plan": [
            (str(plan.pk), f"{plan.region.short_name} · {plan.title}")
            for plan in plans.order_by("region_id", "doc", "id")
        ],
        "standing": STANDINGS,
        "level": Commitment.Level.choices,
        "sector": choices.sectors(),
        "region": _named_regions(user),
        "section": _sections(user, asked.value("section")),
    }


def _named_regions(user: User) -> Choices:
    """The regions that commitments name; a plan names places beyond its city."""
    named = Commitment.objects.visible_to(user).values("regions")
    rows = Region.objects.filter(code__in=named).order_by("code")
    return list(rows.values_list("code", "name"))


def _sections(user: User, asked: str) -> Choices:
    """The part of a plan that is asked for, by its title."""
    if not asked.isdecimal():
        return []
    rows = PlanSection.objects.filter(pk=asked, plan__in=Plan.objects.visible_to(user))
    return [(str(one.pk), f"{one.number} {one.title}".strip()) for one in rows]
