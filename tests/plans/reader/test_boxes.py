"""What the boxes of three real plans name, against what people read in them."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from plans.reader import read

PLANS = Path(__file__).resolve().parents[3] / "fixtures" / "plans"
HOMES = {"001": "140800", "002": "141000", "003": "140500"}


def key(name: str) -> str:
    return re.sub(r"[\s“”\"、，,；;：:—–-]", "", unicodedata.normalize("NFKC", name))


def counted(rows: list[tuple[str, str]], boxes: set[str]) -> Counter[tuple[str, str]]:
    return Counter((box, key(name)) for box, name in rows if box in boxes)


@pytest.mark.parametrize(("doc", "floor"), [("001", 0.94), ("002", 0.88), ("003", 0.74)])
def test_names_of_boxes(doc: str, floor: float) -> None:
    lines = (PLANS / "commitments.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = [row for row in map(json.loads, lines) if row["doc"] == doc and row["box"]]
    boxes = {row["box"] for row in labelled}
    with (PLANS / "texts" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
        reading = read(file.read(), home=HOMES[doc])
    gold = counted([(row["box"], row["name"]) for row in labelled], boxes)
    found = counted([(row.box, row.name) for row in reading.commitments], boxes)
    right = (gold & found).total()
    assert 2 * right / (gold.total() + found.total()) >= floor
