"""Whose is this token?

Every request of an integration asks this, so the statement is put together once and not by
the ORM each time.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from directory.models import Company, Department, Token, User

JOINED: tuple[tuple[str, type[Model]], ...] = (
    ("person", User),
    ("department", Department),
    ("company", Company),
)


@dataclass(frozen=True)
class OpenToken:
    """A token in force, with the person or integration it stands for."""

    id: int
    last_used_on: date | None
    user: User


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, by which it is found and from which it cannot be
    read. Secrets are random, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_token(secret: str, now: datetime) -> OpenToken | None:
    """The token that this secret opens, with its user, department and company: one query.

    None when it is unknown, revoked or over, or when its user may not come in any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [digest_of(secret), now])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, last_used_on, *values = row
    user, department, company = _rows(values)
    user.department, user.company = department, company
    return OpenToken(token_id, last_used_on, user)


@cache
def _statement() -> str:
    quote = connection.ops.quote_name
    listed = ", ".join(
        f"{alias}.{quote(field.column)}" for alias, model in JOINED for field in _fields(model)
    )
    token, person, department, company = (
        quote(model._meta.db_table) for model in (Token, User, Department, Company)
    )
    # Put together from names of our own models.
    return (
        f"SELECT token.id, token.last_used_on, {listed} FROM {token} AS token"  # noqa: S608
        f" JOIN {person} AS person ON person.id = token.user_id"
        f" LEFT JOIN {department} AS department ON department.id = person.department_id"
        f" LEFT JOIN {company} AS company ON company.id = person.company_id"
        " WHERE token.digest = %s AND token.revoked_at IS NULL AND person.is_active"
        " AND (token.expires_at IS NULL OR token.expires_at > %s)"
    )


@cache
def _fields(model: type[Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def _rows(values: list[Any]) -> list[Any]:
    """The rows of the joined models, None where a join found none."""
    found, start = [], 0
    for _alias, model in JOINED:
        fields = _fields(model)
        own = values[start : start + len(fields)]
        start += len(fields)
        names = [field.attname for field in fields]
        row = model.from_db(DEFAULT_DB_ALIAS, names, own) if own[0] is not None else None
        found.append(row)
    return found
