"""Moving a case between stages, closing it, and after-care."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from atensi.forms import reasons_from

from ..forms.base import codes
from ..forms.stages import CloseForm, ReopenForm, StageForm, VisitForm
from ..models import AftercareVisit
from ..services.aftercare import record_aftercare_visit
from ..services.reopening import reopen_case
from ..services.stages import close_case
from ..services.stages import move_stage as move
from .page import attempt, open_case, show_form


def stage_move(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="case", right="move")
    form, problems = StageForm(request.POST or None, case=page.case), []
    if form.is_valid():
        case, problems = attempt(lambda: move(case=page.case, by=request.actor, **form.cleaned_data))
        if case:
            messages.success(request, _("Tahap sekarang: %(stage)s.") % {"stage": case.get_stage_display()})
            return redirect(page.url)
    return show_form(request, page, form, problems)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="case", right="close")
    known = codes("CLOSURE_REASON").filter(code=request.GET.get("alasan", "")).first()
    form = CloseForm(request.POST or None, case=page.case, initial={"reason_code": known})
    problems = []
    if form.is_valid():
        reasons = reasons_from(request.POST)
        case, problems = attempt(lambda: close_case(case=page.case, by=request.actor, reasons=reasons, **form.asked))
        if case:
            messages.success(request, _("Kasus ditutup."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="case", right="reopen")
    form, problems = ReopenForm(request.POST or None, case=page.case), []
    if form.is_valid():
        case, problems = attempt(lambda: reopen_case(case=page.case, by=request.actor, **form.cleaned_data))
        if case:
            messages.success(request, _("Kasus dibuka kembali."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


def aftercare_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit of the after-care: its form while it is due, what was found afterwards. pk: the visit's."""
    visit = get_object_or_404(AftercareVisit.objects.visible_to(request.user), pk=pk)
    page = open_case(request, visit.case_id, tab="case", right="visit")
    form, problems = VisitForm(request.POST or None), []
    if form.is_valid():
        done, problems = attempt(
            lambda: record_aftercare_visit(visit=visit, by=request.actor, **form.cleaned_data),
        )
        if done:
            messages.success(request, _("Kunjungan dicatat."))
            return redirect(page.url)
    return show_form(request, page, form, problems, hint=_("Bulan ke‑%(n)s setelah pulang") % {"n": visit.month})
