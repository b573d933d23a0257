"""Models can be imported only once the settings know the engines: within the fixtures."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects.models import ScheduleTemplate


@pytest.fixture
def reference(db: None) -> None:
    """Sectors, permit matters, templates and rules of the lights as they are delivered."""
    from projects.services.reference import load_reference
    from tests.factories import NOW

    load_reference(now=NOW)


@pytest.fixture
def template(db: None) -> "ScheduleTemplate":
    """A schedule "t" of three steps: 20 working days to the approval, 40 more to the start, 200
    more to the operation."""
    from projects.models import ScheduleTemplate, TemplateStep

    template = ScheduleTemplate.objects.create(code="t", name="通用", name_en="General")
    for order, (key, days, before) in enumerate(
        [("approval", 20, []), ("start", 40, ["approval"]), ("operation", 200, ["start"])], start=1
    ):
        TemplateStep.objects.create(
            template=template,
            key=key,
            name=key,
            name_en=key,
            kind=key,
            order=order,
            duration_working_days=days,
            predecessors=before,
        )
    return template
