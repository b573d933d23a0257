"""The floor: the answers of `floor.sql` behind a bare WSGI function, without framework, user or
policy. The same server runs it, and its bodies equal those of the endpoints to the letter."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2

MARK = "-- name: "
_local = threading.local()


def statements() -> dict[str, str]:
    """The statements of `floor.sql` by the name above each."""
    text = (Path(__file__).parent / "floor.sql").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split(MARK)[1:]]
    return {name.strip(): sql.strip().rstrip(";") for name, _, sql in parts}


STATEMENTS = statements()
PARAMS: dict[str, Any] = json.loads(os.environ.get("BENCH_PARAMS", "{}"))


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """Answer with what the statement named by the path returns."""
    name = environ["PATH_INFO"].strip("/")
    if name == "healthz":
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]
    with _cursor() as cursor:
        cursor.execute(STATEMENTS[name], PARAMS)
        body = cursor.fetchone()[0].encode()
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    )
    return [body]


def _cursor() -> Any:
    if not hasattr(_local, "connection"):
        parts = urlsplit(os.environ["DATABASE_URL"])
        _local.connection = psycopg2.connect(
            host=parts.hostname,
            port=parts.port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            dbname=parts.path.lstrip("/"),
        )
        _local.connection.autocommit = True
    return _local.connection.cursor()
