"""Who calls: a browser's session (with CSRF), or `Authorization: Token …`."""

from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from directory import clock
from directory.models import User
from directory.queries.tokens import OpenToken, open_token
from directory.services.tokens import mark_used

if TYPE_CHECKING:
    # DRF's views read the settings that name this module.
    from rest_framework.views import APIView

SCHEME = "token"
CHALLENGE = 'Token realm="api"'
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuthentication(BaseAuthentication):
    """One indexed query finds the token and its user; no session is read."""

    def authenticate(self, request: Request) -> tuple[User, OpenToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        now = clock.now()
        token = open_token(secret.strip(), now)
        if token is None:
            raise AuthenticationFailed
        today = clock.date_of(now)
        if token.last_used_on != today:
            mark_used(token_id=token.id, today=today)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class WriteThrottle(UserRateThrottle):
    """Bounds writes per person; reads are bounded by pages and timeouts, and stay cheap."""

    scope = "write"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE:
            return True
        return bool(super().allow_request(request, view))
