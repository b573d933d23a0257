"""A register that began with a few boxes takes up the rest of the plans at the next setup."""

import json
from pathlib import Path
from typing import Any

from plans.models import Commitment
from plans.services.library import load_library
from plans.services.register import load_register
from plans.services.undertakings import SAME_UNDERTAKING
from projects.models import Project
from tests.factories import NOW
from tests.plans.files import PLANS, rewrite

FIRST = {("001", "6"), ("001", "10"), ("001", "23"), ("002", "4"), ("002", "17")}


def load(folder: Path, decisions: Path) -> None:
    load_library(now=NOW, folder=folder)
    load_register(now=NOW, folder=folder, decisions=decisions)


def test_what_was_there_keeps_its_code_and_what_joins_it_is_linked(
    reference: None, folder: Path, tmp_path: Path
) -> None:
    def leave_the_first(rows: list[dict[str, Any]]) -> None:
        rows[:] = [row for row in rows if (row["doc"], row["box"]) in FIRST]

    none_decided = tmp_path / "same_undertaking.json"
    none_decided.write_text(json.dumps({"same": [], "apart": []}), "utf-8")
    rewrite(folder, leave_the_first)
    load(folder, none_decided)
    before = dict(Project.objects.values_list("code", "name"))
    assert len(before) == Commitment.objects.count() == 190

    load(PLANS, SAME_UNDERTAKING)
    assert before.items() < dict(Project.objects.values_list("code", "name")).items()
    assert not Commitment.objects.without_project().exists()
    airport = Project.objects.get(name="运城机场改扩建")
    quoted = airport.commitments.order_by("key").values_list("plan__doc", flat=True)
    assert list(quoted) == ["000", "000", "001"]

    projects, commitments = Project.objects.count(), Commitment.objects.count()
    load(PLANS, SAME_UNDERTAKING)
    assert (Project.objects.count(), Commitment.objects.count()) == (projects, commitments)
