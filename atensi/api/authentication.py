"""Who asks: the middleware has said so already, by a token of one membership, or by the session of a browser."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class BoundAuthentication(BaseAuthentication):
    """A token that `TokenMiddleware` has read. One that names nothing, has ended, or whose membership has, is refused
    even when a session comes with it."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        asked = request._request
        if refused := getattr(asked, "token_refused", ""):
            raise AuthenticationFailed(refused)
        token = getattr(asked, "token", None)
        if token is None:
            return None
        if asked.actor is None:
            raise AuthenticationFailed
        return asked.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
