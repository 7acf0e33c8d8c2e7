"""Pages of files: asking for one, watching it being made, taking it away."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh
from kombu.exceptions import OperationalError

from atensi.audit.actor import Actor
from atensi.audit.services import record_view
from atensi.errors import RuleViolation
from institutions.parameters import value_for

from ..models import Export
from ..services.exporting import ask_export, repeat_export, show_export_password
from ..states import ExportState
from ..tasks import make_exports
from . import files
from .forms import FILTERS, ExportForm

SHOWN = 20
logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: HttpRequest) -> HttpResponse:
    """One's own files, the newest first, and the form that asks for another."""
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, actor=request.actor, filters=(sent or request.GET).dict())
    if form.is_valid():
        try:
            export = _asked(request, form)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            return redirect("reports:export", export.pk)
    rows = Export.objects.visible_to(request.user).select_related("membership__institution")
    context = {
        "form": form,
        "which_cases": form["keadaan"] if "keadaan" in form.fields else None,
        "kept": [(name, form.filters[name]) for name in FILTERS if name in form.filters],
        "exports": rows[:SHOWN],
        "hours": value_for("export_life_hours"),
    }
    return render(request, "reports/exports.html", context, status=422 if form.is_bound and form.errors else 200)


def _asked(request: HttpRequest, form: ExportForm) -> Export:
    data = form.cleaned_data
    return ask_and_tell(data["kind"], data["format"], form.asked, data["reason"], request.actor)


def ask_and_tell(kind: str, file_format: str, asked: dict[str, str], reason: str, by: Actor) -> Export:
    """The wish as it is kept, the worker told of it. Raises as `ask_export`."""
    export = ask_export(kind=kind, file_format=file_format, asked=asked, reason=reason, by=by)
    wake_worker(export)
    return export


def wake_worker(export: Export) -> None:
    """Once it is kept; with the broker away beat finds it within a minute."""
    transaction.on_commit(lambda: _wake(export))


def _wake(export: Export) -> None:
    try:
        make_exports.apply_async(retry=False)
    except OperationalError:
        logger.warning("The worker could not be told of export %s; beat will find it", export.pk)


def own_export(request: HttpRequest, pk: int) -> Export:
    """A file that the person asked for, under a membership they still hold. Raises Http404."""
    rows = Export.objects.visible_to(request.user).select_related("membership__institution")
    return get_object_or_404(rows, pk=pk)


@require_safe
def export_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is; when it is ready, the way to it."""
    export = own_export(request, pk)
    if request.htmx and export.is_running:
        return render(request, "reports/_export_progress.html", {"export": export})
    if request.htmx:
        return HttpResponseClientRefresh()
    return render(request, "reports/export.html", {"export": export, "password": ""})


@require_POST
def export_password(request: HttpRequest, pk: int) -> HttpResponse:
    """The password, once."""
    export = own_export(request, pk)
    password = show_export_password(export=export, by=request.actor)
    if not password:
        messages.warning(request, _("Kata sandi ini sudah pernah ditampilkan. Minta berkas baru bila hilang."))
        return redirect("reports:export", export.pk)
    export.password = ""
    return render(request, "reports/export.html", {"export": export, "password": password})


@require_safe
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, to its owner alone, while the membership it was asked by stands."""
    export = own_export(request, pk)
    try:
        opened = (files.folder() / export.file).open("rb") if export.state == ExportState.READY else None
    except FileNotFoundError:
        opened = None
    if opened is None:
        raise Http404
    record_view("export.download", export, by=request.actor)
    response = FileResponse(opened, as_attachment=True, filename=export.file_name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def export_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, after it failed."""
    export = repeat_export(export=own_export(request, pk), by=request.actor)
    wake_worker(export)
    return redirect("reports:export", export.pk)
