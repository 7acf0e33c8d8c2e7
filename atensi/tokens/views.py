"""A person's tokens; a new one is shown on the answer to the form that makes it, and never again."""

from functools import partial

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atensi.forms import told_once

from .forms import TokenForm
from .models import ApiToken
from .services import make_token, revoke_token


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Make one, and see those that run. As for passwords and passkeys, the person has just proved who they are."""
    form, secret = told_once(TokenForm(request.POST or None), partial(make_token, by=request.actor))
    own = ApiToken.objects.visible_to(request.user)
    context = {
        "form": form,
        "secret": secret,
        "membership": request.membership,
        "may_make": request.actor.membership_id is not None and request.actor.mandate_id is None,
        "running": own.running().select_related("membership__institution"),
    }
    return render(request, "tokens/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_token(token=get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk), by=request.actor)
    messages.success(request, _("Token dicabut. Program yang memakainya tidak bisa masuk lagi."))
    return redirect("tokens:list")
