"""Plans, outlines and commitments from the files: exact, complete, as often as one likes."""

import json
from pathlib import Path
from typing import Any

from django.db.models import F

from directory.models import OutboxEntry
from plans.models import Commitment, Plan, PlanSection
from plans.services.library import load_library
from tests.factories import NOW
from tests.plans.files import PLANS, place_of, rewrite, row_of

Row = dict[str, Any]


def fixture_rows() -> list[Row]:
    lines = (PLANS / "commitments.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def traces() -> dict[str, Any]:
    """What a second run must leave as it is."""
    return {
        "plans": list(Plan.objects.order_by("pk").values_list("pk", "version")),
        "commitments": list(Commitment.objects.order_by("pk").values_list("pk", "key", "version")),
        "sections": list(PlanSection.objects.order_by("pk").values_list("pk", "key", "start")),
        "named": list(Commitment.regions.through.objects.order_by("pk").values_list()),
        "history": Commitment.pgh_event_model.objects.count(),  # type: ignore[attr-defined]
        "outbox": OutboxEntry.objects.count(),
    }


def test_the_texts_are_kept_to_the_last_line_break(library: None) -> None:
    plans = {plan.doc: plan for plan in Plan.objects.all()}
    assert sorted(plans) == ["000", "001", "002", "003", "004"]
    for doc, plan in plans.items():
        assert plan.text.encode("utf-8") == (PLANS / "texts" / f"{doc}.txt").read_bytes()
    assert plans["001"].number == "运政发〔2021〕12号"
    # A document without a title goes by a label that says so.
    assert "原文无标题" in plans["000"].title


def test_nothing_of_the_files_is_lost_and_every_quote_is_the_texts(library: None) -> None:
    stored = {one.key: one for one in Commitment.objects.select_related("plan", "parent")}
    rows = fixture_rows()
    assert len(rows) == len(stored) > 190
    for row in rows:
        one = stored[row["id"]]
        assert one.plan.text[one.start : one.end] == one.quote == row["quote"]
        assert one.parent.name if one.parent else row["parent"] == ""
        for field in ("name", "box", "box_title", "group", "level", "facts", "note"):
            assert getattr(one, field) == row[field]
        assert (one.sector_id, one.plan.doc) == (row["sector"], row["doc"])
        naming = Commitment.regions.through.objects.filter(commitment=one).order_by("id")
        assert list(naming.values_list("region_id", flat=True)) == row["regions"]


def test_each_stands_in_the_smallest_part_of_the_outline_that_holds_it(library: None) -> None:
    airport = Commitment.objects.select_related("section").get(key="001-06-01")
    assert airport.section is not None
    assert (airport.section.kind, airport.section.title) == ("group", "通用航空产业")
    street = Commitment.objects.select_related("section").get(key="001-10-24")
    assert street.section is not None
    assert (street.section.kind, street.section.number) == ("box", "10")
    outside = Commitment.objects.exclude(section__start__lte=F("start"), section__end__gte=F("end"))
    assert not outside.exists()


def test_a_second_run_changes_nothing(library: None) -> None:
    before = traces()
    again = load_library(now=NOW)
    assert traces() == before
    assert not any(again.created.values())
    assert not again.differences


def test_a_row_put_in_moves_the_keys_and_nothing_else(library: None, folder: Path) -> None:
    before = sorted(Commitment.objects.values_list("name", "pk"))

    def take_out(rows: list[Row]) -> None:
        del rows[place_of(rows, "001-06-01")]
        for row in rows:
            if row["id"].startswith("001-06-"):
                row["id"] = f"001-06-{int(row['id'][-2:]) - 1:02d}"

    rewrite(folder, take_out)
    Commitment.objects.filter(key="001-06-01").update(key="001-06-99")
    loaded = load_library(now=NOW, folder=folder)
    assert [one.key for one in loaded.differences] == ["001-06-99"]
    assert sorted(Commitment.objects.values_list("name", "pk")) == before
    second = Commitment.objects.get(name="河津市航空经济区通用机场项目")
    assert (second.key, second.version) == ("001-06-01", 2)
    untouched = Commitment.objects.get(key="001-10-01")
    assert untouched.version == 1


def test_what_the_file_no_longer_has_stays_and_gives_its_key_away(
    library: None, folder: Path
) -> None:
    def replace(rows: list[Row]) -> None:
        row_of(rows, "001-06-04").update(name="别的工程", quote="专栏 6", start=34352, end=34356)

    rewrite(folder, replace)
    gone = Commitment.objects.get(key="001-06-04")
    loaded = load_library(now=NOW, folder=folder)
    assert loaded.created["commitments.jsonl"] == 1
    assert Commitment.objects.get(key="001-06-04").name == "别的工程"
    gone.refresh_from_db()
    assert gone.name == "夏县航空经济区建设项目"
    assert [one.stored for one in loaded.differences] == ["夏县航空经济区建设项目"]


def test_a_correction_goes_through_the_unit_of_work(library: None, folder: Path) -> None:
    def correct(rows: list[Row]) -> None:
        airport = row_of(rows, "001-06-01")
        airport |= {"name": "运城机场改扩建工程", "regions": ["140802", "140800"]}

    rewrite(folder, correct)
    told = OutboxEntry.objects.count()
    load_library(now=NOW, folder=folder)
    airport = Commitment.objects.get(key="001-06-01")
    assert airport.name == "运城机场改扩建工程"
    assert airport.version > 1
    assert {region.code for region in airport.regions.all()} == {"140800", "140802"}
    entry = OutboxEntry.objects.order_by("id").last()
    assert OutboxEntry.objects.count() == told + 1
    assert entry is not None
    assert (entry.resource, entry.change, entry.object_version) == (
        "commitments",
        "updated",
        airport.version,
    )
    assert entry.action == "plans.load_library"


def test_what_was_decided_about_a_commitment_stays(library: None, folder: Path) -> None:
    Commitment.objects.filter(key="001-06-01").update(set_aside_reason="不属于本市")
    rewrite(folder, lambda rows: row_of(rows, "001-06-01").update(note="a better note"))
    load_library(now=NOW, folder=folder)
    airport = Commitment.objects.get(key="001-06-01")
    assert (airport.set_aside_reason, airport.note) == ("不属于本市", "a better note")


def test_an_outline_may_be_corrected(library: None, folder: Path) -> None:
    path = folder / "outlines" / "001.json"
    sections = json.loads(path.read_text("utf-8"))
    kept = [row for row in sections if row["key"] != "b06.g01"]
    next(row for row in kept if row["key"] == "b06")["title"] = "新业态项目"
    path.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    load_library(now=NOW, folder=folder)
    airport = Commitment.objects.select_related("section").get(key="001-06-01")
    assert airport.section is not None
    assert (airport.section.key, airport.section.title) == ("b06", "新业态项目")
    assert not PlanSection.objects.filter(plan__doc="001", key="b06.g01").exists()
