"""Letting a placement last longer than decided: asking for it, and the decider's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, require
from atensi.forms import reasons_from
from cases.masking import require_names

from ..eligibility.extensions import extendable_problems
from ..forms.extensions import ExtensionAnswerForm, ExtensionForm
from ..models import Placement, PlacementExtension
from ..permissions import can_answer_extension, can_change_placement
from ..services.extensions import ask_extension, decline_extension, sign_extension

PLACE = ("case__beneficiary", "case__office", "case__worker", "institution", "carer", "decision__deciding_office")
ANSWER = ["state", "considerations", "answered_at", "answered_by", "mandate", "signed_for"]


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask Dinas Sosial to let the placement last longer. What waits already is shown instead; what nobody can extend
    says why before anything is written."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).select_related(*PLACE), pk=pk)
    require_names(request.user, placement.case)
    allowed = can_change_placement(request.actor, placement)
    require(allowed, _("Hanya petugas kasus dan lembaga pengasuh yang memintanya."))
    if request.method != "POST" and (waiting := placement.extensions.waiting().first()):
        return redirect("referrals:extension", waiting.pk)
    problems = list(extendable_problems(placement))
    form = ExtensionForm(request.POST or None, placement=placement)
    may_ask = form.is_bound or not problems  # what was written before it ended stays to be copied
    if form.is_valid():
        reasons = reasons_from(request.POST)
        try:
            asked = ask_extension(placement=placement, by=request.actor, reasons=reasons, **form.cleaned_data)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Perpanjangan diminta. Pejabat pemutus diberi tahu."))
            return redirect("referrals:extension", asked.pk)
    context: dict[str, Any] = {"placement": placement, "case": placement.case, "form": form, "problems": problems}
    context |= {"reasons": reasons_from(request.POST), "may_ask": may_ask}
    status = 409 if problems and form.is_bound else 422 if form.is_bound else 200
    response = render(request, "referrals/extension_ask.html", context, status=status)
    record_view("extension.view", placement, by=request.actor)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    """One request to read; for the decider with the answer beside it."""
    related = (
        *(f"placement__{name}" for name in PLACE),
        "asked_by",
        "answered_by",
        "mandate",
        "signed_for",
        "office",
        "paper",
    )
    rows = PlacementExtension.objects.visible_to(request.user).select_related(*related)
    row = get_object_or_404(rows, pk=pk)
    require_names(request.user, row.placement.case)
    allowed, problems = can_answer_extension(request.actor, row), []
    if request.method == "POST":
        require(allowed, _("Hanya pejabat pemutus Dinas Sosial yang menjawabnya."))
    form = ExtensionAnswerForm(request.POST or None) if allowed else None
    if form is not None and form.is_valid():
        answer = sign_extension if form.cleaned_data["answer"] == "SIGN" else decline_extension
        try:
            answer(extension=row, by=request.actor, considerations=form.cleaned_data["considerations"])
        except RuleViolation as violation:
            problems = violation.problems
            row.refresh_from_db(fields=ANSWER)  # somebody may have been first
        else:
            messages.success(request, _("Jawaban tersimpan."))
            return redirect("referrals:extension", row.pk)
    context = {"extension": row, "placement": row.placement, "case": row.placement.case, "problems": problems}
    may_answer = allowed and row.is_waiting
    context |= {"form": form, "may_answer": may_answer, "unsaved": request.method == "POST" and not may_answer}
    context["last"] = row.placement.reviews.held().last()
    # What was sent all the same comes back in its form, with what stands against it.
    context["no_signer"] = request.method != "POST" and rows.without_signer().filter(pk=row.pk).exists()
    status = 409 if problems else 422 if form is not None and form.is_bound else 200
    response = render(request, "referrals/extension.html", context, status=status)
    record_view("extension.view", row.placement, by=request.actor)
    return response
