"""The figures of the closing table, each a link to the rows that give it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plans.models import Commitment, Plan, Verdict
from plans.queries.closing import ClosingTally, TableRow
from web.filters.closing import RUNNING_TEXT
from web.formats import percent

register = template.Library()

COLUMNS = ("", *Verdict.Kind.values, "open", "proposed")
"""The verdict that each column asks for; "" asks for all."""


@register.simple_tag
def closing_figures(row: TableRow, outer: str) -> SafeString:
    """The cells of a chapter's, a box's or the running text's row."""
    return _cells(row.tally, outer, _where(row))


@register.simple_tag
def closing_confirm(plan: Plan, row: TableRow, outer: str) -> SafeString:
    """Where one confirms what is proposed in a chapter, a box or the running text."""
    if not row.tally.proposed:
        return SafeString("")
    address = reverse("web:confirm_proposed", args=[plan.pk])
    return format_html(
        '<a class="btn btn-sm" href="{}?{}{}">{}</a>',
        address,
        outer,
        urlencode(_where(row)),
        gettext("Confirm %(count)d …") % {"count": row.tally.proposed},
    )


def _where(row: TableRow) -> dict[str, str]:
    """The filters that give a row of the table."""
    where = {"chapter": str(row.chapter)}
    if not row.of_chapter:
        where["box"] = str(row.box) if row.box else RUNNING_TEXT
    return where


@register.simple_tag
def closing_total(tally: ClosingTally, outer: str) -> SafeString:
    """The cells of the last row."""
    return _cells(tally, outer, {})


def _cells(tally: ClosingTally, outer: str, where: dict[str, str]) -> SafeString:
    figures = format_html_join(
        "",
        '<td class="num">{}</td>',
        ((_figure(_count(tally, name), outer, where, name),) for name in COLUMNS),
    )
    return format_html('{}<td class="num">{}</td>', figures, percent(tally.share))


def _count(tally: ClosingTally, name: str) -> int:
    count: int = getattr(tally, name or "commitments")
    return count


def _figure(count: int, outer: str, where: dict[str, str], verdict: str) -> SafeString:
    if not count:
        return format_html('<span class="zero">{}</span>', 0)
    asked = where | ({"verdict": verdict} if verdict else {})
    return format_html('<a href="?{}{}#rows" data-figure>{}</a>', outer, urlencode(asked), count)


@register.simple_tag
def closing_address(commitment: Commitment) -> str:
    """Where a commitment stands in the closing of its plan."""
    address = reverse("web:closing", args=[commitment.plan_id])
    return f"{address}?{urlencode({'q': commitment.name})}#v{commitment.pk}"
