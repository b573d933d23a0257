"""Everything in the database that belongs to the demonstration city, found by its foreign keys.

Nothing is listed by hand: whatever refers to a region under 99, or to something that does, belongs
to the city. Only what names its subject without a foreign key is told here one by one.
"""

from collections.abc import Callable, Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from directory.models import FICTITIOUS_PREFIX, OutboxEntry, Region, User
from projects.models import Project

Model = type[models.Model]
Found = dict[Model, set[Any]]
HOMES: tuple[Model, ...] = (Region, Project)


class RealRowInTheWay(Exception):
    """A real row refers to a fictitious one; somebody must part them before the city can go."""


def all_models() -> list[Model]:
    """Every table of ours, those of relations and of history included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def is_history(model: Model) -> bool:
    return any(field.name == "pgh_obj" for field in model._meta.fields)


def foreign_keys(model: Model) -> list[models.ForeignKey[Any, Any]]:
    return [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]


def in_order() -> list[Model]:
    """Models so that each comes after those it refers to; their rows are deleted the other way."""
    rows = [model for model in all_models() if not is_history(model)]
    graph = {
        model: {key.related_model for key in foreign_keys(model)} - {model, "self"}
        for model in rows
    }
    return [model for model in TopologicalSorter(graph).static_order() if model in graph]


def find() -> Found:
    """The keys of all rows of the city, by model; its history is not among them.

    Raises RealRowInTheWay when the search would reach into the real register.
    """
    regions = Region.objects.filter(code__startswith=FICTITIOUS_PREFIX)
    found: Found = {Region: set(regions.values_list("pk", flat=True))}
    if not found[Region]:
        return {}
    _follow_keys(found)
    for model, rows in _named_otherwise(found).items():
        found.setdefault(model, set()).update(rows)
    _follow_keys(found)
    _refuse_real_rows(found)
    return {model: found[model] for model in in_order() if found.get(model)}


def refers_to(model: Model, found: Mapping[Model, set[Any]], *, beside: Iterable[Model] = ()) -> Q:
    """Rows of a model that refer to something found."""
    wanted = Q(pk__in=[])
    for key in foreign_keys(model):
        target = key.related_model
        if target in beside or not found.get(target):
            continue
        wanted |= Q(**{f"{key.attname}__in": found[target]})
    return wanted


def _follow_keys(found: Found) -> None:
    for model in in_order():
        if model is Region:
            continue
        known = found.setdefault(model, set())
        while True:
            rows = set(
                model._base_manager.filter(refers_to(model, found)).values_list("pk", flat=True)
            )
            if rows <= known:
                break
            known |= rows


def _refuse_real_rows(found: Found) -> None:
    """What belongs to a project or region of the real register never goes."""
    for model, rows in found.items():
        for key in foreign_keys(model):
            if key.related_model not in HOMES:
                continue
            homes = found.get(key.related_model, set())
            real = (
                model._base_manager.filter(pk__in=rows)
                .exclude(**{f"{key.attname}__isnull": True})
                .exclude(**{f"{key.attname}__in": homes})
            )
            row = real.first()
            if row is not None:
                raise RealRowInTheWay(f"{model._meta.label} {row.pk}: {row}")


# --- What names its subject without a foreign key ------------------------------------------------


def _named_otherwise(found: Found) -> Found:
    usernames = set(
        User.objects.filter(pk__in=found.get(User, ())).values_list("username", flat=True)
    )
    named: Found = {
        OutboxEntry: set(_outbox(found)),
        Session: set(_sessions(found)),
    }
    for model in all_models():
        fields = {field.name for field in model._meta.fields}
        if "username" in fields and model is not User and not is_history(model):
            rows = model._base_manager.filter(username__in=usernames)
            named[model] = set(rows.values_list("pk", flat=True))
        if {"content_type", "object_id"} <= fields:
            named[model] = set(_by_content_type(model, found))
    return named


def _outbox(found: Found) -> Iterable[Any]:
    told = Q(region_code__startswith=FICTITIOUS_PREFIX) | Q(project_id__in=found.get(Project, ()))
    for model, rows in found.items():
        resource = getattr(model, "feed_resource", None)
        if resource and rows:
            told |= Q(resource=resource, object_id__in=[str(row) for row in rows])
    return OutboxEntry.objects.filter(told).values_list("pk", flat=True)


def _sessions(found: Found) -> Iterable[Any]:
    people = {str(pk) for pk in found.get(User, ())}
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in people:
            yield session.pk


def _by_content_type(model: Model, found: Found) -> Iterable[Any]:
    types = apps.get_model("contenttypes", "ContentType")
    for subject, rows in found.items():
        kind: Callable[[], Any] = types.objects.filter(
            app_label=subject._meta.app_label, model=subject._meta.model_name
        ).first
        of_kind = kind()
        if of_kind is None or not rows:
            continue
        spoken_of = model._base_manager.filter(
            content_type=of_kind, object_id__in=[str(row) for row in rows]
        )
        yield from spoken_of.values_list("pk", flat=True)
