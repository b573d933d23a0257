"""Counts the statements that each target sends, in a process of its own."""

import json
import os
import sys
from pathlib import Path

import django


def main(path: str) -> None:
    """Read what to ask from standard input; write the counts to a file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    django.setup()
    # Needs the apps.
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    asked = json.load(sys.stdin)
    access = asked["access"]
    counts: dict[str, int] = {}
    for kind in ("endpoints", "pages"):
        client = Client(SERVER_NAME="127.0.0.1")
        headers = {}
        if kind == "endpoints":
            headers["Authorization"] = f"Token {access['token']}"
        else:
            client.cookies[access["session_cookie"]] = access["session"]
        for name, address in asked[kind].items():
            client.get(address, headers=headers)
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address, headers=headers)
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code}")
            counts[name] = len(captured)
    Path(path).write_text(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1])
