"""The register of carers: its list, one household, what is asked of it, the decision, the permit."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import RuleViolation, StaleWrite, attempt, require
from atensi.forms import reasons_from, sent
from atensi.paging import page_by
from atensi.reference.workdays import today_in
from atensi.versions import beside
from cases.models import Case
from institutions.acting import acting_office
from institutions.parameters import value_for

from ..eligibility.candidates import candidate_problems
from ..eligibility.common import standing_of
from ..eligibility.matching import children_of, places_of
from ..forms import CheckForm, DecisionForm, HouseholdForm, PermitForm, RegisterForm, StandingForm, SubmitForm
from ..models import Candidate
from ..permissions import can_decide_candidate, can_keep_candidate, can_register, can_set_standing
from ..requirements import LAW_OF_KIND, requirement_of
from ..services.deciding import decide_candidate, renew_permit, set_standing, submit_candidate
from ..services.registering import change_candidate, record_check, register_candidate
from ..states import CandidateKind, CandidateState
from .page import open_candidate, show_form, take_candidate_step

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def candidate_list(request: HttpRequest) -> HttpResponse:
    """The households of the register, newest first, of one kind or in one state where that is asked for."""
    kind, state = request.GET.get("jenis", ""), request.GET.get("status", "")
    rows = Candidate.objects.visible_to(request.user).with_people()
    rows = rows.filter(kind=kind) if kind in CandidateKind.values else rows
    rows = rows.filter(state=state) if state in CandidateState.values else rows
    page = page_by("registered_at", rows, request.GET, newest_first=True)
    context = {
        "page": page,
        "words": page.words(_("calon")),
        "kind": kind,
        "state": state,
        "kinds": CandidateKind.choices,
        "states": CandidateState.choices,
        "may_register": can_register(request.actor, acting_office(request)),
    }
    response = render(request, "carers/candidate_list.html", context)
    record_view("candidate.list", "list:candidates", by=request.actor, shown=page.rows)
    return response


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One household: who they are, what is asked of them and how that stands, its permits and its story."""
    row, actor = open_candidate(request, pk), request.actor
    today = today_in(row.office.region)
    children = children_of(row)
    most: int = value_for("foster_max_children", row.office, on=today)
    context = {
        "candidate": row,
        "asked": standing_of(row, today),
        "law": LAW_OF_KIND[row.kind],
        "children": children,
        "places": places_of(row, today, most=most),
        "cases": Case.objects.visible_to(request.user).filter(pk__in=[match.case_id for match in children]),
        "problems": candidate_problems(row, today) if row.is_open else [],
        "may_keep": can_keep_candidate(actor, row) and row.is_open,
        "may_decide": can_decide_candidate(actor, row),
        "may_set_standing": can_set_standing(actor, row) and row.is_open,
    }
    response = render(request, "carers/candidate.html", context)
    record_view("candidate.view", row, by=actor)
    return response


@require_http_methods(METHODS)
def candidate_create(request: HttpRequest) -> HttpResponse:
    office = acting_office(request)
    require(can_register(request.actor, office))
    form, problems = RegisterForm(sent(request), office=office), []
    if form.is_valid():
        told = {"kind": form.cleaned_data["kind"], "household": form.household}
        made, problems = attempt(lambda: register_candidate(office=office, by=request.actor, **told))
        if made:
            messages.success(request, _("Calon terdaftar. Periksa syaratnya satu per satu."))
            return redirect("carers:detail", made.pk)
    return show_form(request, form, problems, back=reverse("carers:list"), of=_("Calon pengasuh"))


@require_http_methods(METHODS)
def candidate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts; what somebody else wrote meanwhile is shown beside."""
    row = open_candidate(request, pk, right=can_keep_candidate)
    form, problems, differences = _household_form(row, sent(request)), [], []
    if form.is_valid():
        try:
            change_candidate(candidate=row, by=request.actor, **form.content)
        except StaleWrite as violation:
            row = open_candidate(request, pk, right=can_keep_candidate)
            form, differences = beside(form, partial(_household_form, row))
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Data calon tersimpan."))
            return redirect("carers:detail", row.pk)
    back = reverse("carers:detail", args=[row.pk])
    return show_form(request, form, problems, back=back, of=row.name, candidate=row, differences=differences)


def _household_form(row: Candidate, data) -> HouseholdForm:
    return HouseholdForm(data, office=row.office, candidate=row)


@require_http_methods(METHODS)
def check_record(request: HttpRequest, pk: int, asked: str) -> HttpResponse:
    """Write down that one requirement was checked."""
    row = open_candidate(request, pk, right=can_keep_candidate)
    one = requirement_of(row.kind, asked)
    if one is None:
        raise Http404
    form = CheckForm(sent(request), request.FILES or None, asked=one)
    service = partial(record_check, candidate=row, code=one.code)
    return take_candidate_step(request, row, form, service, _("Pemeriksaan tersimpan."))


@require_safe
def check_file(request: HttpRequest, pk: int, check_pk: int) -> FileResponse:
    """The paper that came with a check."""
    row = open_candidate(request, pk)
    check = get_object_or_404(row.checks.select_related("document"), pk=check_pk)
    if check.document is None:
        raise Http404
    response = serve(check.document, title=f"{check.document.title} {check.pk}")
    record_view("candidate.open_file", row, by=request.actor, shown=[check])
    return response


@require_http_methods(METHODS)
def candidate_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it to the decider; soft rules ask a reason here."""
    row = open_candidate(request, pk, right=can_keep_candidate)
    service = partial(submit_candidate, candidate=row, reasons=reasons_from(request.POST))
    return take_candidate_step(request, row, SubmitForm(sent(request)), service, _("Calon diajukan ke pemutus."))


@require_http_methods(METHODS)
def candidate_decide(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_candidate(request, pk, right=can_decide_candidate)
    service = partial(decide_candidate, candidate=row, reasons=reasons_from(request.POST))
    return take_candidate_step(request, row, DecisionForm(sent(request)), service, _("Keputusan tersimpan."))


@require_http_methods(METHODS)
def permit_renew(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_candidate(request, pk, right=can_decide_candidate)
    last = row.permits.all()
    form = PermitForm(sent(request), initial={"max_children": last[0].max_children} if last else {})
    service = partial(renew_permit, candidate=row, reasons=reasons_from(request.POST))
    return take_candidate_step(request, row, form, service, _("Izin diperpanjang."))


@require_http_methods(METHODS)
def candidate_standing(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_candidate(request, pk, right=can_set_standing)
    form = StandingForm(sent(request), candidate=row)
    return take_candidate_step(request, row, form, partial(set_standing, candidate=row), _("Status calon tersimpan."))
