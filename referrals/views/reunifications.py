"""Preparing a child's return to the family: the checklist, its parts, and the paper of the consent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view, subject_of
from atensi.documents.serving import serve
from atensi.errors import RuleViolation, require
from cases.masking import require_names
from cases.official import papers_of
from cases.permissions import can_issue_paper

from ..eligibility.homecoming import homecoming_checks
from ..forms.reunifications import ConsentPartForm, HandOverForm, PartForm, PreparationForm, ReadinessForm
from ..models import Placement, Reunification
from ..permissions import can_change_placement
from ..services.reunifications import (
    record_hand_over,
    record_homecoming_consent,
    record_preparation,
    record_readiness,
)
from ..states import EndReason

RELATED = ("assessment", "consent_by", "consent_document", "received_by")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a return: the form that asks for it, the service that keeps it, what is said afterwards."""

    form: type[PartForm]
    service: Callable[..., Any]
    done: str | Promise


# The parts by the word in their address.
PARTS: dict[str, Part] = {
    "kesiapan": Part(ReadinessForm, record_readiness, gettext_lazy("Kesiapan keluarga dicatat.")),
    "persiapan": Part(PreparationForm, record_preparation, gettext_lazy("Langkah persiapan dicatat.")),
    "persetujuan": Part(ConsentPartForm, record_homecoming_consent, gettext_lazy("Persetujuan dicatat.")),
    "serah-terima": Part(
        HandOverForm,
        record_hand_over,
        gettext_lazy("Serah terima dicatat. Catat tinjauan untuk mengakhiri penempatan."),
    ),
}


def _placement(request: HttpRequest, pk: int) -> Placement:
    """A placement the user may see. Raises Http404; PermissionDenied when the case is restricted to its team."""
    related = ("case__beneficiary", "case__office", "institution", "carer")
    placement = get_object_or_404(Placement.objects.visible_to(request.user).select_related(*related), pk=pk)
    require_names(request.user, placement.case)
    return placement


def _record(request: HttpRequest, placement: Placement) -> Reunification | None:
    rows = Reunification.objects.visible_to(request.user).filter(placement=placement)
    return rows.select_related(*RELATED).prefetch_related("steps").first()


@require_safe
def reunification(request: HttpRequest, pk: int) -> HttpResponse:
    """What is prepared for the return and what is still missing; of an ended placement as it was kept."""
    placement = _placement(request, pk)
    checks = homecoming_checks(placement=placement, on=placement.ended_on or timezone.localdate())
    record = _record(request, placement)
    paper = papers_of(placement.case).filter(about=subject_of(record)).first() if record else None
    context = {
        "placement": placement,
        "case": placement.case,
        "record": record,
        "paper": paper,
        "may_issue": placement.end_reason == EndReason.REUNIFIED and can_issue_paper(request.actor, placement.case),
        "checks": checks,
        "stands": all(check.problem is None for check in checks),
        "review": placement.reviews.open().first(),
        "may_change": placement.is_open and can_change_placement(request.actor, placement),
    }
    response = render(request, "referrals/reunification.html", context)
    record_view("reunification.view", placement, by=request.actor)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def reunification_record(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Record one part of a return. One that has happened is shown instead."""
    placement = _placement(request, pk)
    if part not in PARTS:
        raise Http404
    allowed = _("Hanya petugas kasus dan lembaga pengasuh yang menyiapkan kepulangan.")
    require(can_change_placement(request.actor, placement), allowed)
    if not placement.is_open:
        return redirect("referrals:reunification", placement.pk)
    asked, problems = PARTS[part], []
    form = asked.form(
        request.POST or None, request.FILES or None, placement=placement, record=_record(request, placement)
    )
    if form.is_valid():
        try:
            asked.service(placement=placement, by=request.actor, **form.asked())
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, asked.done)
            return redirect("referrals:reunification", placement.pk)
    context = {"form": form, "placement": placement, "case": placement.case, "problems": problems}
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, "referrals/reunification_form.html", context, status=status)
    record_view("reunification.view_form", placement, by=request.actor)
    return response


@require_safe
def reunification_paper(request: HttpRequest, pk: int) -> FileResponse:
    """The signed paper of the family's consent."""
    placement = _placement(request, pk)
    record = _record(request, placement)
    if record is None or record.consent_document is None:
        raise Http404
    record_view("reunification.paper", placement, by=request.actor)
    return serve(record.consent_document)
