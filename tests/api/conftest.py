"""Models can be imported only once the settings know the engines: within the fixtures."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from projects.models import ScheduleTemplate
    from tests.api.caller import Callers
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def _at_ten_on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 10 in the morning of 23 November 2026 in Shanghai."""
    from directory import clock
    from tests.factories import NOW

    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: clock.date_of(NOW))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def callers(cast: "Cast") -> "Callers":
    """The cast, each with a token."""
    from tests.api.caller import Callers

    return Callers(cast)


@pytest.fixture
def template(db: None) -> "ScheduleTemplate":
    """A schedule "t" of one step of 20 working days."""
    from projects.models import ScheduleTemplate, TemplateStep

    template = ScheduleTemplate.objects.create(code="t", name="通用", name_en="General")
    TemplateStep.objects.create(
        template=template,
        key="operation",
        name="投产",
        name_en="Operation",
        kind="operation",
        order=1,
        duration_working_days=20,
    )
    return template
