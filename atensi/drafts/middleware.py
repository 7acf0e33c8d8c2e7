"""Every sent form that names a draft is kept before anything else looks at it, and dropped when it has done its work.

So its words survive a refusal, a failure of ours, a session that ended, and a token that is no longer valid.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.api.problems import is_api
from institutions.middleware import SESSION_KEY
from institutions.models import Membership

from .places import TOKEN, Place, read_token
from .services import drop_draft, keep_draft

UNREADABLE = (SuspiciousOperation, UnreadablePostError, MultiPartParserError)
DONE = {302, 303}


@dataclass(frozen=True, slots=True)
class Kept:
    """What this request's form holds is kept: where, and since when."""

    place: Place
    at: datetime


class DraftMiddleware:
    """`request.draft`: what was kept of the sent form, None when it names no draft or nothing could be kept.

    The API is sent no forms; what is read of a body here, it could not read any more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.draft = _kept(request) if request.method == "POST" and not is_api(request) else None
        response = self.get_response(request)
        if request.draft is None or response.status_code not in DONE:
            return response
        place = request.draft.place
        if not request.user.is_authenticated:
            return _to_sign_in(request, place)
        if request.user.pk == place.owner_id:
            drop_draft(place=place)
        return response


def _to_sign_in(request: HttpRequest, place: Place) -> HttpResponse:
    """The session ended before the form came: to the sign-in, and from there back to the page with its words."""
    text = _("Sesi Anda berakhir, jadi kiriman tadi belum diterima. Tulisan Anda tersimpan; masuk lagi untuk lanjut.")
    messages.warning(request, text)
    # Signing in keeps what the session holds: a person of several memberships comes back under the draft's.
    request.session[SESSION_KEY] = place.membership_id
    return redirect_to_login(place.subject)


def _kept(request: HttpRequest) -> Kept | None:
    try:
        place = read_token(request.POST.get(TOKEN, ""))
    except UNREADABLE:
        return None  # the view, or what stands before it, answers that
    if place is None or not _stands(request, place):
        return None
    at = keep_draft(place=place, values=request.POST.lists())
    return Kept(place, at) if at else None


def _stands(request: HttpRequest, place: Place) -> bool:
    """Whether the draft's owner may still act under its membership."""
    if request.user.pk == place.owner_id:
        return place.membership_id in {row.pk for row in request.memberships}
    return Membership.objects.rights_of(User(pk=place.owner_id)).filter(pk=place.membership_id).exists()
