"""Sending a referral: choose the kind, then the form; for a care decision the evidence of every rung."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.documents.uploads import read_paper
from atensi.errors import Problem, RuleViolation, require
from atensi.forms import form_id_from, reasons_from
from cases.models import Case
from cases.states import CARE_FORMS, RESIDENTIAL_FORMS, CareForm
from cases.views.page import number_of

from ..eligibility.sending import send_problems
from ..forms.alternatives import rungs_of
from ..forms.sending import AdmissionForm, CareDecisionForm, SendForm, ServiceForm
from ..permissions import can_place_in_family, can_send
from ..services.orders import send_by_order
from ..services.referrals import send_referral
from ..services.sending import draft_of
from ..states import OPEN_RESULTS, ReferralKind
from .routing import route_url

FORMS = {ReferralKind.SERVICE: ServiceForm, ReferralKind.ADMISSION: AdmissionForm}


def _case(request: HttpRequest) -> Case:
    """The open case that the query string names. Raises Http404; NotAllowed."""
    text = request.GET.get("kasus", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    rows = Case.objects.visible_to(request.user).select_related("beneficiary__region", "office")
    case = get_object_or_404(rows, pk=number)
    require(can_send(request.actor, case), _("Hanya yang menangani kasus ini yang boleh merujuk."))
    return case


def _form(request: HttpRequest, case: Case, kind: str, care_form: str) -> SendForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    place = number_of(request.GET.get("lembaga"))
    if kind == ReferralKind.CARE_DECISION:
        return CareDecisionForm(data, case=case, care_form=care_form, initial={"asked_institution": place})
    return FORMS[kind](data, files, case=case, initial={"to_institution": place})


@require_http_methods(["GET", "HEAD", "POST"])
def referral_create(request: HttpRequest) -> HttpResponse:
    """`?kasus=&jenis=&bentuk=&lembaga=`: without a kind the choice of kinds, for a decision without a form the ladder.
    lembaga: the institution that the router's reader chose."""
    case = _case(request)
    kind, care_form = request.GET.get("jenis", ""), request.GET.get("bentuk", "")
    if kind not in ReferralKind or (kind == ReferralKind.CARE_DECISION and care_form not in CareForm):
        return _choose(request, case, kind)
    form = _form(request, case, kind, care_form)
    problems: list[Problem] = []
    if form.is_valid():
        asked = form.asked()
        if "check" in request.POST:
            problems = send_problems(draft_of(case=case, by=request.actor, **_tupled(asked)))
        else:
            try:
                referral = _send(request, case, asked)
            except RuleViolation as violation:
                problems = violation.problems
            else:
                messages.success(request, _("Rujukan %(number)s dikirim.") % {"number": referral.number})
                return redirect("referrals:detail", referral.pk)
    return _show(request, case, form, care_form, problems)


def _send(request: HttpRequest, case: Case, asked: dict[str, Any]):
    form_id = form_id_from(request.POST)
    if form_id is None:
        raise RuleViolation(Problem("form_id_missing", _("Muat ulang halaman, lalu kirim lagi.")))
    asked |= {"case": case, "by": request.actor, "form_id": form_id, "reasons": reasons_from(request.POST)}
    upload = asked.pop("order_file", None)
    return send_by_order(**asked, **read_paper(upload)) if upload else send_referral(**asked)


def _tupled(asked: dict[str, Any]) -> dict[str, Any]:
    return asked | {"alternatives": tuple(asked.get("alternatives", ()))}


def _choose(request: HttpRequest, case: Case, kind: str) -> HttpResponse:
    forms = [{"value": form, "label": CareForm(form).label} for form in CARE_FORMS]
    context = {"case": case, "forms": forms if kind == ReferralKind.CARE_DECISION else None}
    context["may_place"] = can_place_in_family(request.actor, case)
    response = render(request, "referrals/referral_choose.html", context)
    record_view("case.view_referral_form", case, by=request.actor)
    return response


def _show(request: HttpRequest, case: Case, form: SendForm, care_form: str, problems: list[Problem]) -> HttpResponse:
    """The form, with what is missing; nothing typed is lost."""
    decides = isinstance(form, CareDecisionForm)
    rungs = rungs_of(form, care_form) if decides else []
    context = {
        "case": case,
        "form": form,
        "kind": form.kind,
        "route": _route(case, form, care_form),
        "asked_form": care_form,
        "care_form": CareForm(care_form).label if decides else "",
        "rungs": [{"rung": rung, "state": _state(rung, problems)} for rung in rungs],
        "later": [CareForm(each).label for each in CARE_FORMS[len(rungs) + 1 :]] if decides else [],
        "answered": sum(rung.answered for rung in rungs),
        "problems": problems,
        "checked": form.is_bound and not form.errors,
        "reasons": reasons_from(request.POST),
        "today": timezone.localdate(),
    }
    status = 409 if problems and "check" not in request.POST else 422 if form.is_bound and form.errors else 200
    response = render(request, "referrals/referral_form.html", context, status=status)
    record_view("case.view_referral_form", case, by=request.actor)
    return response


def _route(case: Case, form: SendForm, care_form: str) -> str:
    """Where institutions for this form are looked up; "" where none is to be chosen."""
    if form.kind == ReferralKind.CARE_DECISION and care_form not in RESIDENTIAL_FORMS:
        return ""
    return route_url(case.pk, kind=form.kind, form=care_form if form.kind == ReferralKind.CARE_DECISION else "")


def _state(rung, problems: list[Problem]) -> str:
    """ "gap", "old", "open" (somebody said yes), "answered" or "" (not written yet, not checked)."""
    code = rung.form.lower()
    own = [problem for problem in problems if problem.code.endswith(f"_{code}")]
    if any(problem.is_hard for problem in own):
        return "gap"
    if own:
        return "old"
    if rung.result.value() in OPEN_RESULTS:
        return "open"
    return "answered" if rung.answered else ""
