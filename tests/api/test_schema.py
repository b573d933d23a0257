"""The description: what is answered keeps to it, and the checked-in file is the description."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from api.components import SCHEMAS
from api.documentation import description
from api.v1 import resources
from directory.services.sequencer import keep_epoch, number_outbox
from tests.api.caller import Callers, problem_of
from tests.api.rows import one_of_each
from tests.factories import NOW

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
LISTS = {
    "project-list": resources.PROJECTS,
    "milestone-list": resources.MILESTONES,
    "overdue": resources.OVERDUE_MILESTONES,
    "report-list": resources.REPORTS,
    "change-request-list": resources.CHANGE_REQUESTS,
    "project-evidence": resources.EVIDENCE,
    "list-list": resources.LISTS,
    "list-entries": resources.LIST_ENTRIES,
    "plan-list": resources.PLANS,
    "plan-outline": resources.PLAN_SECTIONS,
    "commitment-list": resources.COMMITMENTS,
    "verdict-list": resources.VERDICTS,
    "region-list": resources.REGIONS,
    "zone-list": resources.ZONES,
    "department-list": resources.DEPARTMENTS,
    "sector-list": resources.SECTORS,
}
OTHERS = {"summary": "Summary", "me": "Me", "plan-text": "PlanText", "problems": "ProblemCatalogue"}


@pytest.fixture(scope="module")
def document() -> Any:
    return yaml.safe_load(description())


def validate(document: Any, component: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{component}", "components": document["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)


def test_the_checked_in_file_is_the_description() -> None:
    assert FILE.read_bytes() == description(), "run: script/manage write_openapi"


def test_every_schema_is_one(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert set(SCHEMAS) <= set(document["components"]["schemas"])


def test_every_reference_leads_somewhere_and_every_operation_has_its_own_name(
    document: Any,
) -> None:
    names = []
    for path in document["paths"].values():
        for method, operation in path.items():
            names.append(operation["operationId"])
            assert operation["responses"]["401"] if method != "get" else True
    assert len(names) == len(set(names))
    text = description().decode()
    used = {line.rpartition("/")[2].strip("'\" ") for line in text.splitlines() if "$ref:" in line}
    assert used <= set(document["components"]["schemas"])


@pytest.mark.parametrize("name", LISTS)
def test_real_rows_keep_to_the_schema(callers: Callers, document: Any, name: str) -> None:
    resource = LISTS[name]
    path = one_of_each(callers.cast)[name]
    expand = ",".join(resource.projection.expansions)
    query = f"?expand={expand}" if expand else ""
    answer = callers.plan_office.get(f"{path}{query}").json()
    assert answer["results"], name
    validate(document, f"{resource.projection.name}Page", answer)
    assert list(answer["results"][0])[: len(resource.projection.columns)] == list(
        resource.projection.columns
    )


@pytest.mark.parametrize("name", OTHERS)
def test_other_answers_keep_to_the_schema(callers: Callers, document: Any, name: str) -> None:
    path = one_of_each(callers.cast)[name]
    validate(document, OTHERS[name], callers.plan_office.get(path).json())


def test_groups_changes_and_problems_keep_to_the_schema(callers: Callers, document: Any) -> None:
    one_of_each(callers.cast)
    for by in ("department", "region", "sector"):
        groups = callers.plan_office.get(f"overdue/?group_by={by}").json()
        assert groups["groups"]
        validate(document, "OverdueGroups", groups)

    keep_epoch(now=NOW)
    path = f"projects/{callers.cast.project.pk}/"
    callers.plan_office.patch(path, {"version": 1, "place": "空港"})
    number_outbox(now=NOW)
    changes = callers.plan_office.get("changes/").json()
    assert changes["results"]
    validate(document, "Changes", changes)

    refused = problem_of(callers.plan_office.get("projects/0/"), 404, "not_found")
    validate(document, "Problem", refused)


def test_the_documentation_needs_no_inline_script(callers: Callers) -> None:
    answer = callers.nobody.get("docs/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
    assert "style=" not in page
    assert "http" not in page.replace("http-equiv", "")
