"""Sets `request.actor` and `request.membership`: under which membership the signed-in person acts."""

import uuid

from atensi.audit.actor import Actor

SESSION_KEY = "membership_id"


def actor_for(user, membership, request_id: str = "") -> Actor:
    """The Actor of `user` acting under `membership` (None: no membership, so no rights beyond their own account)."""
    if membership is None:
        return Actor(user_id=user.pk, request_id=request_id)
    return Actor(
        user_id=user.pk,
        membership_id=membership.pk,
        institution_id=membership.institution_id,
        role=membership.role,
        request_id=request_id,
    )


class ActorMiddleware:
    """Reads the memberships anew on each request: one that ended yesterday acts no more today."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        request.memberships, request.membership, request.actor = [], None, None
        if request.user.is_authenticated:
            request.memberships = list(request.user.memberships.current().select_related("institution__region"))
            chosen = request.session.get(SESSION_KEY)
            request.membership = next(
                (membership for membership in request.memberships if membership.pk == chosen),
                request.memberships[0] if request.memberships else None,
            )
            request.actor = actor_for(request.user, request.membership, request.request_id)
        return self.get_response(request)
