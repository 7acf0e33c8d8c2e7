"""Entering the children who live in a home already: one by one, or by a sheet (design.md 4, title EXISTING)."""

import json
import logging
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh
from kombu.exceptions import OperationalError

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record_view
from atensi.errors import RuleViolation
from atensi.forms import reasons_from
from cases.duplicates import Found, candidates
from cases.models import Beneficiary, Case
from institutions.models import Institution

from .. import sheets
from ..forms.residents import ResidentForm, SheetForm, categories
from ..models import ResidentSheet
from ..services.resident_sheets import take_sheet
from ..services.residents import register_existing_resident
from ..states import SheetLineState, SheetState
from ..tasks import enter_resident_sheets

EARLIER_SHOWN = 5
logger = logging.getLogger(__name__)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Which file the user said it is: an open case, or a person on file; empty for a new child."""
    if text := request.POST.get("join"):
        rows = Case.objects.visible_to(request.user).select_related("beneficiary", "office")
        return {"case": get_object_or_404(rows, pk=_number(text))}
    if text := request.POST.get("same"):
        return {"beneficiary": get_object_or_404(Beneficiary.objects.visible_to(request.user), pk=_number(text))}
    return {}


@require_http_methods(["GET", "HEAD", "POST"])
def resident_create(request: HttpRequest) -> HttpResponse:
    """One child. Similar files come back to be answered before anything is saved."""
    form = ResidentForm(request.POST or None, actor=request.actor, own=request.membership.institution)
    found, problems = Found(), []
    if form.is_valid():
        chosen = _chosen(request)
        found = Found() if chosen else candidates(person=form.person, by=request.actor)
        without_nik = request.POST.get("without_nik", "")
        if not found or found.digest in {request.POST.get("duplicates_seen"), without_nik}:
            seen = {"seen": found.digest, "without_nik": bool(without_nik), "reasons": reasons_from(request.POST)}
            try:
                placement = _register(request, form, chosen | seen)
            except RuleViolation as violation:
                problems = violation.problems
            else:
                messages.success(request, _("Anak tercatat. Tinjauan jatuh tempo hari ini."))
                return redirect("cases:case", placement.case_id)
    context = {"form": form, "found": found, "problems": problems, "warnings": []}
    context |= {"reasons": reasons_from(request.POST), "kept": _kept(request) if problems else []}
    status = 409 if problems else 422 if form.is_bound and form.errors else 200
    return render(request, "referrals/resident_form.html", context, status=status)


def _register(request: HttpRequest, form: ResidentForm, answers: dict[str, Any]):
    return register_existing_resident(
        institution=form.cleaned_data["institution"],
        resident=form.resident(**answers),
        by=request.actor,
        worker=form.cleaned_data.get("worker"),
    )


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The answer about similar files stays beside the reasons that are asked for next."""
    names = ("join", "same", "duplicates_seen", "without_nik")
    return [(name, request.POST[name]) for name in names if request.POST.get(name)]


@require_http_methods(["GET", "HEAD", "POST"])
def resident_sheet(request: HttpRequest) -> HttpResponse:
    """A sheet: its cells looked at first, row by row; then kept for the worker, who enters child after child."""
    own = request.membership.institution
    form = SheetForm(request.POST or None, request.FILES or None, actor=request.actor, own=own)
    rows: list[sheets.Row] = []
    if form.is_valid():
        try:
            rows = _read(form)
        except sheets.SheetRefused as refused:
            form.add_error("sheet", str(refused))
        else:
            if "enter" in request.POST and not any(row.problems for row in rows):
                data = form.cleaned_data
                try:
                    sheet = take_and_tell(data["institution"], rows, request.actor, data.get("worker"))
                except RuleViolation as violation:
                    form.add_problems(violation.problems)
                else:
                    return redirect("referrals:resident_progress", sheet.pk)
    context = {"form": form, "rows": rows, "bad": [row for row in rows if row.problems], "text": _text(form)}
    context |= {"columns": sheets.COLUMNS, "needed": sheets.NEEDED, "categories": categories()}
    context["earlier"] = ResidentSheet.objects.visible_to(request.user).select_related("institution")[:EARLIER_SHOWN]
    status = 409 if context["bad"] else 422 if form.is_bound and form.errors else 200
    return render(request, "referrals/resident_sheet.html", context, status=status)


def _text(form: SheetForm) -> str:
    """The sheet that was looked at, to be sent again with the confirmation."""
    return form.cleaned_data.get("text", "") if form.is_bound and form.is_valid() else ""


def _read(form: SheetForm) -> list[sheets.Row]:
    upload = form.cleaned_data.get("sheet")
    if upload:
        form.cleaned_data["text"] = sheets.text_of(upload.read(sheets.MAX_BYTES + 1))
    text = form.cleaned_data["text"]
    return sheets.read(sheets.text_of(text.encode()), form.lists())


def take_and_tell(home: Institution, rows: list[sheets.Row], by: Actor, worker: User | None) -> ResidentSheet:
    """The sheet as it is kept, the worker told of it. With the broker away beat finds it within a minute."""
    sheet = take_sheet(institution=home, rows=rows, by=by, worker=worker)
    transaction.on_commit(lambda: _tell_worker(sheet))
    return sheet


def _tell_worker(sheet: ResidentSheet) -> None:
    try:
        enter_resident_sheets.apply_async(retry=False)
    except OperationalError:
        logger.warning("The worker could not be told of sheet %s; beat will find it", sheet.pk)


@require_safe
def resident_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the entry of a sheet is, and by line what was refused and why."""
    sheets_seen = ResidentSheet.objects.visible_to(request.user).select_related("institution", "uploaded_by")
    sheet = get_object_or_404(sheets_seen, pk=pk)
    context = {"sheet": sheet, **progress_of(sheet)}
    if request.htmx and sheet.state != SheetState.DONE:
        return render(request, "referrals/_resident_progress.html", context)  # numbers only
    if request.htmx:
        return HttpResponseClientRefresh()
    response = render(request, "referrals/resident_progress.html", context)
    record_view("resident_sheet.view", sheet, by=request.actor)
    return response


def progress_of(sheet: ResidentSheet) -> dict[str, Any]:
    """Lines in all, entered, waiting; the refused ones with name and problems. One query."""
    lines = list(sheet.lines.all())
    states = Counter(line.state for line in lines)
    refused = [
        {"number": line.number, "name": json.loads(line.cells)[sheets.NAME], "problems": line.problems}
        for line in lines
        if line.state == SheetLineState.REFUSED
    ]
    entered, waiting = states[SheetLineState.ENTERED], states[SheetLineState.WAITING]
    return {
        "total": len(lines),
        "entered": entered,
        "waiting": waiting,
        "refused": refused,
        "done": len(lines) - waiting,
    }


@require_safe
def resident_template(request: HttpRequest) -> HttpResponse:
    """An empty sheet to fill in."""
    response = HttpResponse(sheets.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="anak-sudah-tinggal.csv"'
    return response
