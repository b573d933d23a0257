"""Access tokens of the API: given out, marked as used, taken back."""

import secrets
from datetime import date, datetime

from django.db.models import Q

from directory.models import Token, User
from directory.queries.tokens import digest_of
from directory.unit import locked, unit_of_work

SECRET_BYTES = 32
PREFIX_LETTERS = 8


def issue_token(
    *, user: User, name: str, actor: User | None, now: datetime, expires_at: datetime | None = None
) -> tuple[Token, str]:
    """Give a user a token; the secret is returned once and kept nowhere."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = Token(
        user=user,
        name=name,
        prefix=secret[:PREFIX_LETTERS],
        digest=digest_of(secret),
        created_at=now,
        expires_at=expires_at,
    )
    with unit_of_work("token.issue", actor=actor, now=now) as work:
        work.create(token)
    return token, secret


def revoke_token(*, token_id: int, actor: User | None, now: datetime) -> Token:
    """Take a token back at once; one that was taken back stays so."""
    with unit_of_work("token.revoke", actor=actor, now=now) as work:
        token = locked(Token.objects.all(), token_id)
        if token.revoked_at is None:
            work.change(token, revoked_at=now)
    return token


def mark_used(*, token_id: int, today: date) -> None:
    """Remember the day of a token's last use; written once a day however often it is used."""
    unmarked = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
    Token.objects.filter(unmarked, pk=token_id).update(last_used_on=today)
