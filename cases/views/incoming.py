"""The report desk: what an operator takes, and what the office of the place does with it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.audit.services import record_view
from atensi.drafts.pages import draft_of
from atensi.drafts.services import typed
from atensi.errors import attempt, require
from atensi.forms import form_id_from, sent
from atensi.reference.models import Region

from .. import permissions
from ..desk_requests import asked_as
from ..forms.incoming import AssignIncomingForm, CallForm, CloseIncomingForm, PassOnForm
from ..incoming import incoming_of, told_of
from ..keeping import kept_until
from ..models import IncomingReport
from ..overview import incoming_entry
from ..paging import page_of
from ..services.incoming import assign_incoming, close_incoming, pass_on_incoming, record_incoming
from .lists import Link, address, most_urgent, pager

# Scope -> its word in the address, its label.
TABS = {
    "own": ("saya-catat", gettext_lazy("Saya catat")),
    "mine": ("tugas", gettext_lazy("Tugas saya")),
    "office": ("kantor", gettext_lazy("Kantor")),
    "above": ("terlambat", gettext_lazy("Terlambat di kabupaten")),
}
STATES = {"terbuka": gettext_lazy("Belum selesai"), "selesai": gettext_lazy("Selesai")}


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of one scope: what is not finished by what is due first, or what is, newest first."""
    offered = permissions.report_scopes(request.memberships)
    scope = next((one for one in offered if TABS[one][0] == request.GET.get("tab")), offered[0])
    reports = IncomingReport.objects.scopes(request.user)[scope]
    reports = reports.select_related("category", "region__parent", "office", "assigned_to")
    # The database has no NUL in its texts, so no number has one.
    if number := request.GET.get("nomor", "").replace("\0", "").strip()[:30]:
        reports = reports.filter(number__endswith=number)
    state = request.GET.get("keadaan") if request.GET.get("keadaan") in STATES else "terbuka"
    context = {
        "tabs": [Link(f"{request.path}?tab={TABS[one][0]}", TABS[one][1], one == scope) for one in offered],
        "tab": TABS[scope][0],
        "scope": scope,
        "states": [Link(address(request, keadaan=key), label, key == state) for key, label in STATES.items()],
        "state": state,
        "number": number,
        "more": "",
        "may_take": permissions.can_take_call(request.actor),
    }
    if state == "terbuka":
        rows, more = most_urgent(reports.open(), by="due_at")
        context |= {"rows": rows, "more": more, "words": "", "previous": "", "next": ""}
    else:
        page = page_of(reports.ended(), field="received_at", key=request.GET.get("kunci", ""))
        context |= {"rows": page.rows, **pager(request, page)}
    response = render(request, "cases/incoming_list.html", context)
    record_view("incoming.list", f"user:{request.user.pk}", by=request.actor, shown=context["rows"])
    return response


@require_http_methods(["GET", "POST"])
def report_create(request: HttpRequest) -> HttpResponse:
    """The form of a call. A second send of it leads to the report that the first one made."""
    require(permissions.can_take_call(request.actor))
    form = CallForm(sent(request), desk=request.membership.institution)
    if form.is_valid():
        write = partial(record_incoming, call=form.call, form_id=form_id_from(request.POST), by=request.actor)
        report, problems = attempt(write)
        if report is not None:
            words = _("Laporan %(number)s diteruskan ke %(office)s.")
            messages.success(request, words % {"number": report.number, "office": report.office})
            return redirect("desk:report", report.pk)
        form.show(problems)
    return render(request, "cases/incoming_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def districts(request: HttpRequest) -> HttpResponse:
    """The fragment with the districts of the regency that was picked."""
    require(permissions.can_take_call(request.actor))
    form = CallForm(desk=request.membership.institution, regency=request.GET.get("regency", ""))
    return render(request, "cases/_incoming_districts.html", {"form": form})


def _report(request: HttpRequest, pk: int) -> IncomingReport:
    return get_object_or_404(incoming_of(request.user), pk=pk)


def _gone(request: HttpRequest, field: str) -> HttpResponse:
    """A report that went elsewhere, to somebody who was writing about it: that nothing was saved, and their words of
    `field` to be copied. Nothing of the report, which is theirs no more. Raises Http404 for anybody else."""
    draft = draft_of(request)
    if draft is None:
        raise Http404
    written = "\n".join(typed(draft).get(field, []))
    return render(request, "cases/incoming_gone.html", {"written": written.strip()}, status=409)


def _page(request: HttpRequest, report: IncomingReport, form: AssignIncomingForm | None = None) -> HttpResponse:
    takes_up = report.is_open and permissions.can_take_up(request.actor, report)
    told = told_of(report, request.user, request.actor)
    context = {
        "report": report,
        "asked": asked_as(report),
        "in_district": report.region.level == Region.Level.DISTRICT,
        "entries": [incoming_entry(step) for step in report.steps.select_related("by", "office", "worker")],
        "shows_caller": told.caller,
        "form": form or (AssignIncomingForm(office=report.office) if takes_up else None),
        "takes_up": takes_up,
        "passes_on": report.is_open and permissions.can_pass_on(request.actor, report),
        "answers": report.is_open and permissions.can_answer(request.actor, report),
        "sees_response": told.response,
        "sees_double": told.double,
        "kept_until": kept_until(report),
    }
    page = render(request, "cases/incoming_detail.html", context, status=422 if form and form.errors else 200)
    record_view("incoming.view", report, by=request.actor)
    return page


@require_GET
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what was told, who has it in hand, the clock, and the next step."""
    return _page(request, _report(request, pk))


@require_POST
def report_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a report to a worker of the office, from its page."""
    report = _report(request, pk)
    require(permissions.can_take_up(request.actor, report))
    form = AssignIncomingForm(request.POST, office=report.office)
    if form.is_valid():
        give = partial(assign_incoming, report=report, worker=form.cleaned_data["worker"], by=request.actor)
        given, problems = attempt(give)
        if given is not None:
            messages.success(request, _("Laporan ditugaskan."))
            return redirect("desk:report", report.pk)
        form.show(problems)
        report = _report(request, pk)  # as it stands: somebody else may have been faster
    return _page(request, report, form)


@require_http_methods(["GET", "POST"])
def report_pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a report to another Dinas, with the reason."""
    report = incoming_of(request.user).filter(pk=pk).first()
    if report is None:
        return _gone(request, "reason")
    require(permissions.can_pass_on(request.actor, report))
    form = PassOnForm(sent(request), report=report)
    if form.is_valid():
        passed_on, problems = attempt(partial(pass_on_incoming, report=report, by=request.actor, **form.cleaned_data))
        if passed_on is not None:
            words = _("Laporan %(number)s dialihkan ke %(office)s.")
            messages.success(request, words % {"number": report.number, "office": form.cleaned_data["to"]})
            return redirect("desk:report_list")
        form.show(problems)
    return _act(request, report, form, "cases/incoming_pass_on.html")


@require_http_methods(["GET", "POST"])
def report_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report that needs no case response, with the reason."""
    report = incoming_of(request.user).filter(pk=pk).first()
    if report is None:
        return _gone(request, "note")
    require(permissions.can_take_up(request.actor, report))
    others = IncomingReport.objects.visible_to(request.user)
    form = CloseIncomingForm(sent(request), others=others)
    if form.is_valid():
        told = form.cleaned_data
        write = partial(close_incoming, report=report, closure=told["closure"], note=told["note"], by=request.actor)
        ended, problems = attempt(partial(write, double_of=told["double"]))
        if ended is not None:
            messages.success(request, _("Laporan ditutup."))
            return redirect("desk:report", report.pk)
        form.show(problems)
    return _act(request, report, form, "cases/incoming_close.html")


def _act(request: HttpRequest, report: IncomingReport, form, template: str) -> HttpResponse:
    page = render(request, template, {"form": form, "report": report}, status=422 if form.errors else 200)
    record_view("incoming.view", report, by=request.actor)
    return page
