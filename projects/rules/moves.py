"""The legal moves along 「四库」, as a table, and the gates that stand before three of them."""

from projects.models.project import Status

LEGAL: dict[str, frozenset[str]] = {
    Status.CONCEIVED: frozenset({Status.RESERVE, Status.SUSPENDED, Status.CANCELLED}),
    Status.RESERVE: frozenset(
        {Status.CONSTRUCTION, Status.CONCEIVED, Status.SUSPENDED, Status.CANCELLED}
    ),
    Status.CONSTRUCTION: frozenset({Status.PERFORMING, Status.SUSPENDED, Status.CANCELLED}),
    Status.PERFORMING: frozenset(),
    Status.SUSPENDED: frozenset(
        {Status.CONCEIVED, Status.RESERVE, Status.CONSTRUCTION, Status.CANCELLED}
    ),
    Status.CANCELLED: frozenset({Status.CONCEIVED}),
}

NEEDS_REASON = frozenset({Status.SUSPENDED, Status.CANCELLED, Status.CONCEIVED})


def is_legal(before: str, after: str) -> bool:
    return after in LEGAL[before]
