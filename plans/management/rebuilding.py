"""The register's files anew: the five texts read again, what people corrected applied."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plans.reader import Reading, Source, read
from plans.reader.rows import commitment_rows
from plans.rules.corrections import Correction, corrected, corrections_in
from plans.rules.differences import corrections_to

Row = dict[str, Any]
# What a person decides about a row; the rest follows from the text.
JUDGED = (
    *("box", "group", "name", "start", "end", "level", "parent", "regions", "sector", "facts"),
)
_COLUMNS = (
    *("id", "plan", "doc", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent", "regions", "sector", "facts", "note"),
)
_EMPTY: Row = {
    "box": "",
    "group": "",
    "parent": "",
    "regions": [],
    "sector": "",
    "facts": {},
}
_SECTION = ("key", "kind", "number", "title", "start", "end", "parent")


class Files:
    """The fixture files of the plans in a folder, and what a new reading gives in their place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plans: list[Row] = json.loads((folder / "plans.json").read_text("utf-8"))
        self.readings: dict[str, Reading] = {
            plan["doc"]: read(Source(self._text(plan)), plan["region"]) for plan in self.plans
        }

    def commitments(self) -> str:
        """Give commitments.jsonl: the reading with corrections and remarks applied."""
        rows = corrected(self._read_rows(), self._corrections("corrections.jsonl"), of="commitment")
        rows = [self._completed({"note": "", **row}) for row in rows]
        rows = corrected(rows, self._corrections("remarks.jsonl"), of="commitment")
        return _lines(_with_ids(rows))

    def outlines(self) -> dict[str, str]:
        """Give outlines/<doc>.json of each document."""
        rows = [
            {"doc": doc, **asdict(section)}
            for doc, reading in self.readings.items()
            for section in reading.document.sections
        ]
        rows = corrected(rows, self._corrections("corrections.jsonl"), of="outline")
        return {
            doc: _array([{key: row[key] for key in _SECTION} for row in rows if row["doc"] == doc])
            for doc in self.readings
        }

    def rebuilt(self) -> dict[Path, str]:
        """Give every file that follows from the texts and the corrections."""
        outlines = {
            self.folder / "outlines" / f"{doc}.json": text for doc, text in self.outlines().items()
        }
        return {self.folder / "commitments.jsonl": self.commitments(), **outlines}

    def record(self) -> dict[Path, str]:
        """Give corrections.jsonl and remarks.jsonl that lead to the files as they stand.

        Corrections of the outline stay; so does the reason of a correction that stays.
        """
        wanted = [json.loads(line) for line in _nonempty(self.folder / "commitments.jsonl")]
        known = [json.loads(line) for line in _nonempty(self.folder / "corrections.jsonl")]
        reasons = {_without_reason(row): row["reason"] for row in known}
        rows = [row for row in known if row.get("of") == "outline"]
        read_rows = list(self._read_rows())
        found = corrections_to(read_rows, wanted, fields=JUDGED, sentence=self._sentence)
        for row in found:
            rows.append({**row, "reason": reasons.get(_without_reason(row), row["reason"])})
        remarks = [
            {
                "doc": row["doc"],
                "action": "change",
                "where": {key: row[key] for key in ("name", "start", "end")},
                "set": {"note": row["note"]},
                "reason": "remark",
            }
            for row in wanted
            if row["note"]
        ]
        return {
            self.folder / "corrections.jsonl": _lines(rows),
            self.folder / "remarks.jsonl": _lines(remarks),
        }

    def _read_rows(self) -> Iterable[Row]:
        for plan in self.plans:
            for row in commitment_rows(self.readings[plan["doc"]], plan["doc"]):
                yield {key: row[key] for key in row if key not in {"confidence", "why"}}

    def _completed(self, row: Row) -> Row:
        """Fill in what follows: the plan's number, the box's title, the quoted words."""
        document = self.readings[row["doc"]].document
        titles = {s.number: s.title for s in document.sections if s.kind == "box"}
        plan = next(plan for plan in self.plans if plan["doc"] == row["doc"])
        row = {**_EMPTY, **row}
        return row | {
            "plan": plan["number"],
            "box_title": titles.get(row["box"], ""),
            "quote": document.source.text[row["start"] : row["end"]],
        }

    def _sentence(self, row: Row) -> int:
        """Tell in which sentence a row stands: where that begins."""
        text = self.readings[row["doc"]].document.source.text
        return max(text.rfind(stop, 0, row["start"]) for stop in "。；")

    def _corrections(self, name: str) -> list[Correction]:
        return corrections_in(_nonempty(self.folder / name))

    def _text(self, plan: Row) -> str:
        path: Path = self.folder / plan["text"]
        return path.read_bytes().decode("utf-8")


def differing_rows(before: str, after: str) -> list[str]:
    """Give the rows that only one of two files has, marked - and +; the order of keys is none."""
    old, new = _rows_of(before), _rows_of(after)
    gone, come = set(old) - set(new), set(new) - set(old)
    return [f"- {row}" for row in old if row in gone] + [f"+ {row}" for row in new if row in come]


def _rows_of(text: str) -> list[str]:
    given = json.loads(text) if text.startswith("[") else map(json.loads, text.splitlines())
    return [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in given]


def _with_ids(rows: Sequence[Row]) -> list[Row]:
    """Number the rows of each box, and those outside boxes (t), in the order of the text."""
    sizes = Counter((row["doc"], row["box"]) for row in rows)
    counts: Counter[tuple[str, str]] = Counter()
    numbered = []
    for row in rows:
        place = (row["doc"], row["box"])
        counts[place] += 1
        box = f"{int(row['box']):02d}" if row["box"] else "t"
        width = 3 if sizes[place] > 99 else 2
        row = {**row, "id": f"{row['doc']}-{box}-{counts[place]:0{width}d}"}
        numbered.append({column: row[column] for column in _COLUMNS})
    return numbered


def _without_reason(row: Row) -> str:
    return json.dumps({k: v for k, v in row.items() if k != "reason"}, sort_keys=True)


def _nonempty(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _lines(rows: Iterable[Row]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _array(rows: list[Row]) -> str:
    """Write rows as an array of JSON, a row in each line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"
