"""What of a disclosed project is seen from outside: what a public page could show."""

import pytest

from projects.models import Blocker, ChangeRequest, Evidence, Project, Report
from projects.queries.project_page import project_page
from projects.services import changes, reports
from projects.services.evidence import Upload, attach
from tests.cast import Cast
from tests.factories import NOW, MilestoneFactory
from tests.projects.services.test_changes import LATER, TODAY

PDF = Upload("批复.pdf", b"%PDF-1.4 ...")


@pytest.fixture
def disclosed(cast: Cast) -> Cast:
    """The project disclosed, with an approved and a waiting report, a request and a file."""
    Project.objects.filter(pk=cast.project.pk).update(disclosed=True, status="reserve")
    milestone = MilestoneFactory(project=cast.project, due_on=TODAY)
    for month in (9, 10):
        report = reports.submit(
            project_id=cast.project.pk,
            year=2026,
            month=month,
            values={"progress_words": f"{month}月"},
            actor=cast.lead,
            now=NOW,
        )
        if month == 9:
            reports.approve(report_id=report.pk, actor=cast.plan_office, now=NOW)
    changes.file_request(
        milestone_id=milestone.pk,
        new_due_on=LATER,
        reason_code="land",
        reason="征地",
        actor=cast.lead,
        now=NOW,
    )
    attach(project_id=cast.project.pk, upload=PDF, actor=cast.lead, now=NOW)
    Blocker.objects.create(
        project=cast.project,
        number="D-1",
        source="report",
        kind="land",
        ask="请协调征地",
        raised_on=TODAY,
        raised_by=cast.lead,
        created_at=NOW,
        updated_at=NOW,
    )
    return cast


@pytest.mark.parametrize(
    ("who", "months", "inner"),
    [
        ("lead", {9, 10}, 1),
        ("supporter", {9, 10}, 1),
        ("county_office", {9, 10}, 1),
        ("administrator", {9, 10}, 1),
        ("stranger", {9}, 0),
    ],
)
def test_from_outside_only_approved_figures_are_seen(
    disclosed: Cast, who: str, months: set[int], inner: int
) -> None:
    person = disclosed.people()[who]

    assert set(Report.objects.visible_to(person).values_list("month", flat=True)) == months
    for model in (ChangeRequest, Evidence, Blocker):
        assert model.objects.visible_to(person).count() == inner
    page = project_page(person, disclosed.project.pk, today=TODAY)
    assert page.inside == bool(inner)
    assert {one.month for one in page.reports} == months
    assert [len(page.requests), len(page.evidence), len(page.blockers)] == [inner] * 3
