"""Which household of the register fits a child, and the choice of one."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.errors import Problem, attempt, require
from atensi.forms import reasons_from, sent
from cases.views.page import open_case, show, show_form, take_step

from ..eligibility.matching import fit_of, fits_of, looking_for
from ..match_forms import HouseholdChoiceForm, MatchEndForm
from ..models import Candidate, CareMatch
from ..permissions import can_choose_household, can_lead_process, can_look_for_household
from ..reading import registered_for
from ..requirements import FORM_CHOICES, KIND_OF_FORM, LAW_OF_KIND
from ..services.matching import choose_household, end_match


@require_safe
def households(request: HttpRequest, pk: int, form_of_care: str) -> HttpResponse:
    """The households of the office's register: those that fit the child, best first, and the others with why not."""
    page = open_case(request, pk, tab="placements")
    require(can_look_for_household(request.actor, page.case))
    rows = registered_for(request.user, page.case, form_of_care)
    looking = looking_for(page.case, form_of_care, reader=request.user)
    fits = fits_of(looking, rows)
    matches = list(CareMatch.objects.visible_to(request.user).filter(case=page.case).whole())
    is_chosen = any(one.is_coming and one.form == form_of_care for one in matches)
    may_lead = page.case.is_open and can_lead_process(request.actor, page.case)
    context = {
        "form_of_care": form_of_care,
        "choices": FORM_CHOICES,
        "forms": [],
        "law": LAW_OF_KIND[KIND_OF_FORM[form_of_care]],
        "matches": matches,
        "fitting": [fit for fit in fits if fit.fits],
        "left_out": [fit for fit in fits if not fit.fits],
        "may_lead": may_lead,
        "may_choose": may_lead and not is_chosen,
    }
    return show(request, page, "carers/households.html", context, shown=[fit.candidate for fit in fits])


@require_http_methods(["GET", "HEAD", "POST"])
def household_choose(request: HttpRequest, pk: int, form_of_care: str, candidate_pk: int) -> HttpResponse:
    """Choose one: what stands against it is said before, soft rules ask a reason here."""
    page = open_case(request, pk, tab="placements")
    require(can_lead_process(request.actor, page.case))
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user).with_people(), pk=candidate_pk)
    require(form_of_care in KIND_OF_FORM and can_choose_household(request.actor, page.case, candidate))
    form = HouseholdChoiceForm(sent(request), case=page.case)
    context = {"back": page_of(pk, form_of_care), "hint": candidate.name, "shown": [candidate]}
    problems: list[Problem] = []
    if form.is_valid():
        service = partial(choose_household, case=page.case, form=form_of_care, candidate=candidate)
        given = form.cleaned_data | {"reasons": reasons_from(request.POST)}
        made, problems = attempt(lambda: service(by=request.actor, **given))
        if made:
            messages.success(request, _("Keluarga dipilih. Keputusan dan penempatan memakai keluarga ini."))
            return redirect(context["back"])
    if request.method != "POST":
        known = fit_of(looking_for(page.case, form_of_care), candidate).problems
        first = {**context, "form": form, "problems": known, "reasons": {}, "differences": []}
        return show(request, page, "cases/case_form.html", first, shown=[candidate])
    return show_form(request, page, form, problems, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def household_end(request: HttpRequest, pk: int, match_pk: int) -> HttpResponse:
    """End a choice before the child came."""
    page = open_case(request, pk, tab="placements")
    rows = CareMatch.objects.visible_to(request.user).standing().whole()
    match = get_object_or_404(rows, pk=match_pk, case=page.case)
    require(can_lead_process(request.actor, page.case))
    form, service = MatchEndForm(sent(request)), partial(end_match, match=match)
    back = page_of(pk, match.form) if can_look_for_household(request.actor, page.case) else ""
    said = {"leads_to": back, "hint": f"{match}: {match.carer}"}
    return take_step(request, page, form, service, _("Pilihan diakhiri."), **said)


def page_of(pk: int, form_of_care: str) -> str:
    return reverse("carers:households", args=[pk, form_of_care])
