"""Reference data of the register: sectors, permit matters, schedule templates, light rules and
the default spread of a year's investment.

Run by setup at every start with the same result: what is missing is inserted, what is there
stays as it is. A template comes with its steps and the curve with its twelve months, once: what
an office took out of them does not come back.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from directory.services.fixture_files import (
    REFERENCE,
    Difference,
    FileRow,
    Loaded,
    entries,
    insert_missing,
    once,
    table,
)
from directory.unit import UnitOfWork, unit_of_work
from projects.models import (
    ApprovalRoad,
    LightRule,
    MilestoneKind,
    PermitMatter,
    ScheduleTemplate,
    SeasonalCurve,
    Sector,
    TemplateStep,
)

SECTOR_CODE = r"\d{2}(\d{2})?"


def load_reference(*, now: datetime, folder: Path = REFERENCE) -> Loaded:
    """Load sectors, permit matters, schedule templates, light rules and the seasonal curve.

    Raises `file_row` for a cell that is not as expected; then nothing is loaded.
    """
    with unit_of_work("reference.load", actor=None, now=now) as work:
        return (
            _load_sectors(work, folder)
            + _load_permit_matters(work, folder)
            + _load_templates(work, folder)
            + _load_light_rules(work, folder)
            + _load_seasonal_curve(work, folder)
        )


def _load_sectors(work: UnitOfWork, folder: Path) -> Loaded:
    columns = ("code", "name", "name_en", "parent", "gbt4754", "oc4ids", "lead_function")
    rows = table(folder / "sectors.csv", columns)
    once(rows, "code")
    codes = {row.cells["code"] for row in rows}
    return insert_missing(
        work,
        "sectors.csv",
        [_sector(row, codes) for row in rows],
        stored=Sector.objects.all(),
        key=lambda sector: sector.code,
        columns=("name", "name_en", "parent_id", "gbt4754", "oc4ids", "lead_function"),
    )


def _sector(row: FileRow, codes: Collection[str]) -> Sector:
    code = row.text("code", form=SECTOR_CODE)
    parent = row.known_or_none("parent", codes, _("sector"))
    if (parent or "") != code[:-2]:
        raise row.bad("parent", _("the sector whose digits the code begins with is expected"))
    return Sector(
        code=code,
        name=row.text("name", longest=40),
        name_en=row.text("name_en", longest=60),
        parent_id=parent,
        gbt4754=row.text("gbt4754", longest=20, empty=True),
        oc4ids=row.text("oc4ids", longest=40, empty=True),
        lead_function=row.text("lead_function", longest=16),
    )


def _load_permit_matters(work: UnitOfWork, folder: Path) -> Loaded:
    columns = ("code", "name", "name_en", "category", "approval_roads", "sectors")
    rows = table(folder / "permit_matters.csv", (*columns, "default_issuer_function", "order"))
    once(rows, "code")
    sectors = set(Sector.objects.values_list("code", flat=True))
    return insert_missing(
        work,
        "permit_matters.csv",
        [_permit_matter(row, sectors) for row in rows],
        stored=PermitMatter.objects.all(),
        key=lambda matter: matter.code,
        columns=(*columns[1:], "default_issuer_function", "order"),
    )


def _permit_matter(row: FileRow, sectors: Collection[str]) -> PermitMatter:
    roads, of_sectors = row.parts("approval_roads"), row.parts("sectors")
    for road in roads:
        if road not in ApprovalRoad.values:
            raise row.unknown("approval_roads", _("road of approval"), road)
    for sector in of_sectors:
        if sector not in sectors:
            raise row.unknown("sectors", _("sector"), sector)
    return PermitMatter(
        code=row.text("code", longest=32),
        name=row.text("name", longest=80),
        name_en=row.text("name_en", longest=120),
        category=row.text("category", longest=40, empty=True),
        approval_roads=roads,
        sectors=of_sectors,
        default_issuer_function=row.text("default_issuer_function", longest=16, empty=True),
        order=row.whole("order", least=0, most=9999),
    )


def _load_templates(work: UnitOfWork, folder: Path) -> Loaded:
    rows = entries(folder / "schedule_templates.json")
    once(rows, "code")
    sectors = set(Sector.objects.values_list("code", flat=True))
    stored = list(ScheduleTemplate.objects.prefetch_related("steps"))
    known = {template.code: list(template.steps.all()) for template in stored}
    given = [(_template(row, sectors), row) for row in rows]
    steps = {template.code: _steps(row, template) for template, row in given}
    loaded = insert_missing(
        work,
        "schedule_templates.json",
        [template for template, _row in given],
        stored=stored,
        key=lambda template: template.code,
        columns=("name", "name_en", "sector_id", "approval_road"),
    )
    new = [step for code, given_steps in steps.items() if code not in known for step in given_steps]
    work.create_all(new)
    differences = [
        difference
        for code, given_steps in steps.items()
        if code in known
        for difference in _step_differences(code, known[code], given_steps)
    ]
    return loaded + Loaded({"schedule_templates.json steps": len(new)}, differences)


def _template(row: FileRow, sectors: Collection[str]) -> ScheduleTemplate:
    return ScheduleTemplate(
        code=row.text("code", longest=40),
        name=row.text("name", longest=80),
        name_en=row.text("name_en", longest=80),
        sector_id=row.known_or_none("sector", sectors, _("sector")),
        approval_road=row.one_of("approval_road", ApprovalRoad.values, empty=True),
    )


def _steps(row: FileRow, template: ScheduleTemplate) -> list[TemplateStep]:
    rows = row.rows("steps")
    once(rows, "key")
    keys = {step.cells["key"] for step in rows}
    return [_step(step, order, template, keys) for order, step in enumerate(rows, 1)]


def _step(
    row: FileRow, order: int, template: ScheduleTemplate, keys: Collection[str]
) -> TemplateStep:
    predecessors = row.texts("predecessors")
    for key in predecessors:
        if key not in keys:
            raise row.unknown("predecessors", _("step"), key)
    return TemplateStep(
        template=template,
        key=row.text("key", longest=32),
        name=row.text("name", longest=120),
        name_en=row.text("name_en", longest=120),
        kind=row.one_of("kind", MilestoneKind.values),
        order=order,
        duration_working_days=row.whole("duration_working_days", least=0, most=5000),
        predecessors=predecessors,
        critical=row.flag("critical"),
        evidence_required=row.flag("evidence_required"),
    )


def _step_differences(
    code: str, stored: list[TemplateStep], given: list[TemplateStep]
) -> list[Difference]:
    """Where the steps of a stored template are others than the file's."""
    there = {step.key: step for step in stored}
    columns = ("name", "kind", "order", "duration_working_days", "predecessors", "critical")
    return [
        Difference("schedule_templates.json", f"{code}/{step.key}", column, str(old), str(new))
        for step in given
        for column in columns
        if (old := getattr(there.get(step.key), column, "")) != (new := getattr(step, column))
    ]


def _load_light_rules(work: UnitOfWork, folder: Path) -> Loaded:
    rows = entries(folder / "light_rules.json")
    once(rows, "code")
    return insert_missing(
        work,
        "light_rules.json",
        [_light_rule(row) for row in rows],
        stored=LightRule.objects.all(),
        key=lambda rule: rule.code,
        columns=("name", "measure", "form", "scope", "thresholds", "params", "active"),
    )


def _light_rule(row: FileRow) -> LightRule:
    own = row.flag("own")
    thresholds = row.mapping("thresholds")
    if set(thresholds) != {"yellow", "red"}:
        raise row.bad("thresholds", _("a threshold each for yellow and red is expected"))
    return LightRule(
        code=row.text("code", longest=48),
        name=row.text("name", longest=80),
        name_en=row.text("name_en", longest=120),
        measure=row.one_of("measure", LightRule.Measure.values),
        form=row.text("form", longest=24),
        scope=row.mapping("scope"),
        thresholds=thresholds,
        params=row.mapping("params"),
        consequence=row.text("consequence", longest=200, empty=True),
        source=row.text("source", longest=200, empty=own),
        own=own,
        sentence_zh=row.text("sentence_zh", longest=300),
        sentence_en=row.text("sentence_en", longest=300),
        active=row.flag("active"),
    )


def _load_seasonal_curve(work: UnitOfWork, folder: Path) -> Loaded:
    rows = table(folder / "seasonal_curve.csv", ("month", "share_cumulative"))
    once(rows, "month")
    given = [_curve_month(row) for row in rows]
    _check_curve(rows, given)
    stored = list(SeasonalCurve.objects.filter(region=None))
    if not stored:
        work.create_all(given)
        return Loaded({"seasonal_curve.csv": len(given)})
    return insert_missing(
        work,
        "seasonal_curve.csv",
        [month for month in given if month.month in {known.month for known in stored}],
        stored=stored,
        key=lambda month: month.month,
        columns=("cumulative_share",),
    )


def _curve_month(row: FileRow) -> SeasonalCurve:
    share = row.decimal("share_cumulative", least="0", most="1")
    return SeasonalCurve(month=row.whole("month", least=1, most=12), cumulative_share=share)


def _check_curve(rows: list[FileRow], given: list[SeasonalCurve]) -> None:
    """Twelve months, never falling, the whole year at the end."""
    before = Decimal(0)
    for row, month in zip(rows, given, strict=True):
        if month.month != rows.index(row) + 1:
            raise row.bad("month", _("the months from 1 to 12 in order are expected"))
        if month.cumulative_share < before:
            raise row.bad("share_cumulative", _("a share not below the month before is expected"))
        before = month.cumulative_share
    if len(given) != 12 or before != 1:
        raise rows[-1].bad("share_cumulative", _("twelve months that end with 1 are expected"))
