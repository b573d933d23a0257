"""The indicators from the files into the register, and what the plan office enters."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from directory.errors import Conflict, NotPermitted, RuleViolation
from directory.models import OutboxEntry, Role, User
from plans.models import Indicator, IndicatorYear
from plans.services.indicators import record_year
from plans.services.library import load_library
from tests.factories import NOW, UserFactory
from tests.plans.files import PLANS

Rows = list[dict[str, Any]]


def truth() -> Rows:
    lines = (PLANS / "indicators.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rewrite(folder: Path, change: Callable[[Rows], Any]) -> None:
    rows = truth()
    change(rows)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "indicators.jsonl").write_text("".join(lines), "utf-8")


def traces() -> tuple[Any, ...]:
    return (
        list(Indicator.objects.order_by("pk").values_list("pk", "version")),
        list(IndicatorYear.objects.order_by("pk").values_list("pk", "version")),
        OutboxEntry.objects.count(),
    )


@pytest.fixture
def office(library: None) -> User:
    return UserFactory(username="yc-office", role=Role.PLAN_OFFICE, region_id="140800")


@pytest.fixture
def urban(library: None) -> Indicator:
    """常住人口城镇化率 of the 14th five-year outline: no base printed, 58 in 2025."""
    return Indicator.objects.get(name="常住人口城镇化率", target_year=2025)


# --- From the files -----------------------------------------------------------------------------


def test_every_row_is_stored_cell_for_cell(library: None) -> None:
    rows = Indicator.objects.as_printed().select_related("plan", "section")
    stored = {
        (one.plan.doc, one.section.key if one.section else "", one.order): one for one in rows
    }
    for row in truth():
        one = stored[row["doc"], row["section"], row["order"]]
        for field in row.keys() - {"id", "doc", "section"}:
            assert getattr(one, field) == row[field], (row["id"], field)
    assert len(stored) == len(truth()) == 111


def test_numbers_are_derived_only_where_there_is_one(library: None) -> None:
    values = {
        one.name: (one.base_value, one.target_value, one.cumulative)
        for one in Indicator.objects.filter(target_year=2025, plan__doc="001")
    }
    assert values["森林覆盖率"] == (Decimal("29.2"), Decimal("31.77"), False)
    assert values["规上工业企业数量"] == (Decimal(610), Decimal(1300), True)
    assert values["国家实验室/省实验室"] == (None, None, False)
    assert values["从业人员持证率"] == (Decimal(30), Decimal(50), False)


def test_results_that_the_table_prints_become_years(library: None) -> None:
    years = IndicatorYear.objects.filter(indicator__plan__doc="001", indicator__box="1")
    urban = years.get(indicator__name="常住人口城镇化率")
    # The star says that the figure is of 2019.
    assert (urban.year, urban.text, urban.value) == (2019, "51.24*", Decimal("51.24"))
    assert urban.source == IndicatorYear.Source.PRINTED
    assert years.get(indicator__name="农村居民人均可支配收入").year == 2020
    # 1,174 in 2015, but a growth of 5.8 per cent as its result: as printed.
    assert years.get(indicator__name="地区生产总值").text == "5.8"
    assert not years.filter(indicator__name="人均预期寿命").exists()
    assert IndicatorYear.objects.exclude(indicator__box="1").count() == 0


def test_a_second_run_leaves_everything_as_it_is(library: None) -> None:
    before = traces()
    assert load_library(now=NOW).created["indicators.jsonl"] == 0
    assert traces() == before


def test_a_corrected_file_corrects(library: None, folder: Path) -> None:
    def correct(rows: Rows) -> None:
        rows[1]["category"] = "经济"
        rows[1]["further"][0][1] = "51.24"

    rewrite(folder, correct)
    load_library(now=NOW, folder=folder)
    one = Indicator.objects.get(name="常住人口城镇化率", target_year=2020)
    assert (one.category, one.version) == ("经济", 2)
    # Without its star the figure is of the target's year.
    assert list(one.years.values_list("year", "text")) == [(2020, "51.24")]


def test_a_row_that_the_file_drops_stays_and_is_told(library: None, folder: Path) -> None:
    rewrite(folder, lambda rows: rows.pop())
    loaded = load_library(now=NOW, folder=folder)
    assert [one.stored for one in loaded.differences] == ["开办企业时间"]
    assert Indicator.objects.count() == 111


@pytest.mark.parametrize(
    ("column", "value"),
    [("base_text", "47"), ("doc", "009"), ("section", "t99"), ("nature", "hoped"), ("start", 4704)],
)
def test_a_row_that_is_not_as_expected_is_refused(
    library: None, folder: Path, column: str, value: Any
) -> None:
    rewrite(folder, lambda rows: rows[1].update({column: value}))
    with pytest.raises(RuleViolation) as refused:
        load_library(now=NOW, folder=folder)
    assert refused.value.code == "file_row"


# --- What the plan office enters ----------------------------------------------------------------


def test_the_plan_office_enters_a_year(office: User, urban: Indicator) -> None:
    found = record_year(indicator_id=urban.pk, year=2023, text=" 54.2 ", actor=office, now=NOW)
    entered = urban.years.get()
    assert (entered.year, entered.text, entered.value) == (2023, "54.2", Decimal("54.2"))
    assert entered.source == IndicatorYear.Source.OFFICE
    assert found.version == urban.version + 1
    told = OutboxEntry.objects.get(action="indicator.record_year")
    assert (told.resource, told.object_id) == ("indicators", str(urban.pk))


def test_words_are_kept_without_a_number(office: User, urban: Indicator) -> None:
    record_year(indicator_id=urban.pk, year=2023, text="未公布", actor=office, now=NOW)
    assert urban.years.get().value is None


def test_a_correction_needs_a_reason_and_leaves_a_trace(office: User, urban: Indicator) -> None:
    record_year(indicator_id=urban.pk, year=2023, text="54.2", actor=office, now=NOW)
    with pytest.raises(RuleViolation) as refused:
        record_year(indicator_id=urban.pk, year=2023, text="54.6", actor=office, now=NOW)
    assert (refused.value.code, refused.value.field) == ("reason_required", "reason")
    reason = "统计公报修订"
    record_year(indicator_id=urban.pk, year=2023, text="54.6", reason=reason, actor=office, now=NOW)
    assert urban.years.get().text == "54.6"
    events = IndicatorYear.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    last = events.filter(indicator_id=urban.pk).last()
    assert last.pgh_context.metadata["reason"] == reason
    assert last.pgh_context.metadata["actor"] == office.pk


def test_the_same_again_changes_nothing(office: User, urban: Indicator) -> None:
    record_year(indicator_id=urban.pk, year=2023, text="54.2", actor=office, now=NOW)
    before = traces()
    record_year(indicator_id=urban.pk, year=2023, text="54.2", actor=office, now=NOW)
    assert traces() == before


def test_what_the_office_corrected_the_file_leaves_alone(office: User, folder: Path) -> None:
    one = Indicator.objects.get(name="户籍人口城镇化率")
    record_year(indicator_id=one.pk, year=2020, text="28", reason="普查修订", actor=office, now=NOW)
    load_library(now=NOW, folder=folder)
    assert one.years.get().text == "28"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"year": NOW.year + 1}, "choice_unknown", "year"),
        ({"year": 1899}, "choice_unknown", "year"),
        ({"text": "  "}, "required", "text"),
        ({"text": "9" * 61}, "note_too_long", "text"),
    ],
)
def test_what_cannot_be_is_refused(
    office: User, urban: Indicator, given: dict[str, Any], code: str, field: str
) -> None:
    values: dict[str, Any] = {"year": 2023, "text": "54.2", **given}
    with pytest.raises(RuleViolation) as refused:
        record_year(indicator_id=urban.pk, actor=office, now=NOW, **values)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_version_that_is_not_the_rows_own_is_a_conflict(office: User, urban: Indicator) -> None:
    with pytest.raises(Conflict):
        record_year(indicator_id=urban.pk, year=2023, text="54", version=99, actor=office, now=NOW)


def test_only_the_plan_office_of_the_region_or_above_enters(urban: Indicator) -> None:
    def enter(actor: User) -> None:
        record_year(indicator_id=urban.pk, year=2023, text="54", actor=actor, now=NOW)

    for role, region in (
        *((Role.LEADER, "140800"), (Role.PLAN_OFFICE, "141000"), (Role.COUNTY_OFFICE, "140802")),
    ):
        with pytest.raises(NotPermitted):
            enter(UserFactory(role=role, region_id=region))
    enter(UserFactory(role=Role.ADMINISTRATOR, region=None))


def test_who_does_not_see_it_does_not_find_it(urban: Indicator) -> None:
    stranger = UserFactory(role=Role.PLAN_OFFICE, region=None, is_active=False)
    with pytest.raises(Indicator.DoesNotExist):
        record_year(indicator_id=urban.pk, year=2023, text="54", actor=stranger, now=NOW)
