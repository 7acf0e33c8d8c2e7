"""Under which membership a person acts (`request.actor`, `request.membership`); the end of idle sessions."""

import time
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.reference.workdays import zone_of

from .models import Membership
from .parameters import value_for
from .rights import keep_rights

SESSION_KEY = "membership_id"
RENEWED_KEY = "renewed"
RENEW_SECONDS = 60


def actor_for(user, membership, request_id: str = "", *, is_bound: bool = False) -> Actor:
    """The Actor of `user` acting under `membership`, one of `rights_of(user)` (None: no membership, so no rights beyond
    their own account). is_bound: they see by it alone."""
    if membership is None:
        return Actor(user_id=user.pk, request_id=request_id)
    return Actor(
        user_id=user.pk,
        membership_id=membership.pk,
        institution_id=membership.institution_id,
        role=membership.role,
        request_id=request_id,
        mandate_id=membership.mandate_id,
        is_bound=is_bound,
    )


def standings_of(user) -> list[Membership]:
    """The memberships that `user` may act under: their own first, then those lent to them by a mandate. One query."""
    rows = Membership.objects.rights_of(user).with_mandate(user).select_related("institution__region", "user")
    return sorted(rows, key=lambda membership: membership.mandate_id is not None)


class ActorMiddleware:
    """Reads the memberships anew on each request: one that ended, or was lent until yesterday, acts no more today.

    Times on the page are those of the office acted for: WIB, WITA or WIT.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = getattr(request, "request_id", "")  # atensi.logs gives it
        request.memberships, request.membership, request.actor = [], None, None
        if request.user.is_authenticated:
            self._stand(request)
        day = timezone.localdate()
        with timezone.override(_zone(request.membership)):
            if request.membership and timezone.localdate() != day:
                self._stand(request)  # past midnight there: what ended yesterday gives no right any more
        with timezone.override(_zone(request.membership)):
            return self.get_response(request)

    def _stand(self, request) -> None:
        """Note on the request what its person may act under today, and under which of it they act."""
        request.memberships = standings_of(request.user)
        if (bound := getattr(request, "bound_to", None)) is not None:  # a token acts and sees as one of them
            request.memberships = [membership for membership in request.memberships if membership.pk == bound]
            if not request.memberships:
                request.user = AnonymousUser()
                request.membership, request.actor = None, None
                return
        keep_rights(request.user, request.memberships, is_bound=bound is not None)
        chosen = request.session.get(SESSION_KEY)
        request.membership = next(
            (membership for membership in request.memberships if membership.pk == chosen),
            request.memberships[0] if request.memberships else None,
        )
        request.actor = actor_for(request.user, request.membership, request.request_id, is_bound=bound is not None)


def _zone(membership: Membership | None) -> ZoneInfo | None:
    return zone_of(membership.institution.region) if membership else None


class IdleMiddleware:
    """Ends a session in which nothing happened for the nation's `session_idle_minutes` (phones are shared).

    The session's end is moved on at most once a minute, so that most requests write nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get(RENEWED_KEY, 0) >= RENEW_SECONDS:
            request.session[RENEWED_KEY] = now
            request.session.set_expiry(60 * value_for("session_idle_minutes"))
        return self.get_response(request)
