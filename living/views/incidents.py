"""The incident register: of a home, of those one works with; one incident, and what is done about it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import Problem, attempt, require
from atensi.forms import reasons_from, sent
from atensi.paging import Page, page_by
from atensi.sections import SectionedForm
from institutions.models import Institution
from institutions.offices import responsible_office

from ..eligibility.incidents import closing_problems
from ..forms.incidents import CloseForm, IncidentForm, ReportForm, StepForm, kinds
from ..models import Incident
from ..permissions import (
    can_close_incident,
    can_follow_incident,
    can_report_incident,
    can_report_on_incident,
    keeps_caregivers,
)
from ..residents import stays_in
from ..services.incidents import add_incident_step, close_incident, record_incident, report_on_incident
from ..telling import tell
from .page import home_or_404, show_form

STATES = [("", gettext_lazy("Semua")), ("terbuka", gettext_lazy("Terbuka")), ("ditutup", gettext_lazy("Ditutup"))]
IS_OPEN = {"terbuka": True, "ditutup": False}


def _page(request: HttpRequest, rows: Any) -> Page:
    asked = {"kind": request.GET.get("jenis", ""), "is_open": IS_OPEN.get(request.GET.get("status", ""))}
    return page_by("happened_at", rows.narrowed(**asked).counted().with_place(), request.GET, newest_first=True)


def _list(request: HttpRequest, rows: Any, **context: Any) -> HttpResponse:
    page = _page(request, rows)
    context |= {"page": page, "words": page.words(_("kejadian")), "kinds": kinds()[1:], "states": STATES}
    context |= {"kind": request.GET.get("jenis", ""), "state": request.GET.get("status", "")}
    return render(request, "living/incident_list.html", context)


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """Those of the home one acts for, of the homes that the Dinas answers for, or of one's cases, newest first."""
    actor = request.actor
    rows = Incident.objects.of_membership(request.user, actor.role, actor.institution_id)
    return _list(request, rows, home=None, may_report=False, keeps=False)


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of one home, as far as one may read it."""
    home = home_or_404(request, pk)
    rows = Incident.objects.visible_to(request.user).filter(institution=home)
    keeps = keeps_caregivers(request.actor, home, responsible_office(home.region))
    return _list(request, rows, home=home, may_report=_may_report(request, home), keeps=keeps)


def _may_report(request: HttpRequest, home: Institution) -> bool:
    cases = [row.case for row in stays_in(home, request.user)]
    return can_report_incident(request.actor, home, responsible_office(home.region), cases)


@require_http_methods(["GET", "HEAD", "POST"])
def incident_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened in a home. `anak`: the stay of the child whose page led here."""
    home = home_or_404(request, pk)
    require(_may_report(request, home), _("Hanya petugas lembaga, Dinas Sosial, dan petugas anak yang mencatatnya."))
    initial = {"children": [request.GET["anak"]]} if "anak" in request.GET else {}
    if request.GET.get("jenis"):
        initial["kind"] = request.GET["jenis"]
    by_child = not can_report_incident(request.actor, home, responsible_office(home.region), [])
    told = {"home": home, "user": request.user, "by_child": by_child, "initial": initial}
    form, problems = IncidentForm(sent(request), **told), []
    if form.is_valid():
        made, problems = attempt(lambda: record_incident(home=home, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, _("Kejadian tercatat. Dinas Sosial dan petugas anak diberi tahu."))
            return redirect("living:incident", made.pk)
    return show_form(request, form, problems, back=reverse("living:register", args=[home.pk]), of=str(home))


@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    row = _incident(request, pk)
    told, actor = tell(request.user, row), request.actor
    steps = [(step, told.said(step.text)) for step in row.steps.all()]
    words = ("story", "place", "staff", "measures", "findings", "outcome")
    context = {
        "incident": row,
        "children": told.children,
        "steps": steps,
        "said": {name: told.said(getattr(row, name)) for name in words},
        "reasons": {code: told.said(words) for code, words in row.soft_reasons.items()},
        "may_follow": row.is_open and can_follow_incident(actor, row),
        "may_report": row.is_open and row.reported_at is None and can_report_on_incident(actor, row),
        "may_close": row.is_open and can_close_incident(actor, row),
    }
    response = render(request, "living/incident.html", context)
    record_view("incident.view", row, by=actor, shown=told.cases)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def incident_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = _incident(request, pk)
    require(can_follow_incident(request.actor, row))
    return _take(request, row, StepForm(sent(request)), add_incident_step, _("Langkah tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def incident_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of Dinas Sosial."""
    row = _incident(request, pk)
    require(can_report_on_incident(request.actor, row), _("Hanya Dinas Sosial yang menulis laporan ini."))
    done = _("Laporan tersimpan. Lembaga dan petugas anak diberi tahu.")
    return _take(request, row, ReportForm(sent(request)), report_on_incident, done)


@require_http_methods(["GET", "HEAD", "POST"])
def incident_close(request: HttpRequest, pk: int) -> HttpResponse:
    """How it ended; what stands against it is said before anything is written."""
    row = _incident(request, pk)
    require(can_close_incident(request.actor, row), _("Kejadian ini hanya ditutup Dinas Sosial."))
    act = partial(close_incident, reasons=reasons_from(request.POST))
    form, against = CloseForm(sent(request)), closing_problems(row)
    return _take(request, row, form, act, _("Kejadian ditutup."), against=against)


def _incident(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user).whole(), pk=pk)


def _take(
    request: HttpRequest,
    row: Incident,
    form: SectionedForm,
    service: Callable[..., Any],
    done: str,
    *,
    against: list[Problem] | None = None,
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the incident."""
    back, problems = reverse("living:incident", args=[row.pk]), []
    if form.is_valid():
        made, problems = attempt(lambda: service(incident=row, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=row.number, against=against)
