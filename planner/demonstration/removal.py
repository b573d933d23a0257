"""Takes the demonstration city away, with its history and its files, and leaves no trace.

The one place where rows of the register are deleted: they were never real.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from importlib import import_module
from pathlib import Path
from typing import Any

import pghistory.models
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from directory.models import FeedEpoch, OutboxEntry, User
from directory.queries.feed import database_identity
from directory.services.sequencer import LOCK
from planner.demonstration import traces
from projects.models import Project
from projects.models.evidence import EVIDENCE_FOLDER
from projects.services.evidence import discard_unused
from reminders.services.removal import forget_fictitious

CHUNK = 5000


@dataclass(frozen=True)
class Removed:
    """How many rows went, in all tables, and how many of them were projects."""

    rows: int
    projects: int


def remove_demo(*, now: datetime) -> Removed:
    """Delete all that belongs to the city, in one transaction; where it does not stand, nothing.

    Readers of the change feed are told by a new epoch: the numbers of the removed entries are
    gone, and a cursor from before them is answered with "take a snapshot".

    Raises RealRowInTheWay when a real row refers to a fictitious one; then nothing is deleted.
    """
    with transaction.atomic():
        found = traces.find()
        if not found:
            return Removed(0, 0)
        _begin_feed_anew(found.get(OutboxEntry, set()), now=now)
        files = _files(found)
        people = User.objects.filter(pk__in=found.get(User, ())).exclude(email="")
        addresses = set(people.values_list("email", flat=True))
        sessions = set(found.get(Session, ()))
        rows = forget_fictitious()
        for model in reversed(list(found)):
            rows += _delete(model, found[model])
        rows += _delete_history(found)
        transaction.on_commit(lambda: _forget(files, addresses, sessions))
    return Removed(rows, len(found.get(Project, ())))


def _delete(model: traces.Model, pks: Collection[Any]) -> int:
    """Delete by key; what refers to the rows went before, and the rest is the database's to
    check."""
    keys, gone = sorted(pks, key=str), 0
    for i in range(0, len(keys), CHUNK):
        gone += _raw_delete(model._base_manager.filter(pk__in=keys[i : i + CHUNK]))
    return gone


def _raw_delete(rows: models.QuerySet[Any]) -> int:
    """A plain DELETE: the collector would load every row to ask for its PROTECT."""
    return int(rows._raw_delete(rows.db) or 0)


def _begin_feed_anew(entries: Collection[Any], *, now: datetime) -> None:
    """Hold the sequencer until the commit, and begin an epoch if readers may have seen entries."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    if OutboxEntry.objects.filter(pk__in=entries, number__isnull=False).exists():
        cluster, oid = database_identity()
        FeedEpoch.objects.create(cluster=cluster, database_oid=oid, began_at=now)


def _delete_history(found: traces.Found) -> int:
    """Delete the events of the rows, those that the deletion has just written included, and the
    contexts that no other event refers to."""
    history = [model for model in traces.all_models() if traces.is_history(model)]
    contexts: set[Any] = set()
    gone = 0
    for model in history:
        # People act in many places; an event belongs to the city by what it is about.
        rows = model._base_manager.filter(traces.refers_to(model, found, beside=(User,)))
        if model is User.pgh_event_model:  # type: ignore[attr-defined]
            rows = model._base_manager.filter(pgh_obj_id__in=found.get(User, ()))
        contexts.update(rows.values_list("pgh_context_id", flat=True).distinct())
        gone += _raw_delete(rows)
    contexts.discard(None)
    for model in history:
        shared = model._base_manager.filter(pgh_context_id__in=contexts)
        contexts -= set(shared.values_list("pgh_context_id", flat=True).distinct())
    return gone + _delete(pghistory.models.Context, contexts)


# --- Files, mails, sessions ----------------------------------------------------------------------


def _files(found: traces.Found) -> set[str]:
    """Stored files that no row beside the city's refers to."""
    names: set[str] = set()
    for model, pks in found.items():
        for field in model._meta.fields:
            if isinstance(field, models.FileField):
                own = model._base_manager.filter(pk__in=pks)
                theirs = model._base_manager.exclude(pk__in=pks)
                names |= set(own.values_list(field.name, flat=True)) - set(
                    theirs.values_list(field.name, flat=True)
                )
    return names - {""}


def _forget(files: Iterable[str], addresses: Collection[str], sessions: Iterable[str]) -> None:
    """After the commit: files, mails kept on this machine, and sessions in the cache."""
    for name in files:
        if name.startswith(f"{EVIDENCE_FOLDER}/"):
            # A real project may have brought the same content meanwhile.
            discard_unused(name)
        else:
            default_storage.delete(name)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in sessions:
        store(key).delete()
    for path in Path(settings.MAIL_DIRECTORY).glob("**/*.eml"):
        if _recipient(path) in addresses:
            path.unlink(missing_ok=True)


def _recipient(path: Path) -> str:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.default).parse(file)
    return str(parseaddr(str(headers["To"] or ""))[1])
