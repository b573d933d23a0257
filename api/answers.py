"""How an answer is written: JSON with exact amounts and instants of Shanghai."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

JSON = "application/json"
PROBLEM = "application/problem+json"


def plain(value: Any) -> Any:
    """What JSON has no form for: amounts as strings, instants with +08:00, dates, lazy texts."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=plain)


def answer(
    text: str,
    *,
    status: int = 200,
    content_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An answer whose JSON is formed already (by PostgreSQL, or kept from before)."""
    response = HttpResponse(text, status=status, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-cache"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
