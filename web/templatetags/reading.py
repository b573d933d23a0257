"""A plan's words with every quote marked: underlined in the light of its project, by colour, by
the kind of line and by a sign with its word."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from plans.queries.reading import Mark, ShownPart
from plans.queries.standing import Standing
from plans.rules.reading import Words
from projects.models import Status

register = template.Library()

LONG = 60
"""Characters from which a line below the words is drawn fainter: a paragraph is no name."""

SIGNS = {
    "red": (_("Red light"), "M4.2 1h5.6L13 4.2v5.6L9.8 13H4.2L1 9.8V4.2z"),
    "yellow": (_("Yellow light"), "M7 1l6.5 12h-13z"),
    "green": (_("Green light"), "M1 7a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"),
    "grey": (_("Grey light"), "M2 7a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"),
    "done": (_("Done"), "M1.5 7.5l4 4.5l7 -10"),
    "gap": (_("Without a project (gap)"), "M7 1l6 6l-6 6l-6 -6z"),
    "aside": (_("Set aside"), "M1.5 7h11"),
    "elsewhere": (_("With a project outside your area"), "M2 2h10v10h-10z"),
}
"""Each mark's word and shape, by `Standing.mark`."""


@register.simple_tag
def reading_words(words: Sequence[Words], part: ShownPart) -> SafeString:
    """A heading's, paragraph's or cell's words with their marks."""
    return mark_safe("".join(_piece(one, part) for one in words))  # noqa: S308 pieces are escaped


@register.simple_tag
def sign(kind: str, words: bool = False) -> SafeString:
    """The sign of a mark; with its word beside it in the legend."""
    word, path = SIGNS[kind]
    return format_html(
        '<span class="sign sign-{}" title="{}"><svg width="11" height="11" viewBox="0 0 14 14"'
        ' aria-hidden="true"><path d="{}"/></svg><span{}>{}</span></span>',
        kind,
        word,
        path,
        "" if words else mark_safe(' class="visually-hidden"'),
        word,
    )


@register.simple_tag
def legend() -> SafeString:
    """What the marks mean."""
    return format_html_join(
        "",
        '<li><span class="q q-{}" aria-hidden="true">{}</span>{}</li>',
        [(kind, gettext("text"), sign(kind, words=True)) for kind in SIGNS],
    )


@register.filter
def on_paper(standing: Standing) -> str:
    """Where a commitment stands in a few words, for a print."""
    if standing.mark in ("gap", "aside", "done", "elsewhere"):
        return {
            "gap": gettext("gap"),
            "aside": gettext("set aside"),
            "done": gettext("done"),
            "elsewhere": gettext("with a project"),
        }[standing.mark]
    said = [str(Status(standing.status).label)]
    if standing.late:
        days = standing.days_late
        late = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
        said.append(late)
    elif standing.without_date:
        said.append(gettext("without a date"))
    return "，".join(said)


def _piece(words: Words, part: ShownPart) -> str:
    if words.owner is None:
        return format_html("<b>{}</b>" if words.strong else "{}", words.text)
    if words.owner in part.counts:
        return _count(words, part)
    mark = part.marks[words.owner]
    starts = words.owner in words.begins
    look = f"q q-{mark.kind}"
    look += " q-within" if words.around else ""
    look += " q-long" if len(words.text) > LONG else ""
    look += " is-dim" if mark.dim else ""
    look += " is-strong" if words.strong else ""
    others = [part.marks[pk] for pk in words.begins if pk in part.marks and pk != words.owner]
    return "".join(
        [
            *(format_html('<span{} class="anchor"></span>', _first(one)) for one in others),
            format_html(
                '<a class="{}" href="{}" data-card="{}"{}>{}</a>',
                look,
                reverse("web:commitment", args=[mark.id]),
                mark.id,
                _first(mark) if starts else mark_safe(' tabindex="-1"'),
                words.text,
            ),
            *_endings(words, part),
        ]
    )


def _count(words: Words, part: ShownPart) -> str:
    """Words of a number that the plan promises: a link to how it is kept."""
    promise = part.counts[words.owner or 0]
    address = reverse("web:plan_counts", args=[promise.plan_id])
    link = format_html(
        '<a class="q q-count"{} href="{}#n{}" title="{}">{}</a>',
        format_html(' id="n{}"', promise.pk) if words.owner in words.begins else "",
        address,
        promise.pk,
        gettext("a promised number: see how it is kept"),
        words.text,
    )
    return "".join([link, *_endings(words, part)])


def _endings(words: Words, part: ShownPart) -> list[SafeString]:
    return [
        _ending(part.marks[pk], covered=pk in part.covered) for pk in words.ends if pk in part.marks
    ]


def _first(mark: Mark) -> SafeString:
    return format_html(' id="c{}"', mark.id) if mark.begins else SafeString("")


def _ending(mark: Mark, *, covered: bool) -> SafeString:
    """The sign after a quote; where others lie over all its words, the only way to it."""
    dim = " is-dim" if mark.dim else ""
    paper = format_html('<span class="on-paper">[{}]</span>', on_paper(mark.standing))
    address = reverse("web:commitment", args=[mark.id])
    return format_html(
        '<a class="end{}" href="{}" data-card="{}"{}>{}</a>{}',
        dim,
        address,
        mark.id,
        "" if covered else mark_safe(' tabindex="-1"'),
        sign(mark.kind),
        paper,
    )
