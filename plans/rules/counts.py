"""Whether a number that a plan promises is reached, and where not by how many.

What counts is the projects of the register that touch the county and are of the sectors meant;
programmes and tasks are none, and what was taken out is none. A promise for every year counts
what was really started in the year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """A project as it is counted: the counties it touches, the year of its real start."""

    id: int
    counties: frozenset[str]
    started: int | None


@dataclass(frozen=True)
class Tallied:
    """One county (or "" for the whole region) in one year (or None for the whole period)."""

    county: str
    year: int | None
    promised: int
    projects: Sequence[int]

    @property
    def found(self) -> int:
        return len(self.projects)

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(self.promised - self.found, 0)


@dataclass(frozen=True)
class Outcome:
    """What a promise has come to."""

    rows: Sequence[Tallied]

    @property
    def kept(self) -> bool:
        return all(row.short == 0 for row in self.rows)

    @property
    def places_short(self) -> int:
        """In how many counties something is missing."""
        return len({row.county for row in self.rows if row.short})

    @property
    def short(self) -> int:
        """How many are missing in all."""
        return sum(row.short for row in self.rows)


def judge(
    number: int,
    projects: Iterable[Counted],
    *,
    counties: Sequence[str] | None,
    years: Sequence[int] | None,
) -> Outcome:
    """Count projects against a promise: in each of `counties` (None: in the whole region), in
    each of `years` (None: in the whole period)."""
    given = list(projects)
    return Outcome(
        [
            Tallied(
                county or "",
                year,
                number,
                [
                    one.id
                    for one in given
                    if (county is None or county in one.counties)
                    and (year is None or one.started == year)
                ],
            )
            for county in (counties if counties is not None else [None])
            for year in (years if years is not None else [None])
        ]
    )


def years_owed(*, first: int | None, last: int, today: int, yearly: bool) -> list[int] | None:
    """The years in which a yearly promise was to be kept so far; None for one that is not
    yearly."""
    if not yearly:
        return None
    return list(range(first or last, min(last, today) + 1))
