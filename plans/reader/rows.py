"""What was found in a document as plain rows: for files and for comparing with other lists."""

from collections.abc import Iterator
from typing import Any

from plans.reader.model import FoundCommitment, Reading

KEYS = (
    *("plan", "doc", "box", "box_title", "group", "name", "quote", "start", "end", "level"),
    *("parent", "regions", "sector", "facts", "confidence", "why"),
)


def commitment_rows(reading: Reading, doc: str) -> Iterator[dict[str, Any]]:
    """Give a row per commitment, in the text's order; `doc` is the name of the document."""
    for found in reading.commitments:
        yield {"plan": reading.document.number, "doc": doc, **_row(found)}


def _row(found: FoundCommitment) -> dict[str, Any]:
    return {
        "box": found.box,
        "box_title": found.box_title,
        "group": found.group,
        "name": found.name,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "level": found.level,
        "parent": found.parent,
        "regions": list(found.regions),
        "sector": found.sector,
        "facts": found.facts,
        "confidence": round(found.confidence, 2),
        "why": found.why,
    }
