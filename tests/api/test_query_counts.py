"""A list asks the same number of statements however many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.caller import Callers
from tests.api.rows import DUE, one_of_each
from tests.factories import MilestoneFactory, PartyFactory, ProjectFactory

TOKEN, PAGE, SUBJECT = 1, 1, 1
EXPECTED = {
    "projects/": TOKEN + PAGE,
    "projects/?expand=departments,milestones,commitments,lists,reports,regions": TOKEN + PAGE,
    "projects/?q=工程&region=140802&status=construction&ordering=-name": TOKEN + PAGE,
    "milestones/": TOKEN + PAGE,
    "overdue/": TOKEN + PAGE,
    "overdue/?group_by=department": TOKEN + 1,
    "overdue/?group_by=region": TOKEN + 1,
    "reports/": TOKEN + PAGE,
    "change-requests/": TOKEN + PAGE,
    "lists/": TOKEN + PAGE,
    "plans/": TOKEN + PAGE,
    "commitments/": TOKEN + PAGE,
    "verdicts/": TOKEN + PAGE,
    "indicators/": TOKEN + PAGE,
    "regions/": TOKEN + PAGE,
    "zones/": TOKEN + PAGE,
    "departments/": TOKEN + PAGE,
    "sectors/": TOKEN + PAGE,
    "me/": TOKEN,
}


def grow(callers: Callers, projects: int) -> None:
    for _ in range(projects):
        project = ProjectFactory()
        PartyFactory(project=project, department=callers.cast.lead_department)
        MilestoneFactory(project=project, due_on=DUE, department=callers.cast.lead_department)


@pytest.mark.parametrize("who", ["plan_office", "lead"])
def test_statements_at_two_sizes(callers: Callers, who: str) -> None:
    paths = one_of_each(callers.cast)
    expected = EXPECTED | {paths["project-evidence"]: TOKEN + PAGE + SUBJECT}
    caller = callers.by_name(who)
    caller.get("me/")  # the day's first request marks the token
    for size in (3, 20):
        grow(callers, size)
        found = {}
        for path in expected:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert caller.get(path).status_code == 200
            found[path] = len(queries)
        assert found == expected


def test_a_token_request_reads_no_session(callers: Callers) -> None:
    callers.lead.get("me/")
    with CaptureQueriesContext(connection) as queries:
        callers.lead.get("projects/")
    assert not any("django_session" in query["sql"] for query in queries)
