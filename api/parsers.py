"""How a body is read: JSON that says one thing, in text that a database can keep."""

import json
import math
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 20
NUL = "\0"


class StrictJSONParser(JSONParser):
    """JSON in UTF-8 without what readers understand differently: a name given twice, numbers
    that are none, halves of characters, or nesting without end."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Raises ParseError."""
        try:
            data = json.loads(
                stream.read().decode("utf-8"),
                object_pairs_hook=_object,
                parse_float=_finite,
                parse_constant=_no_number,
            )
            _shallow(data, DEEPEST)
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError):
            raise ParseError from None
        return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs) or any(NUL in name for name in found):
        raise ValueError("names")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text[:40])
    return number


def _no_number(text: str) -> None:
    raise ValueError(text)


def _shallow(data: Any, levels: int) -> None:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if inner and not levels:
        raise ValueError("nesting")
    for one in inner:
        _shallow(one, levels - 1)
