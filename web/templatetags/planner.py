"""The words and marks that every page shares: lights, dates that say how far away they are,
amounts with their unit, form fields."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory import wording
from projects.models import Light, Milestone, Project, Sector
from projects.rules.statuses import OUT
from web import formats

register = template.Library()

LIGHT_WORDS = {
    Light.RED: _("Red light"),
    Light.YELLOW: _("Yellow light"),
    Light.GREEN: _("Green light"),
    Light.GREY: _("Grey light"),
}
WHY_GREY = _("No dates set, or suspended or taken out and therefore not judged")


@register.inclusion_tag("web/partials/light.html")
def light(of: "Project | str", words: bool = True) -> dict[str, Any]:
    """A light with its colour, shape and word; of a project also the sentences behind it."""
    if isinstance(of, Project):
        return {
            "value": of.light,
            "word": _word(of),
            "words": words,
            "why": " ".join(_sentences(of)),
        }
    why = WHY_GREY if of == Light.GREY else ""
    return {"value": str(of), "word": LIGHT_WORDS[Light(of)], "words": words, "why": why}


def _word(project: Project) -> Any:
    """The light of a project in a word; a grey one says why it is grey."""
    if project.light != Light.GREY:
        return LIGHT_WORDS[Light(project.light)]
    unjudged = project.status in OUT
    return _("Not judged") if unjudged else _("No dates set")


def _sentences(project: Project) -> list[str]:
    """The sentences that explain a light, in the reader's language."""
    if "light_sentences" in project.get_deferred_fields():
        # Lists leave them out; a template must not ask the database row by row.
        return []
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [said[language] for said in project.light_sentences if said.get(language)]


register.filter("names", wording.names)
register.filter("clauses", wording.clauses)


@register.filter
def light_sentences(project: Project) -> list[str]:
    """Why a project has its light."""
    return _sentences(project)


@register.inclusion_tag("web/partials/date.html")
def due(day: date | None, today: date, done_on: date | None = None) -> dict[str, Any]:
    """A due date as its distance from today, the date itself on hover; done dates as dates."""
    if day is None:
        return {"day": None}
    if done_on is not None:
        return {"day": done_on, "words": formats.full_date(done_on), "kind": "done"}
    away = formats.distance(day, today)
    return {"day": day, "words": away.words, "kind": away.kind}


@register.inclusion_tag("web/partials/date.html")
def milestone_due(milestone: Milestone, today: date) -> dict[str, Any]:
    """The date of a milestone: how far away while open, when it was done, else the date."""
    if milestone.actual_on:
        return due(milestone.due_on or milestone.actual_on, today, milestone.actual_on)
    if milestone.state == Milestone.State.OPEN:
        return due(milestone.due_on, today)
    if milestone.due_on is None:
        return {"day": None}
    return {
        "day": milestone.due_on,
        "words": formats.full_date(milestone.due_on),
        "kind": "far",
    }


@register.filter
def days_late(milestone: Milestone, today: date) -> int:
    """Days past the date in force, for columns whose heading names the unit."""
    return milestone.days_late(today)


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount of 万元 with its unit."""
    return formats.money(amount)


@register.filter
def wan(amount: Decimal | None) -> str:
    """An amount in 万元, for columns whose heading names the unit."""
    return formats.in_wan(amount)


@register.filter
def yi(amount: Decimal | None) -> str:
    """An amount of 万元 in 亿元, for columns whose heading names the unit."""
    return formats.in_yi(amount)


@register.filter
def named(sector: Sector) -> str:
    """The name of a sector in the reader's language."""
    return sector.name_en if (get_language() or "").startswith("en") else sector.name


@register.filter
def percent(value: Decimal | None) -> str:
    return formats.percent(value)


@register.filter
def of(mapping: "dict[Any, Any]", key: Any) -> Any:
    """The value of a mapping under a key that is a variable; nothing when it is not there."""
    return mapping.get(key)


@register.inclusion_tag("web/partials/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with its label, help and errors, told to screen readers as such."""
    checkbox = isinstance(bound.field.widget, CheckboxInput)
    many = isinstance(bound.field.widget, CheckboxSelectMultiple)
    look = "form-check-input" if checkbox else "form-control"
    if getattr(bound.field.widget, "input_type", "") == "select":
        look = "form-select"
    attributes: dict[str, str | bool] = {"class": f"{look}{' is-wrong' if bound.errors else ''}"}
    if many:
        # Its class would be that of the frame around the boxes as well.
        attributes = {}
    described = []
    if bound.help_text:
        described.append(f"{bound.auto_id}_help")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "input": bound.as_widget(attrs=attributes),
        "checkbox": checkbox,
        "many": many,
    }


@register.simple_tag
def query(current: QueryDict, **changes: Any) -> str:
    """The query of the page with some values changed (None takes one off), from page 1 on."""
    changed = current.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return changed.urlencode()
