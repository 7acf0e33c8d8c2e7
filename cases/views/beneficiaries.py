"""Completing what is known of the child: the name that was not known at first, the NIK that came later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.versions import beside

from ..duplicates import candidates
from ..forms.beneficiaries import BeneficiaryForm
from ..nik import nik_problems, nkk_problems
from ..person import Person
from ..services.beneficiaries import update_beneficiary
from .page import attempt, open_case, show_form
from .papers import is_stale


@require_http_methods(["GET", "POST"])
def beneficiary_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The child's facts. A NIK that another office holds is named with its office and may be left out."""
    page = open_case(request, pk, tab="beneficiary", right="work")
    form = BeneficiaryForm.of(page.case, request.POST if request.method == "POST" else None)
    held, problems, differences = False, [], []
    if form.is_valid():
        without_nik = bool(request.POST.get("without_nik"))
        held = not without_nik and _is_held_elsewhere(request, form)
        if not held:
            seen = form.cleaned_data["seen"]
            child, problems = attempt(
                lambda: update_beneficiary(
                    beneficiary=page.case.beneficiary,
                    person=form.person,
                    by=request.actor,
                    without_nik=without_nik,
                    seen=seen,
                )
            )
            if child:
                messages.success(request, _("Data diri disimpan."))
                _warn(request, form.person)
                return redirect(page.url)
            if is_stale(problems):
                page.case.beneficiary.refresh_from_db()
                form, differences = beside(form, lambda data: BeneficiaryForm.of(page.case, data))
            else:
                form.show(problems)
                problems = []
    more = {"held": held, "differences": differences}
    return show_form(request, page, form, problems, template="cases/beneficiary_form.html", **more)


def _is_held_elsewhere(request: HttpRequest, form: BeneficiaryForm) -> bool:
    """Whether a file out of the user's sight has the NIK; told as the duplicate search tells it, and counted there."""
    person = form.person
    if not person.nik_number:
        return False
    found = candidates(person=Person(region=person.region, nik=person.nik), by=request.actor)
    if found.nik_office:
        form.add_error("nik", _("NIK ini tercatat di %(office)s.") % {"office": found.nik_office})
    elif found.limited:
        form.add_error("nik", _("NIK ini tercatat di kantor lain."))
    return bool(form.errors)


def _warn(request: HttpRequest, person: Person) -> None:
    odd = nik_problems(person.nik, person.birth_date, person.sex, person.region.code, birth_exact=person.birth_exact)
    for problem in [*odd, *nkk_problems(person.nkk)]:
        messages.warning(request, str(problem.text))
