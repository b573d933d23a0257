"""The main job on one project: confirm who owes it, lay its schedule, complete, change, report."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import OutboxEntry
from projects.models import Light, Milestone, Project, Report, ScheduleTemplate
from projects.queries.history import project_history
from projects.services import changes, milestones, reports, schedule
from projects.services.projects import confirm_lead
from tests.cast import Cast
from tests.factories import NOW, RoundFactory
from tests.refusals import refused

TODAY = date(2026, 11, 23)


def lay(cast: Cast, finish_on: date = date(2027, 10, 29)) -> list[Milestone]:
    return schedule.lay_schedule(
        project_id=cast.project.pk,
        template_code="t",
        finish_on=finish_on,
        actor=cast.plan_office,
        now=NOW,
    )


def test_a_schedule_is_laid_backwards_and_frozen(cast: Cast, template: ScheduleTemplate) -> None:
    laid = lay(cast)

    assert [one.key for one in laid] == ["approval", "start", "operation"]
    assert laid[-1].due_on == date(2027, 10, 29)
    assert all(one.department == cast.lead_department for one in laid)
    project = Project.objects.get(pk=cast.project.pk)
    assert project.next_due_on == laid[0].due_on
    baseline = project.baselines.get()
    assert list(baseline.dates.values_list("due_on", flat=True)) == [one.due_on for one in laid]


def test_only_a_confirmed_lead_gets_a_schedule(cast: Cast, template: ScheduleTemplate) -> None:
    cast.project.parties.filter(part="lead").update(confirmed=False)

    with refused("lead_not_confirmed"):
        lay(cast)
    confirm_lead(
        project_id=cast.project.pk,
        department_id=cast.lead_department.pk,
        actor=cast.plan_office,
        now=NOW,
    )
    assert lay(cast)


def test_the_lead_completes_and_a_supporter_does_not(
    cast: Cast, template: ScheduleTemplate
) -> None:
    first = lay(cast)[0]

    with pytest.raises(NotPermitted):
        milestones.complete(milestone_id=first.pk, actual_on=TODAY, actor=cast.supporter, now=NOW)
    done = milestones.complete(milestone_id=first.pk, actual_on=TODAY, actor=cast.lead, now=NOW)

    assert done.state == Milestone.State.DONE
    assert done.completed_by == cast.lead


def test_a_stranger_finds_nothing(cast: Cast, template: ScheduleTemplate) -> None:
    first = lay(cast)[0]

    with pytest.raises(Milestone.DoesNotExist):
        milestones.complete(milestone_id=first.pk, actual_on=TODAY, actor=cast.stranger, now=NOW)


def test_no_completion_in_the_future_and_no_finish_before_the_start(
    cast: Cast, template: ScheduleTemplate
) -> None:
    _, start, operation = lay(cast)

    with refused("date_in_future"):
        milestones.complete(
            milestone_id=start.pk, actual_on=TODAY + timedelta(days=1), actor=cast.lead, now=NOW
        )
    milestones.complete(milestone_id=start.pk, actual_on=TODAY, actor=cast.lead, now=NOW)
    with refused("finish_before_start"):
        milestones.complete(
            milestone_id=operation.pk,
            actual_on=TODAY - timedelta(days=1),
            actor=cast.lead,
            now=NOW,
        )


def test_a_date_moves_only_by_an_approved_request(cast: Cast, template: ScheduleTemplate) -> None:
    first = lay(cast)[0]
    was = first.due_on
    request = changes.file_request(
        milestone_id=first.pk,
        new_due_on=date(2027, 3, 1),
        reason_code="land",
        reason="征地未完成",
        actor=cast.lead,
        now=NOW,
    )

    with refused("own_request"):
        changes.approve(request_id=request.pk, actor=cast.lead, now=NOW)
    changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)

    first.refresh_from_db()
    assert first.due_on == date(2027, 3, 1)
    assert first.first_due_on == was
    assert cast.project.baselines.count() == 2


def test_an_overdue_milestone_turns_the_light(cast: Cast, template: ScheduleTemplate) -> None:
    from projects.models import LightRule

    LightRule.objects.create(
        code="milestone_overdue",
        name="节点逾期",
        name_en="Milestone overdue",
        measure="milestone_overdue_days",
        form="days",
        thresholds={"yellow": 0, "red": 30},
        params={"compare": {"yellow": "gt", "red": "gt"}},
        sentence_zh="节点“{milestone}”应于 {due_on} 完成，已逾期 {value} 天。",
        sentence_en="{milestone} {due_on} {value}",
        created_at=NOW,
        updated_at=NOW,
    )
    lay(cast, finish_on=date(2027, 9, 30))

    project = Project.objects.get(pk=cast.project.pk)
    assert project.light == Light.YELLOW
    assert "已逾期" in project.light_sentences[0]["zh"]
    assert project.light_transitions.count() >= 1


def test_a_report_passes_the_office_and_its_figures_are_the_projects(cast: Cast) -> None:
    RoundFactory()
    values = {
        "cumulative_investment": Decimal("1200.5"),
        "progress_words": "基础完工",
        "progress_percent": Decimal(30),
    }
    report = reports.submit(
        project_id=cast.project.pk, year=2026, month=10, values=values, actor=cast.lead, now=NOW
    )
    assert report.state == Report.State.SUBMITTED
    assert report.investment == Decimal("1200.5")

    reports.approve(report_id=report.pk, actor=cast.plan_office, now=NOW)

    project = Project.objects.get(pk=cast.project.pk)
    assert project.progress_words == "基础完工"
    assert project.completed_investment == Decimal("1200.5")
    assert project.reported_until == date(2026, 10, 31)


def test_falling_figures_need_a_stated_correction(cast: Cast) -> None:
    values = {"cumulative_investment": Decimal(500), "progress_words": "主体施工"}
    kwargs: dict[str, Any] = {
        "project_id": cast.project.pk,
        "year": 2026,
        "actor": cast.lead,
        "now": NOW,
    }
    reports.submit(month=9, values=values, **kwargs)
    fallen = {"cumulative_investment": Decimal(400), "progress_words": "主体施工"}

    with refused("report_falling"):
        reports.submit(month=10, values=fallen, **kwargs)
    corrected = reports.submit(
        month=10, values={**fallen, "correction_reason": "九月多报"}, **kwargs
    )
    assert corrected.investment == Decimal(-100)


def test_every_change_says_who_and_why_and_reaches_the_outbox(
    cast: Cast, template: ScheduleTemplate
) -> None:
    first = lay(cast)[0]
    milestones.complete(
        milestone_id=first.pk, actual_on=TODAY, note="批复已取得", actor=cast.lead, now=NOW
    )

    entries = project_history(cast.project.pk)
    completed = next(entry for entry in entries if entry.action == "milestone.complete")
    assert completed.actor_name == str(cast.lead)
    assert completed.reason == "批复已取得"
    assert ("state", "open", "done") in [
        (change.field, change.before, change.after) for change in completed.changes
    ]
    told = OutboxEntry.objects.filter(resource="milestones", object_id=str(first.pk))
    assert [row.change for row in told.order_by("id")] == ["created", "updated"]
