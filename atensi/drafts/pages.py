"""Where the form of a page is kept, and what waits there."""

from django.http import HttpRequest

from .models import Draft
from .places import LONGEST_SUBJECT, TOKEN, Place, read_token


def place_of(request: HttpRequest) -> Place | None:
    """The page's place; of a form that comes back, wherever it was sent to, the place it was typed at. None for
    somebody without membership, and for an address that is too long to be kept."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.membership_id is None:
        return None
    sent = read_token(request.POST.get(TOKEN, "")) if request.method == "POST" else None
    if sent and (sent.owner_id, sent.membership_id) == (actor.user_id, actor.membership_id):
        return sent
    address = request.get_full_path()
    if len(address) > LONGEST_SUBJECT or request.resolver_match is None:
        return None
    return Place(actor.user_id, actor.membership_id, request.resolver_match.view_name, address)


def draft_of(request: HttpRequest) -> Draft | None:
    """What waits of the page's form for its person, under the membership they act under. One query."""
    place = place_of(request)
    return Draft.objects.visible_to(request.user).at(place).first() if place else None
