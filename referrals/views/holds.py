"""Keeping a place free for a case, and letting it go: two buttons of the router's page, which seeks the same after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from atensi.errors import require
from cases.models import Case
from cases.views.page import number_of

from ..models import PlaceHold
from ..permissions import can_send
from ..receivers import receivers
from ..services.holds import hold_place, let_go_place
from ..states import ReferralKind
from .routing import wish_in


@require_POST
def place_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a place of the `institution` sent. What stands against it is a page of its own (409)."""
    rows = Case.objects.visible_to(request.user).select_related("beneficiary", "office__region")
    case = get_object_or_404(rows, pk=pk)
    require(can_send(request.actor, case), _("Hanya yang menangani kasus ini yang boleh menahan tempat."))
    offered = receivers(ReferralKind.ADMISSION, case)
    institution = offered.filter(pk=number_of(request.POST.get("institution"))).first()
    if institution is None:
        messages.error(request, _("Pilih lembaganya."))
        return _route(request, case.pk)
    hold_place(case=case, institution=institution, by=request.actor)
    messages.success(request, _("Tempat di %(name)s ditahan.") % {"name": institution.name})
    return _route(request, case.pk)


@require_POST
def place_let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held place go before its time."""
    rows = PlaceHold.objects.visible_to(request.user).select_related("case", "institution")
    hold = get_object_or_404(rows, pk=pk)
    let_go_place(hold=hold, by=request.actor)
    messages.success(request, _("Tempat di %(name)s dilepas.") % {"name": hold.institution.name})
    return _route(request, hold.case_id)


def _route(request: HttpRequest, case: int) -> HttpResponse:
    return redirect(reverse("referrals:route", args=[case]) + wish_in(request))
