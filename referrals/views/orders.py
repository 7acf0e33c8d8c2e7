"""Placements by order of a court or investigator (design.md 4): into a family, and the papers behind them."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.documents.uploads import read_paper
from atensi.errors import RuleViolation, require
from atensi.forms import reasons_from
from cases.masking import require_names
from cases.models import Case

from ..forms.orders import CourtPlacementForm
from ..models import Placement, Referral
from ..permissions import can_check_order, can_place_in_family
from ..services.orders import place_by_order
from ..summaries import readable_cases


def placeable_case(request: HttpRequest, pk: int) -> Case:
    """A case that the social worker responsible may place into a family. Raises Http404, NotAllowed."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("beneficiary", "office"), pk=pk)
    allowed = can_place_in_family(request.actor, case)
    require(allowed, _("Hanya pekerja sosial kasus ini yang memulai pengasuhan keluarga."))
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def placement_court(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a child came to a family by order of a court or investigator."""
    case = placeable_case(request, pk)
    form = CourtPlacementForm(request.POST or None, request.FILES or None, case=case)
    problems = []
    if form.is_valid():
        try:
            paper = read_paper(form.cleaned_data["order_file"])
            place_by_order(case=case, by=request.actor, reasons=reasons_from(request.POST), **paper, **form.asked())
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Penempatan dimulai. Tinjauan pertama sudah terjadwal."))
            return redirect("cases:placements", case.pk)
    context: dict[str, Any] = {"form": form, "case": case, "problems": problems}
    context["reasons"] = reasons_from(request.POST)
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, "referrals/placement_court.html", context, status=status)
    record_view("case.view_placement_form", case, by=request.actor)
    return response


def _served(request: HttpRequest, row: Placement | Referral, number: str) -> FileResponse:
    """The paper under a name that tells no court and no kind of affair, and the trace of who read it."""
    if row.order_document is None:
        raise Http404
    record_view("order.view", row, by=request.actor)
    return serve(row.order_document, title=f"penetapan {number}")


@require_safe
def placement_order(request: HttpRequest, pk: int) -> FileResponse:
    """The order that a placement rests on, for those who see the case with its names."""
    rows = Placement.objects.visible_to(request.user).select_related("case", "order_document")
    row = get_object_or_404(rows, pk=pk)
    require_names(request.user, row.case)
    return _served(request, row, row.case.number)


@require_safe
def referral_order(request: HttpRequest, pk: int) -> FileResponse:
    """The order that an admission rests on: for those who see the case with its names, and for the institution that is
    to take the child in, which checks the title before it answers. Nothing else of the case opens with it."""
    rows = Referral.objects.visible_to(request.user).select_related("case", "order_document")
    row = get_object_or_404(rows, pk=pk)
    allowed = can_check_order(request.actor, row) or bool(readable_cases(request.user, [row.case]))
    require(allowed, _("Penetapan ini hanya terlihat oleh tim kasus dan lembaga tujuan."))
    return _served(request, row, row.number)
