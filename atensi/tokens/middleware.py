"""A token in place of a session: `request.user` is its person, `request.bound_to` its membership."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from atensi.api.problems import is_api, refused
from atensi.limits import count

from .models import ApiToken
from .services import note_use

# Whoever tries tokens that do not exist soon gets no answer. One that exists is answered all the same: behind a proxy
# many people have one address.
MISSES, WINDOW_SECONDS = 20, 60


class Reader(TokenAuthentication):
    """knox's reading of the header and comparing of hashes, without its deleting of rows while somebody reads."""

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        return auth_token.revoked_at is not None or not ApiToken.objects.running().filter(pk=auth_token.pk).exists()


class TokenMiddleware:
    """Before `ActorMiddleware`, which then lets the person act under that membership and see by it alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carries = is_api(request) and "Authorization" in request.headers
        if carries and not self._read(request) and _too_many_misses(request):
            answer = refused(429)
            answer.headers["Retry-After"] = str(WINDOW_SECONDS)
            return answer
        return self.get_response(request)

    def _read(self, request: HttpRequest) -> bool:
        """Note on the request whose token it carries; nobody's when it is none that opens anything."""
        request.user = AnonymousUser()
        try:
            found = Reader().authenticate(request)
        except (AuthenticationFailed, UnicodeDecodeError):
            found = None
        if found is None:
            request.token_refused = _("Token tidak berlaku.")
            return False
        request.user, request.token = found
        request.bound_to = request.token.membership_id
        note_use(request.token)
        return True


def _too_many_misses(request: HttpRequest) -> bool:
    """Count one more miss from this address."""
    return count(f"token-misses:{request.META.get('REMOTE_ADDR', '')}", seconds=WINDOW_SECONDS) > MISSES
