"""Logging a report with likely duplicates shown before saving, one report's page, and its first contact."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.audit.services import record_view
from atensi.drafts.pages import draft_of
from atensi.errors import RuleViolation, require
from atensi.forms import form_id_from

from .. import permissions
from ..duplicates import Found, candidates
from ..forms.intake import FirstContactForm, ResponseForm
from ..masking import age_band, sees_names
from ..models import Beneficiary, Case, CaseResponse, IncomingReport, Reentry
from ..nik import nik_problems
from ..services.responses import log_response, record_first_contact
from ..states import BirthPrecision, ImmediateAction, ResponseOutcome


def _incoming(request: HttpRequest) -> tuple[IncomingReport | None, bool]:
    """The desk's report that the response answers, named in the address or carried by the form; and whether it is
    not theirs to answer any more. Somebody who typed about it keeps the form without it; 404 for anybody else."""
    pk = request.POST.get("incoming") or (request.GET.get("laporan") if request.method != "POST" else None)
    if not pk:
        return None, False
    reports = IncomingReport.objects.visible_to(request.user).select_related("category", "office")
    if request.method == "POST" or draft_of(request) is not None:
        found = reports.filter(pk=_number(pk)).first()
        stands = found is not None and found.is_open and permissions.can_answer(request.actor, found)
        return (found, False) if stands else (None, True)
    incoming = _visible(reports, pk)
    require(permissions.can_answer(request.actor, incoming))
    return incoming, False


def _form(request: HttpRequest, incoming: IncomingReport | None = None) -> ResponseForm:
    if not permissions.can_log_response(request.actor):
        raise PermissionDenied
    chooses = not permissions.takes_cases(request.actor)
    data = request.POST if request.method == "POST" else None
    return ResponseForm(data, office=request.membership.institution, chooses_worker=chooses, incoming=incoming)


def _sent_before(request: HttpRequest) -> CaseResponse | None:
    """What this form has already made: a second click leads there instead of finding it as a duplicate."""
    form_id = form_id_from(request.POST)
    own = CaseResponse.objects.visible_to(request.user).filter(logged_by=request.user)
    return own.filter(form_id=form_id).first() if form_id else None


def _visible(queryset, pk: str):
    """The row the user may see, or 404 also for what is no number."""
    return get_object_or_404(queryset, pk=_number(pk))


def _number(pk: str) -> str:
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return pk


def _chosen(request: HttpRequest) -> dict[str, object]:
    """Which file the user said it is: an open case to join, or a person on file; empty for a new child."""
    if case := request.POST.get("join"):
        found = _visible(Case.objects.visible_to(request.user), case)
        return {"case": found, "outcome": ResponseOutcome.JOINED_CASE}
    if beneficiary := request.POST.get("same"):
        return {"beneficiary": _visible(Beneficiary.objects.visible_to(request.user), beneficiary)}
    return {}


def _log(
    request: HttpRequest, form: ResponseForm, chosen: dict[str, object], incoming: IncomingReport | None
) -> CaseResponse | None:
    """The logged response; None when a rule stands against it, which the form then shows."""
    values = {"outcome": form.cleaned_data["outcome"], "worker": form.cleaned_data.get("worker"), **chosen}
    try:
        return log_response(
            by=request.actor,
            form_id=form_id_from(request.POST),
            report=form.report,
            person=form.person,
            without_nik=bool(request.POST.get("without_nik")),
            incoming=incoming,
            **values,
        )
    except RuleViolation as violation:
        form.show(violation.problems)
        return None


@require_http_methods(["GET", "POST"])
def response_create(request: HttpRequest) -> HttpResponse:
    """The form of a new report. A likely duplicate comes back to be answered before anything is saved."""
    if before := _sent_before(request):
        return redirect("cases:response", before.pk)
    incoming, lost = _incoming(request)
    form, found, status = _form(request, incoming), Found(), 200
    if request.method == "POST" and lost:
        form.full_clean()
        status = 409  # nothing is saved before the person has read that the report went elsewhere
    elif request.method == "POST":
        valid = form.is_valid()
        chosen = _chosen(request)
        found = Found() if valid and chosen else candidates(person=form.person, by=request.actor)
        seen = {request.POST.get("duplicates_seen"), request.POST.get("without_nik")}
        if valid and (not found or found.digest in seen):
            response = _log(request, form, chosen, incoming)
            if response:
                messages.success(request, _("Respon %(number)s tersimpan.") % {"number": response.number})
                return redirect("cases:response", response.pk)
        status = 422 if form.errors else 200
    context = {"form": form, "found": found, "ask": bool(found) and not form.errors, "warnings": _warnings(form)}
    context |= {"incoming": incoming, "lost": lost}
    return render(request, "cases/response_form.html", context, status=status)


def _warnings(form: ResponseForm):
    """What the NIK says differently from the form; none of it stops the saving."""
    if not form.is_bound:
        return []
    person = form.person
    region = form.cleaned_data["region"].code if form.cleaned_data.get("region") else ""
    return [
        problem
        for problem in nik_problems(person.nik, person.birth_date, person.sex, region, birth_exact=person.birth_exact)
        if not problem.is_hard
    ]


@require_POST
def response_duplicates(request: HttpRequest) -> HttpResponse:
    """The fragment of likely duplicates and NIK warnings, while the form is being filled in."""
    form = _form(request)
    form.full_clean()
    found = candidates(person=form.person, by=request.actor)
    return render(request, "cases/_duplicates.html", {"found": found, "warnings": _warnings(form), "form": form})


def _response(request: HttpRequest, pk: int) -> CaseResponse:
    rows = CaseResponse.objects.visible_to(request.user).select_related(
        "beneficiary", "case", "office", "region__parent", "logged_by", "first_contact_by"
    )
    return get_object_or_404(rows.prefetch_related("category_rows__code"), pk=pk)


def _page(request: HttpRequest, response: CaseResponse, form: FirstContactForm | None = None) -> HttpResponse:
    named = response.case is None or sees_names(request.user, response.case)
    child = response.beneficiary
    works = permissions.can_work_on_response(request.actor, response)
    contact_open = response.first_contact_at is None and permissions.can_record_contact(request.actor, response)
    unsaved = form if form and not contact_open else None  # somebody else was first: the words stay to be copied
    context = {
        "response": response,
        "child": child,
        "named": named,
        "age_band": age_band(child),
        "shows_reporter": works,
        "form": (form or FirstContactForm()) if contact_open else None,
        "unsaved": unsaved,
        "restricted": response.case is not None and response.case.restricted,
        "actions": [ImmediateAction(action).label for action in response.immediate_actions],
        "sees_case": Case.objects.visible_to(request.user).filter(pk=response.case_id).exists(),
        "warnings": _differences(response) if works else [],
        "reentries": list(Reentry.objects.visible_to(request.user).filter(response=response)) if named else [],
    }
    status = 409 if unsaved else 422 if form and form.errors else 200
    page = render(request, "cases/response_detail.html", context, status=status)
    record_view("response.view", response, by=request.actor)
    return page


def _differences(response: CaseResponse):
    child = response.beneficiary
    exact = child.birth_precision == BirthPrecision.DAY
    return nik_problems(child.nik, child.birth_date, child.sex, response.region_id, birth_exact=exact)


@require_GET
def response_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what was told, the child, the clock, what came of it."""
    return _page(request, _response(request, pk))


@require_POST
def first_contact_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the first contact from the report's page; whoever comes second keeps their words on it."""
    response = _response(request, pk)
    require(permissions.can_record_contact(request.actor, response))
    form = FirstContactForm(request.POST)
    if form.is_valid():
        try:
            record_first_contact(
                response=response, by=request.actor, at=form.cleaned_data["at"], note=form.cleaned_data["note"]
            )
        except RuleViolation as violation:
            form.show(violation.problems)
            response = _response(request, pk)  # somebody may have been first
        else:
            messages.success(request, _("Kontak pertama tercatat."))
            return redirect("cases:response", response.pk)
    return _page(request, response, form)
