"""Partners of a Sentra: a new agreement, and the end of one. They are shown on the pages of both institutions."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.errors import attempt, require
from atensi.forms import reasons_from, sent

from .. import permissions
from ..acting import acting_office
from ..forms.partnerships import PartnershipForm
from ..forms.people import ReasonForm
from ..models import Institution, Partnership
from ..services.partnerships import agree_partnership, end_partnership


@require_http_methods(["GET", "POST"])
def partnership_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the institution of this page as a partner of the acting Sentra."""
    partner = get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)
    sentra = acting_office(request)
    require(permissions.can_keep_partners(request.actor, sentra))
    form, problems = PartnershipForm(sent(request)), []
    if form.is_valid():
        write = partial(agree_partnership, partner=partner, reasons=reasons_from(request.POST), by=request.actor)
        made, problems = attempt(partial(write, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Kemitraan dengan %(name)s tercatat.") % {"name": partner})
            return redirect("institutions:detail", partner.pk)
    status = 409 if problems else 422 if form.errors else 200
    context = {"form": form, "partner": partner, "sentra": sentra, "problems": problems}
    context |= {"reasons": reasons_from(request.POST)}
    return render(request, "institutions/partnership_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def partnership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement before its last day, with the reason."""
    rows = Partnership.objects.visible_to(request.user).select_related("sentra", "partner")
    partnership = get_object_or_404(rows, pk=pk)
    require(permissions.can_end_partnership(request.actor, acting_office(request), partnership))
    form = ReasonForm(sent(request))
    if form.is_valid():
        write = partial(end_partnership, partnership=partnership, by=request.actor)
        made, problems = attempt(partial(write, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Kemitraan diakhiri."))
            return redirect("institutions:detail", partnership.partner_id)
        form.add_problems(problems)
    context = {"form": form, "partnership": partnership}
    return render(request, "institutions/partnership_end.html", context, status=422 if form.errors else 200)
