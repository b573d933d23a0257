"""The thin tasks: they read the clock and call one service; beat knows them by their names."""

import pytest
from django.conf import settings

from directory.models import FeedEpoch, OutboxEntry
from planner import tasks


@pytest.mark.django_db
def test_the_outbox_is_numbered() -> None:
    OutboxEntry.objects.create(
        resource="projects", object_id="1", object_version=1, change="created", action="test"
    )

    assert tasks.number_outbox_task() == 1
    assert OutboxEntry.objects.get().number == 1
    assert FeedEpoch.objects.count() == 1
    assert tasks.forget_old_answers_task() == 0


def test_beat_sends_them_and_lets_none_pile_up() -> None:
    for entry, task in (
        ("number-outbox", tasks.number_outbox_task),
        ("forget-old-answers", tasks.forget_old_answers_task),
    ):
        sent = settings.CELERY_BEAT_SCHEDULE[entry]
        assert sent["task"] == task.name
        assert sent["options"]["expires"] <= sent["schedule"]
