"""Two people at the same thing at once: one does it, the other is told."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from directory.models import User
from projects.models import (
    ChangeRequest,
    ListEntry,
    Milestone,
    Project,
    Report,
    ScheduleTemplate,
)
from projects.services import changes, lists, milestones, reports, rounds, schedule
from projects.services.projects import confirm_lead, create_project
from tests.cast import Cast
from tests.factories import (
    NOW,
    MilestoneFactory,
    ProjectListFactory,
    RoundFactory,
    SectorFactory,
)
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)


def file_request(milestone: Milestone, actor: User, days: int = 30) -> ChangeRequest:
    return changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=TODAY + timedelta(days=days),
        reason_code="land",
        reason="征地未完成",
        actor=actor,
        now=NOW,
    )


def lay(cast: Cast) -> list[Milestone]:
    return schedule.lay_schedule(
        project_id=cast.project.pk,
        template_code="t",
        finish_on=date(2028, 12, 29),
        actor=cast.plan_office,
        now=NOW,
    )


def test_two_completions_of_one_milestone(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)

    def complete(actor: User, on: date) -> Milestone:
        return milestones.complete(milestone_id=milestone.pk, actual_on=on, actor=actor, now=NOW)

    _, second = race(
        lambda: complete(cast.plan_office, TODAY),
        lambda: complete(cast.administrator, TODAY - timedelta(days=1)),
    )

    assert second.code == "milestone_not_open"
    milestone.refresh_from_db()
    assert (milestone.completed_by, milestone.actual_on) == (cast.plan_office, TODAY)


def test_a_completion_of_a_version_that_is_gone(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY, version=1)

    def forecast(on: date) -> Milestone:
        return milestones.forecast(
            milestone_id=milestone.pk,
            forecast_on=on,
            reason="",
            actor=cast.plan_office,
            now=NOW,
            version=1,
        )

    _, second = race(lambda: forecast(TODAY), lambda: forecast(TODAY - timedelta(days=1)))

    assert second.code == "version_conflict"


def test_approval_against_withdrawal(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)
    request = file_request(milestone, cast.lead)

    _, second = race(
        lambda: changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW),
        lambda: changes.withdraw_request(request_id=request.pk, actor=cast.lead, now=NOW),
    )

    assert second.code == "request_not_open"
    request.refresh_from_db()
    assert request.state == ChangeRequest.State.APPROVED


def test_withdrawal_against_approval(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)
    request = file_request(milestone, cast.lead)

    _, second = race(
        lambda: changes.withdraw_request(request_id=request.pk, actor=cast.lead, now=NOW),
        lambda: changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW),
    )

    assert second.code == "request_not_open"
    milestone.refresh_from_db()
    assert milestone.due_on == TODAY


def test_two_change_requests_for_one_milestone(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)

    _, second = race(
        lambda: file_request(milestone, cast.head),
        lambda: file_request(milestone, cast.plan_office, 60),
    )

    assert second.code == "request_open"
    assert ChangeRequest.objects.get().filed_by == cast.head


def test_two_reporters_of_one_report(cast: Cast) -> None:
    def report(actor: User, figure: int) -> Report:
        values: dict[str, Any] = {
            "cumulative_investment": Decimal(figure),
            "progress_words": "基础完工",
        }
        return reports.submit(
            project_id=cast.project.pk, year=2026, month=10, values=values, actor=actor, now=NOW
        )

    _, second = race(lambda: report(cast.head, 100), lambda: report(cast.plan_office, 200))

    assert second.code == "report_not_draft"
    assert Report.objects.get().cumulative_investment == 100


def report_october(cast: Cast) -> Report:
    values = {"cumulative_investment": Decimal(100), "progress_words": "基础完工"}
    return reports.submit(
        project_id=cast.project.pk, year=2026, month=10, values=values, actor=cast.lead, now=NOW
    )


def test_a_round_that_is_being_closed_takes_no_report(cast: Cast) -> None:
    report_round = RoundFactory()

    _, second = race(
        lambda: rounds.close_round(round_id=report_round.pk, actor=cast.plan_office, now=NOW),
        lambda: report_october(cast),
    )

    assert second.code == "report_locked"


def test_a_report_that_is_being_approved_is_firm_when_its_round_is_closed(cast: Cast) -> None:
    report_round = RoundFactory()
    report = report_october(cast)

    first, second = race(
        lambda: reports.approve(report_id=report.pk, actor=cast.plan_office, now=NOW),
        lambda: rounds.close_round(round_id=report_round.pk, actor=cast.plan_office, now=NOW),
    )

    assert (first.code, second.code) == ("", "")
    report.refresh_from_db()
    assert report.locked_at == NOW


def test_a_schedule_laid_twice(cast: Cast, template: ScheduleTemplate) -> None:
    _, second = race(lambda: lay(cast), lambda: lay(cast))

    assert second.code == "schedule_exists"
    assert cast.project.milestones.count() == 3
    assert cast.project.baselines.count() == 1


def test_a_schedule_follows_the_lead_that_was_just_confirmed(
    cast: Cast, template: ScheduleTemplate
) -> None:
    first, second = race(
        lambda: confirm_lead(
            project_id=cast.project.pk,
            department_id=cast.stranger_department.pk,
            actor=cast.plan_office,
            now=NOW,
        ),
        lambda: lay(cast),
    )

    assert (first.code, second.code) == ("", "")
    departments = cast.project.milestones.values_list("department", flat=True)
    assert set(departments) == {cast.stranger_department.pk}


def test_the_lead_confirmed_later_takes_the_schedule_over(
    cast: Cast, template: ScheduleTemplate
) -> None:
    race(
        lambda: lay(cast),
        lambda: confirm_lead(
            project_id=cast.project.pk,
            department_id=cast.stranger_department.pk,
            actor=cast.plan_office,
            now=NOW,
        ),
    )

    departments = cast.project.milestones.values_list("department", flat=True)
    assert set(departments) == {cast.stranger_department.pk}


def put_on_a_list(cast: Cast) -> ListEntry:
    return lists.add_entry(
        list_id=ProjectListFactory().pk,
        project_id=cast.project.pk,
        entered_on=TODAY,
        actor=cast.plan_office,
        now=NOW,
    )


def take_off(cast: Cast, entry: ListEntry, reason: str = "不具备条件") -> ListEntry:
    return lists.remove_entry(
        entry_id=entry.pk,
        left_on=TODAY,
        leaving="removed",
        reason=reason,
        actor=cast.plan_office,
        now=NOW,
    )


def test_an_entry_waits_for_its_project(cast: Cast) -> None:
    entry = put_on_a_list(cast)

    _, second = race(lambda: put_on_a_list(cast), lambda: take_off(cast, entry))

    assert second.code == ""


def test_an_entry_is_taken_off_once(cast: Cast) -> None:
    entry = put_on_a_list(cast)

    _, second = race(lambda: take_off(cast, entry), lambda: take_off(cast, entry, "重复"))

    assert isinstance(second.error, ListEntry.DoesNotExist)
    entry.refresh_from_db()
    assert entry.left_reason == "不具备条件"


def test_two_projects_never_get_one_code(cast: Cast) -> None:
    sector = SectorFactory()

    def create(name: str) -> Project:
        values = {"name": name, "region": cast.project.region, "sector": sector}
        return create_project(values=values, actor=cast.plan_office, now=NOW)

    first, second = race(lambda: create("甲工程"), lambda: create("乙工程"))

    assert (first.code, second.code) == ("", "")
    assert first.result.code != second.result.code
