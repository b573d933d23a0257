"""Which version the caller saw: `If-Match` with the ETag of the row, or `version` in the body; and
whether an answer says anything new: `If-None-Match`."""

import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from rest_framework.request import Request

from api.errors import Fault, InvalidInput, PreconditionRequired


def etag(version: int | None, text: str) -> str:
    """The version of a row, by which it is changed, and a digest of what is shown of it: names
    beside it and days late become others without a new version."""
    digest = blake2b(text.encode(), digest_size=6).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the caller has this very answer already."""
    header = request.headers.get("If-None-Match", "")
    known = (one.strip().removeprefix("W/") for one in header.split(","))
    return any(one in ("*", tag) for one in known)


def version_seen(request: Request, body: Mapping[str, Any]) -> int:
    """The version that the caller saw; the service compares it under the row's lock.

    Raises PreconditionRequired when there is none, InvalidInput when it is none of ours.
    """
    header = request.headers.get("If-Match")
    if header is not None:
        match = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})(?:-[0-9a-f]{12})?"?', header.strip())
        if match is None:
            raise InvalidInput([Fault.of("version_form", "If-Match", value=header[:40])])
        return int(match[1])
    if body.get("version") is not None:
        return int(body["version"])
    raise PreconditionRequired
