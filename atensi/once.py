"""A form that is sent twice does its work once: the second click, the reload, the try after a broken line."""

import hashlib
import time

from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from atensi import views
from atensi.api.problems import is_api
from atensi.errors import Problem, RuleViolation
from atensi.forms import form_id_from

RUNNING = "running"
RUNS_SECONDS, REMEMBERED_SECONDS = 90, 24 * 3600
WAIT_SECONDS, LOOK_SECONDS = 15, 0.1
DONE = {302, 303}
# Differ from one opening of a page to the next: the CSRF token, the key of the draft.
OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "draft"})
WAIT = _("Kiriman pertama masih diproses. Tunggu sebentar, lalu buka lagi halamannya.")


class OnceMiddleware:
    """Remembers by the form's key (`{% form_id %}`) and its words where it led; whoever sends it again is led there.

    One that is still at work is waited for; one that was refused may be sent again, corrected. Services that write
    what must never stand twice keep the key in their row besides.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request) if _is_form(request) else None
        if key is None:
            return self.get_response(request)
        end = time.monotonic() + WAIT_SECONDS
        while not cache.add(key, RUNNING, RUNS_SECONDS):
            led_to = cache.get(key, "")
            if led_to not in ("", RUNNING):
                return HttpResponseRedirect(led_to)
            if time.monotonic() > end:
                return views.conflict(request, RuleViolation(Problem("still_running", WAIT)))
            time.sleep(LOOK_SECONDS)
        return self._first(request, key)

    def _first(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            response = self.get_response(request)
        except BaseException:
            cache.delete(key)
            raise
        if response.status_code in DONE:
            cache.set(key, response.headers["Location"], REMEMBERED_SECONDS)
        else:
            cache.delete(key)
        return response


def _is_form(request: HttpRequest) -> bool:
    """The API has its own key, and could not read any more what was read of a body here."""
    return request.method == "POST" and request.user.is_authenticated and not is_api(request)


def _key(request: HttpRequest) -> str | None:
    try:
        form_id = form_id_from(request.POST)
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return None
    return f"once:{request.user.pk}:{form_id}:{_digest(request)}" if form_id else None


def _digest(request: HttpRequest) -> str:
    """Of where it was sent and what it says: other words under the same key are no second click."""
    said = sorted((name, texts) for name, texts in request.POST.lists() if name not in OF_THE_PAGE)
    return hashlib.sha256(repr((request.path, said)).encode()).hexdigest()
