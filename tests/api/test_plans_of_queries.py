"""The hot statements read what they show, by an index, and not the whole table."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Milestone, Project
from tests.api.caller import Callers
from tests.factories import MilestoneFactory, ProjectFactory, RegionFactory

COUNTIES = 40
PROJECTS = 4000
HOT = {
    "projects/?region=140821&status=construction": "projects_project",
    "projects/?region=140821&ordering=-next_due_on&cursor=": "projects_project",
    "milestones/?region=140821&state=open": "projects_milestone",
    "overdue/?region=140821": "projects_milestone",
    "overdue/?region=140821&group_by=department": "projects_milestone",
}


def copies(model: Any, pattern: Any, count: int, **values: str) -> None:
    """Rows like a given one; `values` is SQL over the running number `n`."""
    fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.generated]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    listed = ", ".join(
        values.get(field.column, f"t.{connection.ops.quote_name(field.column)}") for field in fields
    )
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {listed}"  # noqa: S608
            f" FROM {table} t, generate_series(1, %s) n WHERE t.id = %s",
            [count, pattern.pk],
        )


@pytest.fixture
def crowd(callers: Callers) -> None:
    codes = [RegionFactory(code=f"1408{number}").code for number in range(21, 21 + COUNTIES)]
    region = f"(ARRAY{codes})[1 + mod(n, {COUNTIES})]"
    copies(Project, ProjectFactory(), PROJECTS, code="'T' || n", region_id=region)
    pattern = MilestoneFactory(project=callers.cast.project)
    due = "DATE '2026-06-01' + mod(n, 300)"
    copies(Milestone, pattern, PROJECTS, region_id=region, due_on=due)


@pytest.mark.parametrize("path", HOT)
def test_a_page_is_read_by_an_index(callers: Callers, crowd: None, path: str) -> None:
    office = callers.plan_office
    office.get("me/")
    with CaptureQueriesContext(connection) as queries:
        assert office.get(path).status_code == 200
    statement = queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement.replace("%", "%%"), [])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    whole = re.search(rf"Seq Scan on {HOT[path]}\b", plan)
    assert whole is None, plan
