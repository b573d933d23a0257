"""The cast, and a day that stands still.

pytest may load this file before the settings: hence the imports inside the fixtures.
"""

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from plans.models import Plan
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Monday, 23 November 2026, ten in the morning in Shanghai."""
    from directory import clock
    from tests.factories import NOW

    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: clock.date_of(NOW))
    return clock.date_of(NOW)


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def plan(cast: "Cast") -> "Plan":
    """A plan with a chapter, a box in it and two commitments, of which one has a project."""
    from tests.web.promised import make_plan

    return make_plan(cast)
