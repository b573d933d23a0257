from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> "Cast":
    """The people around one project, with the rules in force and the calendar of 2026."""
    # pytest loads this file before the settings when it is told this folder alone.
    from tests.reminders.stage import set_stage

    return set_stage()
