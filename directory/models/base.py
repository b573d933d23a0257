from django.db import models


class Versioned(models.Model):
    """A changeable row: its version rises with every change, for If-Match, conflict pages,
    Excel round trips and the change feed. `directory.unit` keeps it."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True
