import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from directory import clock
from directory.models import Job
from planner import jobs
from projects.models import Light, LightRule, Project
from tests.factories import MilestoneFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_the_first_tick_of_a_day_recomputes_the_lights_once() -> None:
    LightRule.objects.create(
        code="milestone_overdue",
        name="节点逾期",
        name_en="Milestone overdue",
        measure="milestone_overdue_days",
        form="days",
        thresholds={"yellow": 0, "red": 30},
        params={"compare": {"yellow": "gt", "red": "gt"}},
        sentence_zh="{milestone} {due_on} {value}",
        sentence_en="{milestone} {due_on} {value}",
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    project = ProjectFactory()
    MilestoneFactory(project=project, due_on=clock.today() - timedelta(days=40))

    for _ in range(2):
        jobs.ask_for_daily_jobs()
        jobs.run_due_jobs()

    assert Project.objects.get(pk=project.pk).light == Light.RED
    job = Job.objects.get(kind="lights.recompute")
    assert (job.state, job.result) == (Job.State.DONE, {"changed": 1})


def test_the_first_tick_of_a_day_sweeps_the_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    orphan = tmp_path / "evidence" / "ab" / "ab12"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"%PDF-1.7")
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(orphan, (two_days_ago, two_days_ago))

    jobs.ask_for_daily_jobs()
    jobs.run_due_jobs()

    job = Job.objects.get(kind="evidence.sweep")
    assert (job.state, job.result) == (Job.State.DONE, {"deleted": 1})
    assert not orphan.exists()


def test_a_job_that_breaks_keeps_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_params: object) -> None:
        raise RuntimeError("no paper left")

    monkeypatch.setitem(jobs.KINDS, "lights.recompute", broken)
    jobs.ask_for_daily_jobs()
    jobs.run_due_jobs()

    job = Job.objects.get(kind="lights.recompute")
    assert job.message == "RuntimeError: no paper left"
    assert job.state == Job.State.WAITING
