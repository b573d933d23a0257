"""What a change leaves behind: its history and its entries in the outbox."""

from typing import Any

from django.db import models

from directory.models import OutboxEntry, User


def last_event(row: models.Model) -> Any:
    """The latest event of a row's history."""
    events = type(row).pgh_event_model.objects  # type: ignore[attr-defined]
    return events.filter(pgh_obj_id=row.pk).select_related("pgh_context").latest("pgh_id")


def assert_traced(row: models.Model, action: str, actor: User | None, reason: str = "") -> None:
    """The latest event of a row says which action, by whom and why, and the outbox tells it."""
    metadata = last_event(row).pgh_context.metadata
    assert metadata["action"] == action
    assert metadata["actor"] == (actor.pk if actor else None)
    assert metadata["actor_name"] == (str(actor) if actor else "")
    assert metadata["reason"] == reason
    resource = getattr(row, "feed_resource", None)
    if resource is not None:
        told = OutboxEntry.objects.filter(resource=resource, object_id=str(row.pk))
        entry = told.latest("id")
        row.refresh_from_db()
        assert (entry.action, entry.object_version) == (action, row.version)  # type: ignore[attr-defined]
