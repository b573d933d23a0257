"""Which statuses mean what: the sets that several questions share.

Plain values of `projects.models.Status`, so that querysets and SQL can take them; in tuples, so
that a statement reads the same each time.
"""

OUT = ("suspended", "cancelled")
"""Out of the run: no light judges the project, and nobody is reminded of its dates."""

OVER = ("performing", "cancelled")
"""At an end: the close of a plan's period leaves nothing to verify."""

WITHOUT_DATES = ("performing", "cancelled", "suspended")
"""To be held to no date: to have none is no gap."""
