"""From a reading and what people read: the corrections that lead from the one to the other."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
_WORDS = {
    "name": "the name as the list means it",
    "level": "its level",
    "parent": "the programme it belongs to",
    "group": "the group it stands in",
    "box": "the box it stands in",
    "regions": "the places it names",
    "sector": "its sector",
    "facts": "what the words around it say",
    "start": "the words that name it",
    "end": "the words that name it",
    "title": "the title",
}


def corrections_to(
    read: Sequence[Row],
    wanted: Sequence[Row],
    *,
    fields: Sequence[str],
    sentence: Callable[[Row], Hashable] = lambda row: row["start"],
) -> Iterator[Row]:
    """Give the corrections, as rows for a file, that turn the rows read into those wanted.

    Where all rows of a group with one sector belong to another, one correction says so; so does one
    for all rows of a box that differ alike, and one for all that a sentence means otherwise:
    `sentence` tells in which a row stands.
    """
    pairs, extra, missing = _paired(read, wanted)
    shared = list(_shared_sectors(pairs))
    yield from shared
    sectors = {(row["doc"], *row["where"].values()): row["set"]["sector"] for row in shared}
    yield from _changes(pairs, read, fields, sectors)
    whole = _boxes_without(wanted, extra)
    yield from (_whole_box(doc, box) for doc, box in sorted(whole))
    sentences: dict[tuple[str, Hashable], tuple[list[Row], list[Row]]] = defaultdict(
        lambda: ([], [])
    )
    for found in extra:
        if (found["doc"], found["box"]) not in whole:
            sentences[found["doc"], sentence(found)][0].append(found)
    for meant in missing:
        sentences[meant["doc"], sentence(meant)][1].append(meant)
    for gone, come in sorted(sentences.values(), key=lambda both: _place((both[1] or both[0])[0])):
        yield _read_otherwise(gone, come, read, wanted, fields)


def _changes(
    pairs: Iterable[tuple[Row, Row]],
    read: Sequence[Row],
    fields: Sequence[str],
    sectors: Mapping[tuple[str, ...], str],
) -> Iterator[Row]:
    """Give what rows should say instead, those of a box that differ alike together."""
    alike: dict[str, Row] = {}
    for found, meant in sorted(pairs, key=lambda pair: _place(pair[0])):
        told = {**found, "sector": sectors.get(_class_of(found), found["sector"])}
        change = _change(told, meant, fields)
        if not change:
            continue
        reason = meant["note"] or "; ".join(dict.fromkeys(_WORDS[key] for key in change))
        correction = {"doc": found["doc"], "action": "change", "set": change, "reason": reason}
        kind = json.dumps([found["box"], correction], sort_keys=True)
        alike.setdefault(kind, {**correction, "where": []})["where"].append(_where(found, read))
    for correction in alike.values():
        where = correction["where"]
        yield {**correction, "where": where[0] if len(where) == 1 else where}


def _read_otherwise(
    gone: Sequence[Row],
    come: Sequence[Row],
    read: Sequence[Row],
    wanted: Sequence[Row],
    fields: Sequence[str],
) -> Row:
    """Give the one correction for a sentence: which rows it does not mean, which it does."""
    action = "reread" if gone and come else "add" if come else "drop"
    correction: Row = {"doc": (gone or come)[0]["doc"], "action": action}
    if gone:
        where = [_where(found, read) for found in gone]
        correction["where"] = where[0] if len(where) == 1 else where
    if come:
        correction["rows"] = [
            {key: meant[key] for key in fields if meant[key] not in ("", [], {})} for meant in come
        ]
    notes = "; ".join(dict.fromkeys(meant["note"] for meant in come if meant["note"]))
    return {**correction, "reason": notes or _why(gone, come, read, wanted)}


def _why(
    gone: Sequence[Row], come: Sequence[Row], read: Sequence[Row], wanted: Sequence[Row]
) -> str:
    if come:
        cut = gone or any(_overlap(found, meant) for found in read for meant in come)
        return "the words were cut otherwise" if cut else "was not found"
    around = next((row for row in wanted if any(_overlap(row, found) for found in gone)), None)
    return f"words of 「{around['name']}」" if around else "no undertaking of its own"


def _boxes_without(wanted: Sequence[Row], extra: Iterable[Row]) -> set[tuple[str, str]]:
    """Give the boxes in which something was read and nothing is wanted."""
    meant = {(row["doc"], row["box"]) for row in wanted}
    return {(row["doc"], row["box"]) for row in extra if row["box"]} - meant


def _whole_box(doc: str, box: str) -> Row:
    return {
        "doc": doc,
        "action": "drop",
        "many": True,
        "where": {"box": box},
        "reason": "a box of directions: it names no works of its own",
    }


def _paired(
    read: Sequence[Row], wanted: Sequence[Row]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pair what is the same: by words and name, else by words alone, else by name in its box."""
    left, right = list(read), list(wanted)
    pairs: list[tuple[Row, Row]] = []
    for key in (("start", "end", "name"), ("start", "end"), ("box", "name")):
        waiting: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in left:
            waiting[row["doc"], *(row[field] for field in key)].append(row)
        rest = []
        for row in right:
            same = waiting.get((row["doc"], *(row[field] for field in key)))
            if same:
                pairs.append((same.pop(0), row))
            else:
                rest.append(row)
        left = [row for rows in waiting.values() for row in rows]
        right = rest
    return pairs, sorted(left, key=_place), sorted(right, key=_place)


def _shared_sectors(pairs: Iterable[tuple[Row, Row]]) -> Iterator[Row]:
    """Give a correction for each group where it saves more lines than its exceptions cost."""
    classes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for found, meant in pairs:
        classes[_class_of(found)][meant["sector"]] += 1
    for key, sectors in sorted(classes.items()):
        doc, box, group, sector = key
        often, times = min(sectors.items(), key=lambda item: (-item[1], item[0]))
        if often != sector and times > 1 + sectors.get(sector, 0):
            yield {
                "doc": doc,
                "action": "change",
                "many": True,
                "where": {"box": box, "group": group, "sector": sector},
                "set": {"sector": often},
                "reason": "the sector of what this group names",
            }


def _class_of(row: Row) -> tuple[str, ...]:
    return row["doc"], row["box"], row["group"], row["sector"]


def _change(found: Row, meant: Row, fields: Sequence[str]) -> Row:
    change = {key: meant[key] for key in fields if key != "facts" and found[key] != meant[key]}
    facts = {
        key: meant["facts"].get(key)
        for key in {**found["facts"], **meant["facts"]}
        if found["facts"].get(key) != meant["facts"].get(key)
    }
    return {**change, **({"facts": facts} if facts else {})}


def _where(row: Row, rows: Sequence[Row]) -> Row:
    """Tell a row by its name and its place; by its end too where others begin there."""
    where = {"name": row["name"], "start": row["start"]}
    same = [other for other in rows if all(other[key] == where[key] for key in where)]
    return where if len(same) == 1 else {**where, "end": row["end"]}


def _overlap(one: Row, other: Row) -> bool:
    return bool(
        one["doc"] == other["doc"] and one["start"] < other["end"] and other["start"] < one["end"]
    )


def _place(row: Row) -> tuple[str, int, int]:
    return row["doc"], row["start"], row["end"]
