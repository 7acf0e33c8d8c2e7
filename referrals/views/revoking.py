"""Taking a signed care decision back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from cases.masking import require_names

from ..eligibility.revoking import is_revoked
from ..forms.decisions import RevocationForm
from ..models import CareDecision
from ..permissions import can_revoke
from ..services.revoking import revoke_decision
from .decisions import PAPER_RELATED


@require_http_methods(["GET", "HEAD", "POST"])
def decision_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """What the decision approved and who lives by it, and the reason to take it back. One that was is shown instead."""
    rows = CareDecision.objects.visible_to(request.user).select_related(*PAPER_RELATED)
    decision = get_object_or_404(rows, pk=pk)
    require(can_revoke(request.actor, decision), _("Hanya pejabat pemutus kantor yang memutuskan yang boleh mencabut."))
    require_names(request.user, decision.case)
    if request.method != "POST" and is_revoked(decision):
        return redirect("referrals:decision", decision.pk)
    form, problems = RevocationForm(request.POST or None), []
    if form.is_valid():
        made, problems = attempt(lambda: revoke_decision(decision=decision, by=request.actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Keputusan %(number)s dicabut.") % {"number": decision.number})
            return redirect("referrals:decision", decision.pk)
    placement = decision.placements.open().select_related("institution", "carer").first()
    context = {"decision": decision, "case": decision.case, "form": form, "problems": problems, "placement": placement}
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, "referrals/decision_revoke.html", context, status=status)
    record_view("decision.view", decision, by=request.actor)
    return response
