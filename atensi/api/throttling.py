from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle


class PersonThrottle(SimpleRateThrottle):
    """So many requests a minute for one token, or for one person in a browser; counted in Redis."""

    scope = "api"

    def get_rate(self) -> str:
        return settings.API_RATE

    def get_cache_key(self, request, view) -> str | None:
        token = getattr(request, "token", None)
        if token is not None:
            return f"api-token:{token.pk}"
        return f"api-person:{request.user.pk}" if request.user and request.user.is_authenticated else None
