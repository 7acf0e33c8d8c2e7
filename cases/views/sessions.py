"""Group sessions of an institution: the list, one of them, recording it in one send, and correcting who came."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import require
from atensi.forms import form_id_from
from atensi.paging import page_by

from .. import permissions
from ..forms.sessions import CorrectionForm, Sent, SessionForm
from ..models import GroupSession
from ..service_states import Attendance, SessionKind
from ..services.sessions import correct_attendance, record_session
from ..sessions import Seen, correctable, offered, seen_of, sessions_for
from .page import attempt, number_of


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions of one's institutions, newest first, by kind and month. Numbers alone."""
    kind, month = request.GET.get("jenis", ""), request.GET.get("bulan", "")
    rows = page_by(
        "held_on", sessions_for(request.user).narrowed(kind=kind, month=month), request.GET, newest_first=True
    )
    context = {
        "rows": rows,
        "words": rows.words(_("sesi")),
        "kinds": SessionKind.choices,
        "kind": kind,
        "month": month,
        "may_hold": permissions.can_hold_session(request.actor),
    }
    return render(request, "cases/session_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request: HttpRequest) -> HttpResponse:
    """What was done and with whom, saved at once; without script people are searched for and added by the same form,
    which keeps what was typed. `kasus` begins with the people of a case."""
    require(permissions.can_hold_session(request.actor))
    saves = request.method == "POST" and request.POST.get("do") == "save"
    known = {"people": [Sent(str(begins))]} if (begins := number_of(request.GET.get("kasus"))) else {}
    form = SessionForm(
        request.POST if saves else None, actor=request.actor, facilitator=str(request.user), initial=known
    )
    if request.method == "POST" and not saves:
        form.restore(request.POST)
    problems = []
    if form.is_valid():
        form_id = form_id_from(request.POST) or uuid.uuid4()
        session, problems = attempt(lambda: record_session(by=request.actor, form_id=form_id, **form.cleaned_data))
        if session:
            messages.success(request, _("Sesi disimpan. Layanan dan riwayat tiap kasus sudah tercatat."))
            return redirect("cases:session", pk=session.pk)
    return _form_page(request, form, problems)


def _form_page(request: HttpRequest, form: SessionForm, problems: list) -> HttpResponse:
    text = request.POST.get("q", "")[:200]
    found = offered(request.actor, request.user, text)
    context = {
        "form": form,
        "problems": problems,
        "reasons": {},
        "chosen": form.chosen(),
        "offers": form.offers(found),
        "text": text,
        "attendances": Attendance.choices,
    }
    response = render(
        request, "cases/session_form.html", context, status=409 if problems else 422 if form.errors else 200
    )
    shown = {case.pk: case for case in [*form.known().values(), *found]}
    record_view("session.choose", f"user:{request.user.pk}", by=request.actor, shown=shown.values())
    return response


def _open(request: HttpRequest, pk: int) -> tuple[GroupSession, Seen]:
    session = get_object_or_404(sessions_for(request.user), pk=pk)
    return session, seen_of(session, request.user)


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session; of the people invited those whose cases the reader may read."""
    row, seen = _open(request, pk)
    context = {
        "session": row,
        "seen": seen,
        "corrections": row.corrections.select_related("corrected_by"),
        "may_correct": permissions.can_correct_session(request.actor, row),
    }
    response = render(request, "cases/session.html", context)
    record_view("session.view", row, by=request.actor, shown=seen.cases)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def session_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came after all, of the people whose cases the person works on, with the reason."""
    row, seen = _open(request, pk)
    require(permissions.can_correct_session(request.actor, row))
    form = CorrectionForm(
        request.POST or None, rows=correctable(request.actor, seen), initial={"read_at": row.updated_at}
    )
    problems = []
    if form.is_valid():
        given = {
            "reason": form.cleaned_data["reason"],
            "read_at": form.cleaned_data["read_at"],
            "changes": form.changes,
        }
        corrected, problems = attempt(lambda: correct_attendance(session=row, by=request.actor, **given))
        if corrected:
            messages.success(request, _("Kehadiran dikoreksi."))
            return redirect("cases:session", pk=row.pk)
    context = {"session": row, "form": form, "problems": problems, "reasons": {}}
    response = render(
        request, "cases/session_correct.html", context, status=409 if problems else 422 if form.errors else 200
    )
    record_view("session.view", row, by=request.actor, shown=seen.cases)
    return response
