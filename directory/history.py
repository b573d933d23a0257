"""History of every changeable row, written by the database itself.

django-pghistory's statement-level triggers record inserts, updates and deletions, whoever
makes them; who, why and which action come from the context that `directory.unit.unit_of_work`
opens. A change from outside carries no context and is shown as such.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Keep the history of a model, without the columns that PostgreSQL derives from others."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
    )
    return track
