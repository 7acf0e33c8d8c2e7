"""Beginning a placement in a family that Dinas has approved; a residence begins one by accepting the admission."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, require
from atensi.forms import reasons_from

from ..forms.placements import StartPlacementForm
from ..models import CareDecision
from ..permissions import can_place_in_family
from ..reading import seen_family_decision
from ..services.placements import start_as_decided


def _decision(request: HttpRequest, pk: int) -> CareDecision:
    """An approved decision for a family of a visible case, for the social worker responsible."""
    decision = seen_family_decision(request.user, pk)
    allowed = can_place_in_family(request.actor, decision.case)
    require(allowed, _("Hanya pekerja sosial kasus ini yang memulai pengasuhan keluarga."))
    return decision


@require_http_methods(["GET", "HEAD", "POST"])
def placement_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the child came to the family of the decision."""
    decision = _decision(request, pk)
    form = StartPlacementForm(request.POST or None, decision=decision)
    problems, reasons = [], reasons_from(request.POST)
    if form.is_valid():
        try:
            start_as_decided(decision=decision, by=request.actor, reasons=reasons, **form.cleaned_data)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Penempatan dimulai. Tinjauan pertama sudah terjadwal."))
            return redirect("cases:placements", decision.case_id)
    status = 409 if problems else 422 if form.is_bound else 200
    context = {"form": form, "decision": decision, "case": decision.case, "problems": problems, "reasons": reasons}
    response = render(request, "referrals/placement_start.html", context, status=status)
    record_view("decision.view", decision, by=request.actor)
    return response
