"""All that a project's page shows, and its history."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from projects.models import Project
from projects.policy import Action
from projects.queries import history
from projects.queries.history import project_history
from projects.queries.project_page import project_page
from projects.services import changes, evidence, lists, milestones, reports
from projects.services.projects import confirm_lead, edit_project
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory, ProjectFactory, ProjectListFactory

TODAY = date(2026, 11, 23)


def grow(cast: Cast, first: int) -> None:
    """Give the project one more of everything that its page shows."""
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY - timedelta(days=first))
    changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=TODAY + timedelta(days=90),
        reason_code="land",
        reason="征地",
        actor=cast.lead,
        now=NOW,
    )
    evidence.attach(
        project_id=cast.project.pk,
        upload=evidence.Upload("a.pdf", b"%PDF-1.7"),
        milestone_id=milestone.pk,
        actor=cast.lead,
        now=NOW,
    )
    reports.submit(
        project_id=cast.project.pk,
        year=2026,
        month=first,
        values={"cumulative_investment": Decimal(first), "progress_words": "施工"},
        actor=cast.lead,
        now=NOW,
    )
    project_list = ProjectListFactory()
    lists.add_entry(
        list_id=project_list.pk,
        project_id=cast.project.pk,
        entered_on=TODAY,
        actor=cast.plan_office,
        now=NOW,
    )
    lists.set_annual_plan(
        project_id=cast.project.pk,
        year=2026,
        year_class="continued",
        investment=Decimal(12),
        project_list=project_list,
        actor=cast.plan_office,
        now=NOW,
    )
    ProjectFactory(parent=cast.project, region=cast.project.region)


def test_the_page_in_the_same_number_of_queries_at_two_sizes(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for month in (1, 2, 3, 4):
        grow(cast, month)
        with django_assert_max_num_queries(20) as queries:
            page = project_page(cast.plan_office, cast.project.pk, today=TODAY)
            assert all(row.milestone.department is None for row in page.milestones)
            assert all(one.reported_by for one in page.reports)
            assert all(len(one.months.all()) == 12 for one in page.annual_plans)
            assert all(one.project_list.name for one in page.entries)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert (len(page.milestones), len(page.requests), len(page.members)) == (4, 4, 4)


def test_a_milestones_days_against_both_baselines(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY - timedelta(days=40))
    request = changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=TODAY + timedelta(days=5),
        reason_code="land",
        reason="征地",
        actor=cast.lead,
        now=NOW,
    )
    [row] = project_page(cast.lead, cast.project.pk, today=TODAY).milestones
    assert row.open_request == request
    changes.approve(request_id=request.pk, actor=cast.plan_office, now=NOW)

    [row] = project_page(cast.lead, cast.project.pk, today=TODAY).milestones

    assert (row.days_late, row.slippage, row.open_request) == (-5, 40, None)


def test_what_each_person_may_do_on_the_page(cast: Cast) -> None:
    MilestoneFactory(project=cast.project, department=cast.lead_department)
    pages = {
        name: project_page(user, cast.project.pk, today=TODAY)
        for name, user in cast.people().items()
        if name != "stranger"
    }

    completes = {name for name, page in pages.items() if page.milestones[0].may_complete}
    assert completes == {"plan_office", "lead", "head", "administrator"}
    assert Action.CONFIRM in pages["plan_office"].actions
    assert pages["leader"].actions == frozenset()
    lead = pages["leader"].lead
    assert lead is not None
    assert lead.department == cast.lead_department
    with pytest.raises(Project.DoesNotExist):
        project_page(cast.stranger, cast.project.pk, today=TODAY)


# --- History ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_history_reads_as_who_did_what_when_and_why(cast: Cast) -> None:
    milestone = MilestoneFactory(project=cast.project, name="用地批复", due_on=TODAY)
    edit_project(
        project_id=cast.project.pk,
        version=1,
        values={"place": "盐湖区"},
        actor=cast.plan_office,
        now=NOW,
    )
    confirm_lead(
        project_id=cast.project.pk,
        department_id=cast.stranger_department.pk,
        actor=cast.administrator,
        now=NOW,
    )
    milestones.complete(
        milestone_id=milestone.pk, actual_on=TODAY, note="已批复", actor=cast.stranger, now=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE projects_project SET place = '改了' WHERE id = %s", [cast.project.pk]
        )
        cursor.execute("DELETE FROM projects_projectdepartment WHERE part = 'supporting'")

    entries = project_history(cast.project.pk)

    assert [(entry.action, entry.actor_name) for entry in entries[:5]] == [
        ("", ""),
        ("", ""),
        ("milestone.complete", "stranger同志"),
        ("project.confirm_lead", "admin同志"),
        ("project.edit", "office同志"),
    ]
    deleted, outside, completed, confirmed, edited = entries[:5]
    assert deleted.from_outside
    assert outside.from_outside
    assert deleted.kinds == {"projectdepartment.delete"}
    assert [(one.field, one.before, one.after) for one in outside.changes] == [
        ("place", "盐湖区", "改了")
    ]
    assert completed.reason == "已批复"
    assert not completed.from_outside
    assert ("用地批复", "state", "open", "done") in [
        (one.label, one.field, one.before, one.after) for one in completed.changes
    ]
    assert {"milestone.update", "projectdepartment.update", "projectdepartment.insert"} <= (
        confirmed.kinds
    )
    assert [one.field for one in edited.changes] == ["place"]


def test_a_long_history_keeps_its_latest_part(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "AT_MOST", 3)
    for version in range(1, 7):
        edit_project(
            project_id=cast.project.pk,
            version=version,
            values={"place": f"第{version}处"},
            actor=cast.plan_office,
            now=NOW,
        )

    edits = [one for one in project_history(cast.project.pk) if one.action == "project.edit"]
    changed = {change.after for entry in edits for change in entry.changes}
    assert changed == {"第5处", "第6处"}
