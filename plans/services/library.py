"""The library of plans: documents, their outlines and what they promise, from the files.

Run by setup at every start with the same result. Texts are kept to the last line break, because
every quote is a pair of offsets into them; no row is written before its quote has been proved.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from directory.models import Region
from directory.services.fixture_files import (
    FIXTURES,
    FileRow,
    Loaded,
    entries,
    insert_missing,
    lines,
    once,
)
from directory.unit import UnitOfWork, unit_of_work
from plans.models import Plan, PlanSection
from plans.services.commitments import load_commitments
from plans.services.counts import load_count_promises
from plans.services.indicators import load_indicators

PLANS = FIXTURES / "plans"
SECTION_FIELDS = ("kind", "number", "title", "start", "end", "order", "parent_id")


def load_library(*, now: datetime, folder: Path = PLANS) -> Loaded:
    """Load the plans, their outlines, their commitments, their indicators and
    the numbers that they promise.

    A corrected file corrects the commitments; what was decided about them since stays. Raises
    `file_row` for a row that is not as expected; then nothing is loaded.
    """
    with unit_of_work("plans.load_library", actor=None, now=now) as work:
        loaded = _load_plans(work, folder)
        docs = [row.text("doc") for row in entries(folder / "plans.json")]
        plans = {plan.doc: plan for plan in Plan.objects.filter(doc__in=docs)}
        outlines = {plan.pk: _load_outline(work, folder, plan) for plan in plans.values()}
        loaded += load_commitments(work, library_rows(folder), plans, outlines)
        loaded += load_indicators(work, lines(folder / "indicators.jsonl"), plans, outlines)
        loaded += load_count_promises(work, lines(folder / "count_promises.jsonl"), plans)
        _drop_vanished_sections(outlines)
        return loaded


def library_rows(folder: Path) -> list[FileRow]:
    """The rows of the commitments: those of the boxes, and what the running text names."""
    return lines(folder / "commitments.jsonl")


# --- Documents ----------------------------------------------------------------------------------


def _load_plans(work: UnitOfWork, folder: Path) -> Loaded:
    rows = entries(folder / "plans.json")
    once(rows, "doc")
    regions = set(Region.objects.values_list("code", flat=True))
    return insert_missing(
        work,
        "plans.json",
        [_plan(row, folder, regions) for row in rows],
        stored=Plan.objects.all(),
        key=lambda plan: plan.doc,
        columns=(
            *("number", "title", "issuer", "issued_on", "region_id", "period_start"),
            *("period_end", "outlook_year", "sha256"),
        ),
    )


def _plan(row: FileRow, folder: Path, regions: set[str]) -> Plan:
    raw = (folder / row.text("text")).read_bytes()
    sha256 = row.text("sha256", form=r"[0-9a-f]{64}")
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise row.bad("sha256", _("the SHA-256 of the text file is expected"))
    return Plan(
        doc=row.text("doc", longest=32),
        number=row.text("number", longest=60, empty=True),
        # A document without a title goes by our own label, which says so.
        title=row.text("title", empty=True, longest=200) or row.text("working_title", longest=200),
        issuer=row.text("issuer", longest=120, empty=True),
        issued_on=row.day_or_none("issued_on"),
        region_id=row.known("region", regions, _("region")),
        period_start=_year(row, "period_start"),
        period_end=_year(row, "period_end"),
        outlook_year=_year(row, "outlook"),
        text=raw.decode("utf-8"),
        sha256=sha256,
        notes="\n".join(row.texts("notes")),
    )


def _year(row: FileRow, column: str) -> int | None:
    return None if row.cells.get(column) is None else row.whole(column, least=1950, most=2100)


# --- Outlines -----------------------------------------------------------------------------------


def _load_outline(work: UnitOfWork, folder: Path, plan: Plan) -> list[PlanSection]:
    """Bring a plan's stored outline to its file's state; parents come before their parts."""
    path = folder / "outlines" / f"{plan.doc}.json"
    rows = entries(path)
    once(rows, "key")
    stored = {section.key: section for section in PlanSection.objects.filter(plan=plan)}
    current: dict[str, PlanSection] = {}
    for generation in _generations(rows):
        given = [_section(row, plan, current, rows.index(row)) for row in generation]
        changed = [
            _take_over(stored[section.key], section)
            for section in given
            if section.key in stored and not _agree(stored[section.key], section)
        ]
        work.change_all(changed, SECTION_FIELDS)
        work.create_all([section for section in given if section.key not in stored])
        current.update((section.key, stored.get(section.key, section)) for section in given)
    return list(current.values())


def _generations(rows: Sequence[FileRow]) -> list[list[FileRow]]:
    """Chapters first, then what hangs on them, and so on. Raises `file_row` for a parent that
    no row above is."""
    placed: set[str] = {""}
    waiting, generations = list(rows), []
    while waiting:
        ready = [row for row in waiting if row.text("parent", empty=True) in placed]
        if not ready:
            raise waiting[0].unknown("parent", _("section"), waiting[0].cells["parent"])
        generations.append(ready)
        placed.update(row.text("key") for row in ready)
        waiting = [row for row in waiting if row not in ready]
    return generations


def _section(
    row: FileRow, plan: Plan, current: Mapping[str, PlanSection], order: int
) -> PlanSection:
    length = len(plan.text)
    start = row.whole("start", least=0, most=length)
    return PlanSection(
        plan=plan,
        key=row.text("key", longest=40),
        kind=row.one_of("kind", PlanSection.Kind.values),
        number=row.text("number", longest=20, empty=True),
        title=row.text("title", longest=200),
        start=start,
        end=row.whole("end", least=start, most=length),
        order=order,
        parent=current.get(row.text("parent", empty=True)),
    )


def _agree(stored: PlanSection, given: PlanSection) -> bool:
    return all(getattr(stored, field) == getattr(given, field) for field in SECTION_FIELDS)


def _take_over(stored: PlanSection, given: PlanSection) -> PlanSection:
    for field in SECTION_FIELDS:
        setattr(stored, field, getattr(given, field))
    return stored


def _drop_vanished_sections(outlines: Mapping[int, Sequence[PlanSection]]) -> None:
    """Drop what a corrected outline no longer has, once the commitments have moved on."""
    current = [section.pk for sections in outlines.values() for section in sections]
    PlanSection.objects.filter(plan__in=outlines).exclude(pk__in=current).delete()
