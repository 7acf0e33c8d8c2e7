"""Taking a signed care decision back, or changing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from cases.masking import require_names

from ..eligibility.revising import in_force_until
from ..eligibility.revoking import is_revoked
from ..forms.decisions import RevisionForm, RevocationForm
from ..models import CareDecision
from ..permissions import can_revoke
from ..services.revising import revise_decision
from ..services.revoking import revoke_decision
from .decisions import PAPER_RELATED


@require_http_methods(["GET", "HEAD", "POST"])
def decision_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """What the decision approved and who lives by it, and the reason to take it back. One that was is shown instead."""
    decision = _changeable(request, pk, _("Hanya pejabat pemutus kantor yang memutuskan yang boleh mencabut."))
    form = RevocationForm(request.POST or None)
    done = _("Keputusan %(number)s dicabut.") % {"number": decision.number}
    return _paper(request, decision, form, revoke_decision, done, "referrals/decision_revoke.html")


@require_http_methods(["GET", "HEAD", "POST"])
def decision_revise(request: HttpRequest, pk: int) -> HttpResponse:
    """How long the decision is in force and who lives by it, and what changes why. One taken back is shown instead."""
    decision = _changeable(request, pk, _("Hanya pejabat pemutus kantor yang memutuskan yang boleh mengubah."))
    form = RevisionForm(request.POST or None)
    done = _("Keputusan %(number)s diubah.") % {"number": decision.number}
    return _paper(request, decision, form, revise_decision, done, "referrals/decision_revise.html")


def _changeable(request: HttpRequest, pk: int, refusal: str) -> CareDecision:
    """Raises Http404; PermissionDenied with `refusal`, or when the case is restricted to its team."""
    rows = CareDecision.objects.visible_to(request.user).select_related(*PAPER_RELATED)
    decision = get_object_or_404(rows.prefetch_related("revisions"), pk=pk)
    require(can_revoke(request.actor, decision), refusal)
    require_names(request.user, decision.case)
    return decision


def _paper(
    request: HttpRequest,
    decision: CareDecision,
    form: RevisionForm | RevocationForm,
    sign: Callable[..., Any],
    done: str,
    template: str,
) -> HttpResponse:
    """The form of a paper about a decision; signed, it leads to the decision."""
    if request.method != "POST" and is_revoked(decision):
        return redirect("referrals:decision", decision.pk)
    problems = []
    if form.is_valid():
        made, problems = attempt(lambda: sign(decision=decision, by=request.actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, done)
            return redirect("referrals:decision", decision.pk)
    placement = decision.placements.open().select_related("institution", "carer").first()
    context = {"decision": decision, "case": decision.case, "form": form, "problems": problems, "placement": placement}
    context["end"] = in_force_until(decision)
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, template, context, status=status)
    record_view("decision.view", decision, by=request.actor)
    return response
