"""How a file goes out: the headers that API and pages share, as plain text."""

from collections.abc import Mapping
from urllib.parse import quote


def download_headers(name: str, *, plain: str) -> Mapping[str, str]:
    """The headers of a file that is saved and never shown: kept by nobody on the way, and taken
    by no browser for another type. `plain` is the name for who cannot read the real one."""
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
