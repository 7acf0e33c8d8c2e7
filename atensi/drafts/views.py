from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .places import TOKEN, read_token
from .services import drop_draft


@csrf_exempt  # the signed key cannot be forged, and a page that expired has words to keep, too
@login_not_required
@require_POST
def draft_save(request: HttpRequest) -> HttpResponse:
    """While somebody types: what the middleware has kept of the form, said in a line."""
    place = read_token(request.POST.get(TOKEN, ""))
    if place is None:
        raise BadRequest
    ended = request.user.pk != place.owner_id
    return render(request, "drafts/_state.html", {"saved_at": request.draft and request.draft.at, "ended": ended})


@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Throw one's own draft away and open the form anew."""
    place = read_token(request.POST.get("discard", ""))
    if place is None or place.owner_id != request.user.pk:
        raise BadRequest
    drop_draft(place=place)
    return redirect(place.subject)
