"""The day on which a court is to hear a guardianship or an adoption."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.clock import date_words
from atensi.errors import attempt, require
from atensi.forms import sent
from atensi.versions import beside
from cases.views.page import CasePage, open_case, show_form, take_step
from cases.views.papers import is_stale

from ..models import CareHearing
from ..permissions import can_lead_process
from ..process_forms import HearingCalledOffForm, HearingForm, HearingMovedForm
from ..services.hearings import call_off_care_hearing, move_care_hearing, set_care_hearing
from ..services.processes import ONLY_THEY
from ..ways import HEARING, step_of
from .processes import open_process, page_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def hearing_set(request: HttpRequest, pk: int, form_of_care: str) -> HttpResponse:
    """Write down when the court will hear it."""
    page, process = open_process(request, pk, form_of_care)
    if step_of(process.form, HEARING) is None:
        raise Http404
    require(can_lead_process(request.actor, page.case), ONLY_THEY)
    done = _("Tanggal sidang dicatat. Anda diingatkan sebelum hari itu.")
    service = partial(set_care_hearing, process=process)
    return take_step(request, page, HearingForm(sent(request)), service, done, leads_to=page_of(pk), hint=str(process))


@require_http_methods(METHODS)
def hearing_move(request: HttpRequest, pk: int, hearing_pk: int) -> HttpResponse:
    """Another day, hour or place; when somebody moved it meanwhile, both versions side by side."""
    page, row = _hearing(request, pk, hearing_pk)
    form, problems, differences = HearingMovedForm.of(row, sent(request)), [], []
    if form.is_valid():
        moved, problems = attempt(lambda: move_care_hearing(hearing=row, by=request.actor, **form.cleaned_data))
        if moved:
            messages.success(request, _("Sidang dipindahkan. Tenggatnya ikut pindah."))
            return redirect(page_of(pk))
        if is_stale(problems):
            row.refresh_from_db()
            form, differences = beside(form, partial(HearingMovedForm.of, row))
    return show_form(request, page, form, problems, back=page_of(pk), hint=_words_of(row), differences=differences)


@require_http_methods(METHODS)
def hearing_call_off(request: HttpRequest, pk: int, hearing_pk: int) -> HttpResponse:
    """It does not take place."""
    page, row = _hearing(request, pk, hearing_pk)
    form, service = HearingCalledOffForm(sent(request)), partial(call_off_care_hearing, hearing=row)
    done = _("Sidang dibatalkan. Tenggatnya berhenti.")
    return take_step(request, page, form, service, done, leads_to=page_of(pk), hint=_words_of(row))


def _hearing(request: HttpRequest, pk: int, hearing_pk: int) -> tuple[CasePage, CareHearing]:
    """The case and a day of it that is ahead. Raises Http404, PermissionDenied."""
    page = open_case(request, pk, tab="placements")
    rows = CareHearing.objects.visible_to(request.user).waiting()
    rows = rows.filter(process__case=page.case, process__ended_on=None)
    row = get_object_or_404(rows.select_related("process"), pk=hearing_pk)
    require(can_lead_process(request.actor, page.case), ONLY_THEY)
    if not page.case.is_open:
        raise PermissionDenied(_("Kasus ini sudah ditutup."))
    row.process.case = page.case
    return page, row


def _words_of(row: CareHearing) -> str:
    return f"{row.court}, {date_words(row.due_on)}"
