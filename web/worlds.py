"""Which world a page shows: the real register, or the fictitious demonstration city.

What is simulated never stands on a page without its mark, in any corner: the base template
prints a band, the export a line and the print a watermark wherever this says so.
"""

from collections.abc import Iterable

from directory.models import FICTITIOUS_PREFIX, User
from projects.querysets import home_region, is_of_fictitious_world, sees_everything


def is_fictitious_code(code: str | None) -> bool:
    """Whether a region code belongs to the demonstration city."""
    return bool(code) and str(code).startswith(FICTITIOUS_PREFIX)


def shows_fictitious(user: User, *region_codes: str | None) -> bool:
    """Whether anything fictitious is on a page for this person and these regions."""
    return is_of_fictitious_world(user) or any(map(is_fictitious_code, region_codes))


def any_fictitious(codes: Iterable[str | None]) -> bool:
    """Whether one of the rows' region codes is fictitious."""
    return any(map(is_fictitious_code, codes))


def chooses_city(user: User) -> bool:
    """Whether a person stands above the cities and says on the page which one is meant."""
    return sees_everything(user)


def city_of(user: User) -> str:
    """The region that a person's pages speak of; "" for one above all regions."""
    return home_region(user)
