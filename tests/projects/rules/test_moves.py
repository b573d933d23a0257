import pytest

from projects.models import Status
from projects.rules.moves import LEGAL, is_legal

MOVES = {
    ("conceived", "reserve"),
    ("reserve", "construction"),
    ("construction", "performing"),
    ("reserve", "conceived"),
    *(("conceived", out) for out in ("suspended", "cancelled")),
    *(("reserve", out) for out in ("suspended", "cancelled")),
    *(("construction", out) for out in ("suspended", "cancelled")),
    *(("suspended", back) for back in ("conceived", "reserve", "construction", "cancelled")),
    ("cancelled", "conceived"),
}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_the_table_of_moves(before: str, after: str) -> None:
    assert is_legal(before, after) == ((before, after) in MOVES)


def test_every_status_has_its_row() -> None:
    assert set(LEGAL) == set(Status.values)
