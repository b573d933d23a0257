"""What people corrected in a reading of the plans: recorded once, applied to every later reading.

A correction is a line of JSON: `doc`, `action` and `reason`, and

- `drop`: `where` tells the row that is none;
- `change`: `where` tells the row, `set` what it should say; facts are set one by one, null takes
  one away. With `many`, `where` means several rows and all are changed;
- `add`: `rows` are rows that the reading lacks;
- `reread`: a sentence means other rows: those that `where` tells are none, `rows` are.

`where` holds fields and what they say in the reading; a list of such tells several rows, one by
one. `of` is `commitment`, or `outline` for a
section. What matches no row, or several without `many`, is refused: the reading has changed, and a
person should look again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]
Action = Literal["add", "drop", "change", "reread"]
_KEYS = {"of", "doc", "action", "where", "set", "rows", "many", "reason"}
_NEEDED: dict[str, set[str]] = {
    "add": {"rows"},
    "drop": {"where"},
    "change": {"where", "set"},
    "reread": {"where", "rows"},
}


class InvalidCorrection(ValueError):
    """A correction that cannot be applied; its message names the line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One recorded correction, from a line of a file."""

    line: int
    of: str
    doc: str
    action: Action
    where: tuple[Mapping[str, Any], ...]
    values: Mapping[str, Any]
    rows: tuple[Row, ...]
    many: bool
    reason: str

    def meant(self, rows: Sequence[Row]) -> set[int]:
        """Give the places of the rows that `where` tells.

        Raises InvalidCorrection where it tells none, or several without `many`.
        """
        found: set[int] = set()
        for where in self.where:
            places = {i for i, row in enumerate(rows) if self._matches(row, where)}
            if not places or (len(places) > 1 and not self.many):
                said = f"{len(places)} rows" if places else "no row"
                raise InvalidCorrection(f"line {self.line}: matches {said}: {dict(where)}")
            found |= places
        return found

    def _matches(self, row: Row, where: Mapping[str, Any]) -> bool:
        return row["doc"] == self.doc and all(row.get(key) == where[key] for key in where)


def corrections_in(lines: Iterable[str]) -> list[Correction]:
    """Read the corrections of a file. Raises InvalidCorrection."""
    return [_correction(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def corrected(rows: Iterable[Row], corrections: Iterable[Correction], *, of: str) -> list[Row]:
    """Apply the corrections of one kind, in their order; rows come in the order of the texts.

    Raises InvalidCorrection for one that matches no row, or several without `many`.
    """
    result = [dict(row) for row in rows]
    for correction in corrections:
        if correction.of == of:
            result = _applied(correction, result)
    return sorted(
        result,
        key=lambda row: (row["doc"], row["start"], -row["end"] if of == "outline" else row["end"]),
    )


def _correction(number: int, line: str) -> Correction:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise InvalidCorrection(f"line {number}: not JSON: {error}") from error
    action = given.get("action")
    if action not in _NEEDED:
        raise InvalidCorrection(f"line {number}: the action is add, drop or change")
    missing = ({"doc", "reason"} | _NEEDED[action]) - {key for key in given if given[key]}
    if missing or not given.keys() <= _KEYS:
        names = ", ".join(sorted(missing or given.keys() - _KEYS))
        raise InvalidCorrection(f"line {number}: {'lacks' if missing else 'knows no'} {names}")
    where = given.get("where", [])
    return Correction(
        line=number,
        of=given.get("of", "commitment"),
        doc=given["doc"],
        action=action,
        where=tuple(where if isinstance(where, list) else [where]),
        values=given.get("set", {}),
        rows=tuple(given.get("rows", [])),
        many=given.get("many", False),
        reason=given["reason"],
    )


def _applied(correction: Correction, rows: list[Row]) -> list[Row]:
    meant = correction.meant(rows)
    if correction.action == "change":
        values = correction.values
        return [_changed(row, values) if i in meant else row for i, row in enumerate(rows)]
    stay = [row for i, row in enumerate(rows) if i not in meant]
    return stay + [{"doc": correction.doc, **row} for row in correction.rows]


def _changed(row: Row, values: Mapping[str, Any]) -> Row:
    changed = row | {key: value for key, value in values.items() if key != "facts"}
    if "facts" in values:
        facts = row["facts"] | values["facts"]
        changed["facts"] = {key: value for key, value in facts.items() if value is not None}
    return changed
