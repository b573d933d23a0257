"""The reader reads no document worse than it did: floors of F1, just below what is measured."""

import pytest

from plans.reader.rows import KEYS
from tests.plans.reader.scoring import (
    NOTHING,
    PAGE,
    Rate,
    Sample,
    bands,
    differences,
    facts,
    five_plans,
    names,
    other_documents,
    regions,
    same,
    tables,
)

NAMES = {
    ("000", "prose"): 0.87,
    ("001", "boxes"): 0.95,
    ("001", "prose"): 0.81,
    ("002", "boxes"): 0.89,
    ("002", "prose"): 0.77,
    ("003", "boxes"): 0.79,
    ("003", "prose"): 0.83,
    ("004", "prose"): 0.64,
    ("anyang_2017", "lists"): 0.89,
    ("chengdu_2021", "lists"): 0.88,
    ("chengyang_2020", "lists"): 0.92,
    ("fenghua_2025_table", "lists"): 0.98,
    ("guangdong_15th_holdout", "prose"): 0.70,
    ("guangdong_2022_report", "prose"): 0.90,
    ("guizhou_2022", "lists"): 0.72,
    ("hangzhou_nev_plan", "lists"): 0.98,
    ("hunan_oldbase_holdout", "prose"): 0.80,
    ("nanchang_2011", "prose"): 0.93,
    ("national_14th_transport", "lists"): 0.94,
    ("national_15th_prose", "prose"): 0.26,
    ("ndrc_2015_holdout", "prose"): 0.69,
    ("northeast_2022_reports", "prose"): 0.84,
    ("sichuan_2025_report", "prose"): 0.91,
    ("synthetic_county_report", "prose"): 0.92,
    ("synthetic_energy_boxes_holdout", "lists"): 0.82,
    ("synthetic_hardwrapped", "lists"): 0.98,
    ("synthetic_numbered_gb18030", "lists"): 0.94,
    ("synthetic_oneline", "lists"): 0.98,
    ("synthetic_project_table", "lists"): 0.98,
    ("synthetic_unnumbered_boxes", "lists"): 0.91,
    ("western_2000", "lists"): 0.93,
    ("western_2009", "lists"): 0.98,
    ("western_2016", "lists"): 0.98,
}
REGIONS, FACTS, LEVELS = 0.96, 0.90, 0.95
"""All documents together."""

SAMPLES = [*five_plans(), *other_documents()]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.name}-{sample.kind}")
def test_names_are_found_as_well_as_before(sample: Sample) -> None:
    assert names(sample).f1 >= NAMES[sample.name, sample.kind]


def test_what_is_said_of_right_rows_is_right() -> None:
    assert sum(map(regions, SAMPLES), NOTHING).f1 >= REGIONS
    assert sum(map(facts, SAMPLES), NOTHING).f1 >= FACTS
    assert sum((same(sample, "level") for sample in SAMPLES), NOTHING).recall >= LEVELS


def test_rows_of_high_confidence_are_right_more_often() -> None:
    shares = [right / rows for _, rows, right in bands(SAMPLES) if rows]
    assert shares[-1] == max(shares)
    assert shares[0] == min(shares)


def row(name: str, start: int, **fields: object) -> dict[str, object]:
    return {**dict.fromkeys(KEYS, ""), "name": name, "start": start, "regions": [], "facts": {}} | (
        fields
    )


def test_a_name_counts_once_the_nearest_and_without_its_punctuation() -> None:
    labels = [row("甲水库（二期）", 10, regions=["140800"]), row("乙站", 90)]
    found = [
        row("甲水库(二期)", 400),
        row("甲水库（二期）", 12, regions=["140800", "140802"]),
        row("丙站", 90),
    ]
    sample = Sample("x", "prose", False, labels, found)
    assert [pair[1]["start"] for pair in sample.pairs()] == [12]
    assert names(sample) == Rate(2, 3, 1)
    assert regions(sample) == Rate(1, 2, 1)
    assert (round(names(sample).recall, 2), round(names(sample).precision, 2)) == (0.5, 0.33)


def test_the_tables_name_every_document_and_holdouts_are_not_shown() -> None:
    printed = tables()
    assert all(f"`{sample.name}`" in printed for sample in SAMPLES)
    holdout = next(sample.name for sample in SAMPLES if sample.holdout)
    with pytest.raises(ValueError, match="holdout"):
        list(differences(holdout))
    assert any(line.startswith("missed") for line in differences("004"))


def test_the_page_holds_the_tables_of_some_reading() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"`{sample.name}`" in page for sample in SAMPLES)
