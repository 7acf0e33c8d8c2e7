"""Pages of files: asking for one, watching it being made, taking it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from atensi.audit.services import record_view
from atensi.errors import RuleViolation
from atensi.waking import wake
from institutions.parameters import value_for

from ..models import Export
from ..services.exporting import ask_export, repeat_export, show_export_password
from ..states import ExportState
from ..tasks import make_exports
from . import files
from .forms import FILTERS, ExportForm

SHOWN = 20


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
    kind, file_format, reason = data["kind"], data["format"], data["reason"]
    export = ask_export(kind=kind, file_format=file_format, asked=form.asked, reason=reason, by=request.actor)
    wake(make_exports, f"export {export.pk}")
    return export


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
    wake(make_exports, f"export {export.pk}")
    return redirect("reports:export", export.pk)
