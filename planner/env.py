"""Typed readers of the environment that refuse nonsense loudly.

Each reader takes a variable's name. `NAME_FILE` may name a file that holds the value instead, as
Docker secrets do; giving both is refused. An empty value counts as not given.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})

T = TypeVar("T")


class BadEnvironment(Exception):
    """A variable is missing or does not read as what it should be; the message names it."""


def raw(name: str) -> str | None:
    """Return the variable's text, or None when it is not given.

    Raises BadEnvironment when it is given twice or its file cannot be read.
    """
    value = os.environ.get(name) or None
    file_name = os.environ.get(f"{name}_FILE") or None
    if file_name is None:
        return value
    if value is not None:
        raise BadEnvironment(f"{name} and {name}_FILE are both given; keep one of them.")
    try:
        return Path(file_name).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise BadEnvironment(f"{name}_FILE={file_name} cannot be read: {error}.") from error


def text(name: str, default: str | None = None) -> str:
    """Return the text; without a default it must be given."""
    value = raw(name)
    if value is not None:
        return value
    if default is None:
        raise BadEnvironment(f"{name} must be given (see .env.example).")
    return default


def _parsed(name: str, default: T, parse: Callable[[str], T], wanted: str) -> T:
    value = raw(name)
    if value is None:
        return default
    try:
        return parse(value)
    except ValueError as error:
        raise BadEnvironment(f"{name}={value!r} is not {wanted}.") from error


def flag(name: str, default: bool) -> bool:
    """Return yes or no: 1, true, yes, on or 0, false, no, off."""

    def parse(value: str) -> bool:
        lowered = value.lower()
        if lowered not in TRUE | FALSE:
            raise ValueError(value)
        return lowered in TRUE

    return _parsed(name, default, parse, "yes or no (1 or 0)")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return a whole number between `least` and `most`."""

    def parse(value: str) -> int:
        number = int(value)
        if number < least or (most is not None and number > most):
            raise ValueError(value)
        return number

    limit = f"of at least {least}" if most is None else f"between {least} and {most}"
    return _parsed(name, default, parse, f"a whole number {limit}")


def listing(name: str, default: list[str]) -> list[str]:
    """Return the items of a comma-separated list, without empty ones."""
    value = raw(name)
    if value is None:
        return default
    return [item.strip() for item in value.split(",") if item.strip()]


def url(name: str, default: str | None = None, *, schemes: frozenset[str]) -> str:
    """Return a URL of one of the schemes, without a trailing slash. Secrets are not repeated."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise BadEnvironment(f"{name} is not a URL: {error}.") from error
    if parts.scheme not in schemes:
        raise BadEnvironment(f"{name} must begin with {' or '.join(sorted(schemes))}://.")
    return value.rstrip("/")


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL database given as a URL.

    What follows a question mark goes to libpq (`?sslmode=require`).
    """
    parts = urlsplit(url(name, default, schemes=POSTGRES_SCHEMES))
    database_name = unquote(parts.path.lstrip("/"))
    if not parts.hostname or not database_name:
        raise BadEnvironment(f"{name} must name a host and a database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname),
        "PORT": str(parts.port or 5432),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
