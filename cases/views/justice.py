"""How a child stands before the law: the tab of the case, and what is recorded there."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from atensi.clock import date_words
from atensi.errors import Problem
from atensi.forms import reasons_from
from atensi.versions import beside

from ..forms.base import CaseForm
from ..forms.justice import (
    ContactForm,
    DutyForm,
    JusticeCalledOffForm,
    JusticeDateForm,
    JusticeKeptForm,
    JusticeMovedForm,
    MatterForm,
    OutcomeForm,
    ReportSentForm,
    YoungDecisionForm,
)
from ..justice import check_list, matter_of
from ..justice_states import JusticeDuty
from ..models import ChildInJustice, JusticeDate
from ..services.justice import (
    decide_for_young_offender,
    end_matter,
    keep_justice_date,
    record_contact,
    record_matter,
    set_justice_date,
)
from ..services.justice_dates import call_off_justice_date, move_justice_date
from ..services.justice_work import record_duty, send_report
from .page import CasePage, attempt, open_case, show, show_form
from .papers import is_stale


@require_safe
def justice(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter, its days, who handles it, the duties of art. 68 and how it ended."""
    page = open_case(request, pk, tab="justice")
    track = matter_of(page.case)
    duties = check_list(track) if track else []
    context = {"track": track, "duties": duties, "done_n": sum(bool(line.done) for line in duties)}
    return show(request, page, "cases/case_justice.html", context)


def _act(
    request: HttpRequest,
    page: CasePage,
    form: CaseForm,
    service: Callable[..., Any],
    done: str | Promise,
    hint: str = "",
) -> HttpResponse:
    """Ask what a step needs, take it, and lead back to the matter."""
    problems: Sequence[Problem] = []
    if form.is_valid():
        made, problems = attempt(lambda: service(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, str(done))
            return redirect(page.url)
    return show_form(request, page, form, problems, hint=hint)


def _matter(request: HttpRequest, pk: int) -> tuple[CasePage, ChildInJustice]:
    """The case and its matter, for somebody who may write of it. Raises Http404 before there is one."""
    page = open_case(request, pk, tab="justice", right="work")
    track = matter_of(page.case)
    if track is None:
        raise Http404
    return page, track


def _date(request: HttpRequest, pk: int, row_pk: int) -> tuple[CasePage, JusticeDate]:
    """The case and a day of its matter, as `_matter`."""
    page, track = _matter(request, pk)
    row = get_object_or_404(track.dates, pk=row_pk)
    row.track = track
    return page, row


def _day_words(row: JusticeDate) -> str:
    return f"{row.get_kind_display()}, {date_words(row.due_on)}"


def justice_record(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="justice", right="work")
    form = MatterForm.of(matter_of(page.case), request.POST or None)

    def service(**given: Any) -> ChildInJustice:
        return record_matter(case=page.case, reasons=reasons_from(request.POST), **given)

    return _act(request, page, form, service, _("Proses hukum disimpan. Nama anak kini hanya terlihat oleh tim kasus."))


def justice_contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    form = ContactForm(request.POST or None)
    return _act(request, page, form, _of(record_contact, track), _("Kontak disimpan."))


def justice_contact_edit(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    contact = get_object_or_404(track.contacts, pk=row_pk)
    form = ContactForm.of(contact, request.POST or None)
    return _act(request, page, form, _of(record_contact, track, contact=contact), _("Kontak disimpan."))


def justice_date_set(request: HttpRequest, pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    form = JusticeDateForm(request.POST or None)
    return _act(request, page, form, _of(set_justice_date, track), _("Tanggal disimpan."))


def justice_date_keep(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    page, row = _date(request, pk, row_pk)
    form = JusticeKeptForm(request.POST or None)
    return _act(request, page, form, partial(keep_justice_date, row=row), _("Dicatat terlaksana."), _day_words(row))


def justice_date_move(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Another day or place; when somebody moved it meanwhile, both versions side by side."""
    page, row = _date(request, pk, row_pk)
    form, problems, differences = JusticeMovedForm.of(row, request.POST or None), [], []
    if form.is_valid():
        moved, problems = attempt(lambda: move_justice_date(row=row, by=request.actor, **form.cleaned_data))
        if moved:
            messages.success(request, _("Tanggal dipindahkan. Tenggatnya ikut pindah."))
            return redirect(page.url)
        if is_stale(problems):
            row.refresh_from_db()
            form, differences = beside(form, partial(JusticeMovedForm.of, row))
    return show_form(request, page, form, problems, hint=_day_words(row), differences=differences)


def justice_date_call_off(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    page, row = _date(request, pk, row_pk)
    form = JusticeCalledOffForm(request.POST or None)
    done = _("Tanggal dibatalkan. Tenggatnya berhenti.")
    return _act(request, page, form, partial(call_off_justice_date, row=row), done, _day_words(row))


def justice_duty_record(request: HttpRequest, pk: int) -> HttpResponse:
    """`tugas`: the duty that the check-list asked for."""
    page, track = _matter(request, pk)
    asked = request.GET.get("tugas", "")
    chosen = {"duty": asked} if asked in JusticeDuty.values else {}
    form = DutyForm(request.POST or None, initial={**chosen, "done_by": str(request.user)})
    return _act(request, page, form, _of(record_duty, track), _("Tugas dicatat."))


def justice_report_send(request: HttpRequest, pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    form = ReportSentForm(request.POST or None, track=track)
    return _act(request, page, form, _of(send_report, track), _("Laporan dicatat disampaikan."))


def justice_young_decide(request: HttpRequest, pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    form = YoungDecisionForm.of(getattr(track, "young_decision", None), request.POST or None)
    return _act(request, page, form, _of(decide_for_young_offender, track), _("Keputusan disimpan."))


def justice_end(request: HttpRequest, pk: int) -> HttpResponse:
    page, track = _matter(request, pk)
    form = OutcomeForm(request.POST or None, track=track)
    return _act(request, page, form, _of(end_matter, track), _("Hasil akhir disimpan."))


def _of(service: Callable[..., Any], track: ChildInJustice, **more: Any) -> Callable[..., Any]:
    return lambda **given: service(track=track, **more, **given)
