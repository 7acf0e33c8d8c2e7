"""Who may open which page: every URL name has a line here; one without a line is refused (default deny).

PUBLIC: without signing in. SIGNED_IN: any signed-in person. Otherwise the roles of the acting membership.
What a person sees on the page is a matter of `visible_to`, not of this table.
"""

from django.core.exceptions import PermissionDenied

from institutions.states import CASE_ROLES, Role

from .api import API
from .carers import API_OF_CARERS, CARERS
from .cases import CASES, DESK, MEETINGS, SERASI
from .frame import ACCOUNTS, DEADLINES, DRAFTS, FRAME, INSTITUTIONS, INSTRUMENTS, NOTICES, REPORTS, TOKENS, WEBHOOKS
from .living import LIVING
from .referrals import REFERRALS
from .roles import PUBLIC, SIGNED_IN

ACCESS: dict[str, object] = {
    **FRAME,
    **ACCOUNTS,
    **NOTICES,
    **DEADLINES,
    **DRAFTS,
    **INSTRUMENTS,
    **INSTITUTIONS,
    **CASES,
    **DESK,
    **SERASI,
    **MEETINGS,
    **CARERS,
    **REFERRALS,
    **LIVING,
    **REPORTS,
    **TOKENS,
    **WEBHOOKS,
    **API,
    **API_OF_CARERS,
}


def may_open(url_name: str, role: str, *, signed_in: bool) -> bool:
    """Whether somebody acting under `role` ("" without a membership) may open the page `url_name`."""
    allowed = ACCESS.get(url_name)
    if allowed == PUBLIC:
        return True
    if not signed_in or allowed is None:
        return False
    return allowed == SIGNED_IN or role in allowed


class AccessMiddleware:
    """Applies the table after LoginRequiredMiddleware: 403 for a role without a right, or a URL without a line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        role = request.actor.role if request.actor else ""
        if may_open(request.resolver_match.view_name, role, signed_in=request.user.is_authenticated):
            return
        if not request.user.is_authenticated:
            return  # LoginRequiredMiddleware has sent them to sign in, or the view is marked as needing no login
        raise PermissionDenied


__all__ = ["ACCESS", "CASE_ROLES", "PUBLIC", "SIGNED_IN", "AccessMiddleware", "Role", "may_open"]
