"""Whose is this token?"""

import hashlib
from datetime import datetime

from django.db.models import Q

from directory.models import Token, User


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, by which it is found and from which it cannot be
    read. Secrets are random, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def valid_token(secret: str, now: datetime) -> Token | None:
    """The token that this secret opens, with its user, department and company: one query.

    None when it is unknown, revoked or over, or when its user may not come in any more.
    """
    in_force = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    rows = Token.objects.select_related("user__department", "user__company")
    return rows.filter(
        in_force, digest=digest_of(secret), revoked_at__isnull=True, user__is_active=True
    ).first()


def user_of_token(secret: str, now: datetime) -> User | None:
    """The person or integration that comes with this secret."""
    token = valid_token(secret, now)
    return token.user if token else None
