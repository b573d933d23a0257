"""Which version the caller saw: `If-Match` with the ETag of the row, or `version` in the body."""

import re
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from api.errors import Fault, InvalidInput, PreconditionRequired


def etag(version: int) -> str:
    return f'"{version}"'


def version_seen(request: Request, body: Mapping[str, Any]) -> int:
    """The version that the caller saw; the service compares it under the row's lock.

    Raises PreconditionRequired when there is none, InvalidInput when it is none of ours.
    """
    header = request.headers.get("If-Match")
    if header is not None:
        match = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', header.strip())
        if match is None:
            raise InvalidInput([Fault.of("version_form", "If-Match", value=header[:40])])
        return int(match[1])
    if body.get("version") is not None:
        return int(body["version"])
    raise PreconditionRequired
