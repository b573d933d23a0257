"""How well the reader reads: held against what people read, document by document.

`python -m tests.plans.reader.scoring` prints the tables of `docs/reader.md`, `--write` puts them
there, `--wrong NAME` prints what differs in one document (not for holdouts: rules are not written
from them).

A row is right when its name is one of the labels' in its box, white space and punctuation aside.
Levels, parents, sectors, regions and facts are compared for the rows that are right; regions and
facts one by one.
"""

import argparse
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from plans.reader import open_source, read
from plans.reader.rows import commitment_rows

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = Path(__file__).parent / "documents"
PLANS = ROOT / "fixtures" / "plans"
PAGE = ROOT / "docs" / "reader.md"
BANDS = (0.0, 0.5, 0.65, 0.8, 0.9, 1.01)
_ASIDE = re.compile(r"[\s“”\"‘’,，、;；:：。.—–\-－~～·]")

Row = dict[str, Any]
Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its labels and what was read in the same boxes, or in its running text."""

    name: str
    kind: str
    holdout: bool
    labels: Sequence[Row]
    found: Sequence[Row]

    def pairs(self) -> list[Pair]:
        """Give each label with the row of its name, the nearest where the name repeats."""
        waiting: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.found:
            waiting[row["box"], plain(row["name"])].append(row)
        result = []
        for label in self.labels:
            same = waiting[label["box"], plain(label["name"])]
            if same:
                nearest = min(same, key=lambda row: abs(row["start"] - label["start"]))
                same.remove(nearest)
                result.append((label, nearest))
        return result


@dataclass(frozen=True, slots=True)
class Rate:
    """How many are wanted, found and right."""

    wanted: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def f1(self) -> float:
        both = self.wanted + self.found
        return 2 * self.right / both if both else 1.0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.wanted + other.wanted, self.found + other.found, self.right + other.right)


NOTHING = Rate(0, 0, 0)


def plain(text: str) -> str:
    """Give a text without white space and punctuation, in half width."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", text)).lower()


def names(sample: Sample) -> Rate:
    return Rate(len(sample.labels), len(sample.found), len(sample.pairs()))


def same(sample: Sample, key: str) -> Rate:
    """Count the right rows of which a field says what the label's does."""
    pairs = sample.pairs()
    right = sum(plain(label[key]) == plain(row[key]) for label, row in pairs)
    return Rate(len(pairs), len(pairs), right)


def regions(sample: Sample) -> Rate:
    return _of_sets((set(a["regions"]), set(b["regions"])) for a, b in sample.pairs())


def facts(sample: Sample) -> Rate:
    return _of_sets((_told(a["facts"]), _told(b["facts"])) for a, b in sample.pairs())


def _told(given: Row) -> set[str]:
    return {f"{k} {plain(json.dumps(v, ensure_ascii=False))}" for k, v in given.items()}


def _of_sets(both: Iterable[tuple[set[str], set[str]]]) -> Rate:
    total = NOTHING
    for wanted, found in both:
        total += Rate(len(wanted), len(found), len(wanted & found))
    return total


@cache
def five_plans() -> tuple[Sample, ...]:
    """Give the boxes and the running text of the five plans that the register holds."""
    labels = _rows(PLANS / "commitments.jsonl")
    samples = []
    for plan in json.loads((PLANS / "plans.json").read_text("utf-8")):
        doc = plan["doc"]
        found = _read(PLANS / plan["text"], doc, plan["region"])
        mine = [row for row in labels if row["doc"] == doc]
        for kind, boxed in (("boxes", True), ("prose", False)):
            wanted = [row for row in mine if bool(row["box"]) is boxed]
            if wanted:
                got = [row for row in found if bool(row["box"]) is boxed]
                samples.append(Sample(doc, kind, False, wanted, got))
    return tuple(samples)


@cache
def other_documents() -> tuple[Sample, ...]:
    """Give the documents of other places, periods and layouts."""
    samples = []
    for document in json.loads((DOCUMENTS / "documents.json").read_text("utf-8")):
        doc = document["doc"]
        labels = _rows(DOCUMENTS / f"{doc}.labels.jsonl")
        found = _read(DOCUMENTS / document["file"], doc, document["home"])
        samples.append(Sample(doc, document["layout"], document["holdout"], labels, found))
    return tuple(samples)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _read(path: Path, doc: str, home: str) -> list[Row]:
    return list(commitment_rows(read(open_source(path), home=home), doc))


def bands(samples: Sequence[Sample]) -> Iterator[tuple[str, int, int]]:
    """Give for each band of confidence how many rows there are and how many of them are right."""
    counts: dict[float, list[int]] = {low: [0, 0] for low in BANDS[:-1]}
    for sample in samples:
        met = {id(row) for _, row in sample.pairs()}
        for row in sample.found:
            low = max(low for low in BANDS[:-1] if low <= row["confidence"])
            counts[low][0] += 1
            counts[low][1] += id(row) in met
    for low, high in pairwise(BANDS):
        rows, right = counts[low]
        yield f"{low:.2f} to {min(high, 1.0):.2f}", rows, right


def tables() -> str:
    """Give all tables as Markdown."""
    five, others = five_plans(), other_documents()
    worked = [sample for sample in others if not sample.holdout]
    kept = [sample for sample in others if sample.holdout]
    parts = [
        ("The five plans", _table(five)),
        ("Documents that rules were held against", _table(worked)),
        ("Holdouts", _table(kept)),
        ("Confidence, all documents", _bands_table([*five, *others])),
    ]
    return "\n\n".join(f"**{title}**\n\n{table}" for title, table in parts)


def _table(samples: Sequence[Sample]) -> str:
    head = "| text | kind | labels | recall | precision | F1 | levels | parents | sectors "
    lines = [f"{head}| regions F1 | facts F1 |", "|---|---|" + "---:|" * 9]
    lines += [_line(f"`{sample.name}`", sample.kind, [sample]) for sample in samples]
    for kind in dict.fromkeys(sample.kind for sample in samples):
        alike = [sample for sample in samples if sample.kind == kind]
        if len(alike) > 1:
            lines.append(_line("**all**", f"**{kind}**", alike))
    return "\n".join(lines)


def _line(name: str, kind: str, samples: Sequence[Sample]) -> str:
    found = sum((names(sample) for sample in samples), NOTHING)
    fields = [
        sum((same(sample, key) for sample in samples), NOTHING).recall
        for key in ("level", "parent", "sector")
    ]
    places = sum((regions(sample) for sample in samples), NOTHING)
    told = sum((facts(sample) for sample in samples), NOTHING)
    numbers = [found.recall, found.precision, found.f1, *fields, places.f1, told.f1]
    cells = " | ".join(f"{number:.2f}" for number in numbers)
    return f"| {name} | {kind} | {found.wanted} | {cells} |"


def _bands_table(samples: Sequence[Sample]) -> str:
    lines = ["| confidence | rows | right |", "|---|---:|---:|"]
    for band, rows, right in bands(samples):
        lines.append(f"| {band} | {rows} | {right / rows:.2f} |" if rows else f"| {band} | 0 | |")
    return "\n".join(lines)


def differences(name: str) -> Iterator[str]:
    """Tell what differs in a document's samples. Raises ValueError for a holdout."""
    for sample in (*five_plans(), *other_documents()):
        if sample.name != name:
            continue
        if sample.holdout:
            raise ValueError(f"{name} is a holdout")
        pairs = sample.pairs()
        met = {id(row) for pair in pairs for row in pair}
        yield from (f"missed  {row['name']}" for row in sample.labels if id(row) not in met)
        yield from (f"extra   {row['name']}" for row in sample.found if id(row) not in met)
        for label, row in pairs:
            for key in ("level", "parent", "regions", "facts"):
                if label[key] != row[key]:
                    yield f"{key}  {label['name']}: {label[key]} read {row[key]}"


def main() -> None:
    """Print the tables, write them into docs/reader.md, or print what differs in a document."""
    parser = argparse.ArgumentParser(description="How well the reader reads.")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/reader.md")
    parser.add_argument("--wrong", metavar="NAME", help="what differs in one document")
    given = parser.parse_args()
    if given.wrong:
        print("\n".join(differences(given.wrong)))
    elif given.write:
        page = PAGE.read_text("utf-8")
        before, _, rest = page.partition("<!-- scores -->\n")
        after = rest.partition("<!-- /scores -->")[2]
        PAGE.write_text(
            f"{before}<!-- scores -->\n{tables()}\n<!-- /scores -->{after}", encoding="utf-8"
        )
    else:
        print(tables())


if __name__ == "__main__":
    main()
