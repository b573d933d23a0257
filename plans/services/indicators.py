"""The indicators of the plans: from the files into the register, and what each year reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.clock import date_of
from directory.errors import RuleViolation
from directory.models import User
from directory.services.fixture_files import Difference, FileRow, Loaded, once
from directory.unit import UnitOfWork, locked, unit_of_work
from plans import policy
from plans.models import Indicator, IndicatorYear, Plan, PlanSection
from plans.rules.amounts import read_amount
from plans.rules.results import printed_result

FILE = "indicators.jsonl"
FIELDS = (
    *("table", "box", "category", "group", "number", "name", "unit", "base_year", "base_text"),
    *("base_value", "target_year", "target_text", "target_value", "growth_text", "cumulative"),
    *("further", "nature", "note", "start", "end"),
)
YEAR_FIELDS = ("year", "text", "value", "note")
PRINTED = IndicatorYear.Source.PRINTED
OFFICE = IndicatorYear.Source.OFFICE
LONGEST_TEXT = 60
FIRST_YEAR = 1950

Place = tuple[int, int | None, int]
"""Where an indicator stands: its plan, its section, its row."""


# --- From the files -----------------------------------------------------------------------------


def load_indicators(
    work: UnitOfWork,
    rows: Sequence[FileRow],
    plans: Mapping[str, Plan],
    outlines: Mapping[int, Sequence[PlanSection]],
) -> Loaded:
    """Insert the indicators that are new, correct those that the file has corrected, and say
    which ones it no longer has; those stay, as does all that the plan office has entered.

    Raises `file_row` for a row that is not as expected, or whose cells the text does not say.
    """
    once(rows, "id")
    given = [_given(row, plans, outlines) for row in rows]
    created, vanished = put_indicators(work, given, plans=list(plans.values()))
    return Loaded(
        {FILE: created},
        [Difference(FILE, f"{row.table} {row.order}", "id", row.name, "") for row in vanished],
    )


def put_indicators(
    work: UnitOfWork, given: Sequence[Indicator], *, plans: Sequence[Plan]
) -> tuple[int, list[Indicator]]:
    """Bring the stored indicators of plans to those given, with the years that their own tables
    print. Returns how many are new, and those stored that are no longer given."""
    rows = Indicator.objects.select_for_update(of=("self",)).filter(plan__in=plans)
    stored = {_place(row): row for row in rows.order_by("id")}
    new = [one for one in given if _place(one) not in stored]
    changed = [
        _take_over(stored[_place(one)], one)
        for one in given
        if _place(one) in stored and not _agree(stored[_place(one)], one)
    ]
    work.change_all(changed, FIELDS)
    work.create_all(new)
    known = {_place(one) for one in given}
    _put_printed_years(work, [stored.get(_place(one), one) for one in given])
    return len(new), [row for place, row in stored.items() if place not in known]


def _place(indicator: Indicator) -> Place:
    return indicator.plan_id, indicator.section_id, indicator.order


def _agree(stored: Indicator, given: Indicator) -> bool:
    return all(getattr(stored, field) == getattr(given, field) for field in FIELDS)


def _take_over(stored: Indicator, given: Indicator) -> Indicator:
    for field in FIELDS:
        setattr(stored, field, getattr(given, field))
    return stored


def _given(
    row: FileRow, plans: Mapping[str, Plan], outlines: Mapping[int, Sequence[PlanSection]]
) -> Indicator:
    plan = plans[row.known("doc", plans, _("plan"))]
    keys = {section.key: section for section in outlines[plan.pk]}
    cells = {
        name: row.text(name, empty=True, longest=longest)
        for name, longest in (
            *(("table", 200), ("box", 12), ("category", 80), ("group", 120), ("number", 12)),
            *(("unit", 60), ("base_text", 120), ("target_text", 120), ("growth_text", 120)),
        )
    }
    return indicator_of(
        plan,
        section=keys.get(row.known("section", keys, _("section"))),
        cells={
            **cells,
            "name": row.text("name", longest=200),
            "order": row.whole("order", least=1, most=1000),
            "base_year": _year(row, "base_year"),
            "target_year": _year(row, "target_year"),
            "nature": row.one_of("nature", Indicator.Nature.values, empty=True),
            "further": row.cells.get("further", []),
            "note": row.text("note", empty=True),
            **_proved(row, plan, list(cells.values())[-3:]),
        },
    )


def _proved(row: FileRow, plan: Plan, printed: Sequence[str]) -> dict[str, int]:
    """The row's extent. Raises `file_row` when a figure is not in the text there."""
    length = len(plan.text)
    start = row.whole("start", least=0, most=length)
    end = row.whole("end", least=start + 1, most=length)
    quote = plan.text[start:end]
    if not all(text in quote for text in printed):
        raise row.bad("start", _("the figures of the row are expected in the text there"))
    return {"start": start, "end": end}


def _year(row: FileRow, column: str) -> int | None:
    return None if row.cells.get(column) is None else row.whole(column, least=1950, most=2100)


def indicator_of(plan: Plan, *, section: PlanSection | None, cells: Mapping[str, Any]) -> Indicator:
    """An indicator, not stored yet, from the cells that were read; its numbers are derived."""
    base, target = read_amount(cells["base_text"]), read_amount(cells["target_text"])
    names = (
        *("table", "box", "category", "group", "number", "order", "name", "unit", "base_year"),
        *("base_text", "target_year", "target_text", "growth_text", "nature", "note"),
        *("start", "end"),
    )
    return Indicator(
        plan=plan,
        section=section,
        base_value=base.number,
        target_value=target.number,
        cumulative=target.cumulative,
        further=[list(pair) for pair in cells["further"]],
        **{name: cells[name] for name in names},
    )


# --- What the tables themselves print ------------------------------------------------------------


def _put_printed_years(work: UnitOfWork, indicators: Sequence[Indicator]) -> None:
    """Keep what a table of results prints beside its targets; what the plan office has entered
    for the same year stays."""
    stored: dict[int, list[IndicatorYear]] = {}
    for row in IndicatorYear.objects.filter(indicator__in=indicators).order_by("year", "id"):
        stored.setdefault(row.indicator_id, []).append(row)
    new: list[IndicatorYear] = []
    changed: list[IndicatorYear] = []
    for indicator in indicators:
        found = printed_result(indicator.facts(), indicator.further, indicator.note)
        if found is None:
            continue
        known = stored.get(indicator.pk, [])
        printed = next((row for row in known if row.source == PRINTED), None)
        if any(row.year == found.year and row.source != PRINTED for row in known):
            continue
        row = printed or IndicatorYear(indicator=indicator, source=PRINTED)
        if (row.year, row.text, row.note) == (found.year, found.text, found.head):
            continue
        row.year, row.text, row.note = found.year, found.text, found.head
        row.value = read_amount(found.text).number
        (changed if printed else new).append(row)
    work.change_all(changed, YEAR_FIELDS)
    work.create_all(new)


# --- What the plan office enters ----------------------------------------------------------------


def record_year(
    *,
    indicator_id: int,
    year: int,
    text: str,
    actor: User,
    now: datetime,
    reason: str = "",
    note: str = "",
    version: int | None = None,
) -> Indicator:
    """Enter what an indicator reached in a year, as a text like those of the plan's table; a
    number is derived where it holds one. What stands there already is corrected with a reason.

    Raises Indicator.DoesNotExist for one that the actor cannot see, NotPermitted, Conflict, or a
    RuleViolation about `year`, `text` or `reason`.
    """
    text, reason = text.strip(), reason.strip()
    action = "indicator.record_year"
    with unit_of_work(action, actor=actor, now=now, reason=reason or note) as work:
        indicator = locked(Indicator.objects.visible_to(actor), indicator_id, version=version)
        plan = Plan.objects.without_text().select_related("region").get(pk=indicator.plan_id)
        policy.require_records(actor, plan.region)
        _check_year(year, date_of(now).year)
        _check_text(text)
        value = read_amount(text).number
        stored = IndicatorYear.objects.filter(indicator=indicator, year=year).first()
        if stored is None:
            work.create(
                IndicatorYear(
                    indicator=indicator, year=year, text=text, value=value, note=note, source=OFFICE
                )
            )
        elif (stored.text, stored.note) == (text, note):
            return indicator
        elif not reason:
            raise RuleViolation("reason_required", field="reason")
        else:
            work.change(stored, text=text, value=value, note=note, source=OFFICE)
        # The figure is part of the indicator: its version rises and the feed tells of it.
        return work.change(indicator)


def _check_year(year: int, this_year: int) -> None:
    if not FIRST_YEAR <= year <= this_year:
        choices = f"{FIRST_YEAR} … {this_year}"
        raise RuleViolation("choice_unknown", "year", {"value": year, "choices": choices})


def _check_text(text: str) -> None:
    if not text:
        raise RuleViolation("required", field="text")
    if len(text) > LONGEST_TEXT:
        raise RuleViolation("note_too_long", field="text", params={"limit": LONGEST_TEXT})
