"""The daily plan: who is told of what on which day, once."""

from datetime import date, timedelta
from typing import Any

import pytest

from directory.models import Role
from directory.queries.calendar import working_calendar
from projects.models import (
    ListEntry,
    Milestone,
    Project,
    ProjectList,
    Report,
    ReportRound,
    Status,
)
from reminders.models import Audience, Reminder, ReminderRule, Urgency
from reminders.rules.occurrences import told_on
from reminders.services.planning import Planned, plan_day
from tests.cast import Cast
from tests.factories import (
    NOW,
    CompanyFactory,
    PartyFactory,
    ProjectFactory,
    ProjectListFactory,
    RoundFactory,
    UserFactory,
)
from tests.reminders.stage import MONDAY, morning, owed

FRIDAY = date(2026, 11, 27)


def plan(day: date) -> Planned:
    return plan_day(today=day, now=morning(day))


def told(milestone: Milestone) -> set[tuple[str, str]]:
    """Who is told of a milestone by which rule."""
    rows = Reminder.objects.filter(milestone=milestone, state=Reminder.State.PLANNED)
    return set(rows.values_list("recipient__username", "rule__code"))


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (31, None),
        (30, "milestone-30-before"),
        (7, "milestone-7-before"),
        (1, "milestone-1-before"),
        (-1, "milestone-overdue"),
    ],
)
def test_the_department_is_told_at_each_offset(cast: Cast, days: int, code: str | None) -> None:
    # The eve lies on a weekday: from Monday nothing moves.
    milestone = owed(cast, MONDAY + timedelta(days=days))
    plan(MONDAY)
    assert told(milestone) == ({("lead", code), ("head", code)} if code else set())


def test_nothing_is_told_on_the_date_itself_when_the_eve_was_told(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    assert plan(MONDAY).milestones > 0
    assert plan(MONDAY + timedelta(days=1)) == Planned()


def test_overdue_is_told_the_day_after_and_then_weekly(cast: Cast) -> None:
    milestone = owed(cast, MONDAY)
    days = [MONDAY + timedelta(days=i) for i in range(1, 30)]
    for day in days:
        plan(day)
    rows = Reminder.objects.filter(milestone=milestone, recipient=cast.lead)
    assert [row.planned_on for row in rows.filter(urgency=Urgency.OVERDUE).order_by("id")] == [
        date(2026, 11, 24),
        date(2026, 12, 1),
        date(2026, 12, 8),
        date(2026, 12, 15),
        date(2026, 12, 22),
    ]


def test_planning_again_adds_nothing(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    assert plan(MONDAY).milestones == 4  # the reporter and the head: 30 (missed) and 7 days
    assert plan(MONDAY) == Planned()


def test_before_a_date_moves_back_to_friday(cast: Cast) -> None:
    saturday = owed(cast, FRIDAY + timedelta(days=2))  # the eve of a Sunday
    plan(FRIDAY)
    assert ("lead", "milestone-1-before") in told(saturday)


def test_after_a_date_moves_forward_to_monday(cast: Cast) -> None:
    friday = owed(cast, FRIDAY)
    assert plan(FRIDAY + timedelta(days=1)) == Planned()
    assert plan(FRIDAY + timedelta(days=2)) == Planned()
    plan(FRIDAY + timedelta(days=3))
    rows = Reminder.objects.filter(milestone=friday, recipient=cast.lead)
    assert list(rows.values_list("occurs_on", "planned_on", "rule__code")) == [
        (date(2026, 11, 28), date(2026, 11, 30), "milestone-overdue")
    ]


def test_the_national_day_and_its_shifted_saturday(cast: Cast) -> None:
    owed(cast, date(2026, 10, 5))
    plan(date(2026, 9, 30))
    assert Reminder.objects.get(
        recipient=cast.lead, rule__code="milestone-1-before"
    ).planned_on == date(2026, 9, 30)
    assert plan(date(2026, 10, 6)) == Planned()
    assert plan(date(2026, 10, 8)).milestones == 2
    owed(cast, date(2026, 10, 9))
    assert plan(date(2026, 10, 10)).milestones == 2, "a Saturday that is worked"


def test_three_days_of_downtime_lose_nothing(cast: Cast) -> None:
    week, eve = owed(cast, date(2026, 12, 2)), owed(cast, date(2026, 11, 27))
    late = owed(cast, date(2026, 11, 24))
    # Nothing ran from Tuesday to Thursday; on Monday there was nothing to tell yet.
    made = plan(FRIDAY)
    assert told(week) == {("lead", "milestone-7-before"), ("head", "milestone-7-before")}
    assert told(eve) == {("lead", "milestone-1-before"), ("head", "milestone-1-before")}
    assert told(late) == {("lead", "milestone-overdue"), ("head", "milestone-overdue")}
    assert made.folded == 2 * (1 + 2), "what was missed folds into the most urgent"


def test_what_meets_folds_into_the_most_urgent(cast: Cast) -> None:
    owed(cast, MONDAY + timedelta(days=1))
    plan(MONDAY)
    rows = Reminder.objects.filter(recipient=cast.lead).order_by("-urgency")
    top = rows[0]
    assert (top.state, top.urgency) == (Reminder.State.PLANNED, Urgency.PRESSING)
    assert [(row.state, row.folded_into_id) for row in rows[1:]] == [
        (Reminder.State.FOLDED, top.pk),
        (Reminder.State.FOLDED, top.pk),
    ]


def test_a_new_baseline_is_told_anew(cast: Cast) -> None:
    milestone = owed(cast, MONDAY - timedelta(days=1), baseline_revision=1)
    plan(MONDAY)
    milestone.due_on, milestone.baseline_revision = MONDAY + timedelta(days=7), 2
    milestone.save(update_fields=["due_on", "baseline_revision"])
    plan(MONDAY)
    assert told(milestone) == {
        (name, code)
        for name in ("lead", "head")
        for code in ("milestone-overdue", "milestone-7-before")
    }, "the outdated one is withdrawn by the digest, and takes nothing with it"


@pytest.mark.parametrize("state", [Milestone.State.DROPPED, Milestone.State.ON_HOLD])
def test_what_is_not_open_is_not_told(cast: Cast, state: str) -> None:
    owed(cast, MONDAY + timedelta(days=7), state=state)
    owed(cast, None)
    assert plan(MONDAY) == Planned()


@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.SUSPENDED},
        {"status": Status.CANCELLED},
        {"withdrawn_at": NOW, "withdrawn_reason": "误录"},
    ],
)
def test_a_project_that_left_is_not_told(cast: Cast, values: dict[str, Any]) -> None:
    owed(cast, MONDAY + timedelta(days=7))
    Project.objects.filter(pk=cast.project.pk).update(**values)
    assert plan(MONDAY) == Planned()


def test_an_inactive_rule_and_a_closed_account_are_silent(cast: Cast) -> None:
    milestone = owed(cast, MONDAY + timedelta(days=7))
    cast.head.is_active = False
    cast.head.save(update_fields=["is_active"])
    ReminderRule.objects.filter(code="milestone-30-before").update(active=False)
    plan(MONDAY)
    rows = Reminder.objects.filter(milestone=milestone)
    assert list(rows.values_list("recipient__username", "rule__code")) == [
        ("lead", "milestone-7-before")
    ]


def test_each_audience(cast: Cast) -> None:
    company = CompanyFactory()
    Project.objects.filter(pk=cast.project.pk).update(company=company)
    UserFactory(username="company", role=Role.COMPANY, region=None, company=company)
    milestone = owed(cast, MONDAY + timedelta(days=7))
    rule = ReminderRule.objects.get(code="milestone-7-before")
    ReminderRule.objects.exclude(pk=rule.pk).update(active=False)
    expected = {
        Audience.DEPARTMENT: {"lead", "head"},
        Audience.COMPANY: {"company"},
        Audience.PLAN_OFFICE: {"office"},
        Audience.COUNTY_OFFICE: {"county"},
    }
    for audience, names in expected.items():
        Reminder.objects.all().delete()
        ReminderRule.objects.filter(pk=rule.pk).update(audience=[audience])
        plan(MONDAY)
        assert {name for name, _ in told(milestone)} == names


def test_reports_are_told_until_they_are_handed_in(cast: Cast) -> None:
    reported: Project = ProjectFactory(name="已报项目")
    PartyFactory(project=reported, department=cast.lead_department)
    Report.objects.create(
        project=reported,
        year=2026,
        month=10,
        pool=Status.CONSTRUCTION,
        state=Report.State.SUBMITTED,
        step=1,
        submitted_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    proposed: Project = ProjectFactory(name="牵头单位待确认")
    PartyFactory(project=proposed, department=cast.stranger_department, confirmed=False)
    RoundFactory(due_on=date(2026, 11, 26))
    made = plan(MONDAY)
    assert (made.milestones, made.reports) == (0, 2)
    rows = Reminder.objects.values_list("project__name", "recipient__username", "rule__code")
    assert set(rows) == {
        (cast.project.name, "lead", "report-3-before"),
        (cast.project.name, "head", "report-3-before"),
    }
    assert plan(MONDAY) == Planned()


def test_a_report_that_two_rounds_ask_for_is_told_once(cast: Cast) -> None:
    named: ProjectList = ProjectListFactory()
    ListEntry.objects.create(
        project_list=named, project=cast.project, created_at=NOW, updated_at=NOW
    )
    RoundFactory(due_on=date(2026, 11, 26))
    earlier: ReportRound = RoundFactory(due_on=date(2026, 11, 24), project_list=named)
    assert plan(MONDAY).reports == 6
    rows = Reminder.objects.filter(state=Reminder.State.PLANNED, recipient=cast.lead)
    assert [row.report_round for row in rows] == [earlier]


def test_a_round_whose_date_moved_is_told_anew(cast: Cast) -> None:
    asked: ReportRound = RoundFactory(due_on=date(2026, 11, 24))
    plan(MONDAY)
    ReportRound.objects.update(due_on=date(2026, 11, 26))
    plan(MONDAY)
    rows = Reminder.objects.filter(state=Reminder.State.PLANNED, recipient=cast.lead)
    assert {(row.report_round, row.due_on) for row in rows} == {
        (asked, date(2026, 11, 24)),
        (asked, date(2026, 11, 26)),
    }


def test_a_closed_round_is_not_told(cast: Cast) -> None:
    RoundFactory(due_on=date(2026, 11, 26), state="closed")
    RoundFactory(due_on=date(2026, 12, 3), month=11, opens_on=date(2026, 12, 1))
    assert plan(MONDAY) == Planned()


def test_the_ledger_tells_on_the_day_that_the_pure_rule_says(cast: Cast) -> None:
    """SQL and rule agree: two months of planning day by day, around the National Day."""
    milestones = [owed(cast, date(2026, 9, 20) + timedelta(days=i)) for i in range(35)]
    start = date(2026, 9, 1)
    for i in range(60):
        plan(start + timedelta(days=i))
    calendar = working_calendar()
    rows = Reminder.objects.filter(recipient=cast.lead, milestone__in=milestones)
    seen = 0
    for row in rows.select_related("rule"):
        offset = row.rule.offset_days
        expected = told_on(row.occurs_on, offset_days=offset, calendar=calendar)
        if expected >= start:
            seen += 1
            assert row.planned_on == expected, (row.due_on, row.rule.code)
    assert seen > 35 * 3
