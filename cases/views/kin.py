"""What the family page leads to: contact forbidden and allowed, siblings tied to their files, the search for kin."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atensi.errors import Problem

from ..asked import NUMBER
from ..duplicates import candidates
from ..forms.base import CaseForm
from ..forms.kin import BanForm, LiftForm, SiblingSearchForm, TracingForm, TracingStepForm, UnlinkForm
from ..masking import cases_with_names
from ..models import Case, FamilyMember
from ..person import Person
from ..relatives import tracing_of
from ..search import find_cases
from ..services.contact_bans import ban_contact, lift_ban
from ..services.siblings import link_sibling, unlink_sibling
from ..services.tracing import record_tracing_step, settle_tracing
from .page import CasePage, attempt, number_of, open_case, show, show_form

SHOWN = 8


def _member(request: HttpRequest, pk: int, member_pk: int) -> tuple[CasePage, FamilyMember]:
    page = open_case(request, pk, tab="family", right="work")
    return page, get_object_or_404(page.case.beneficiary.family, pk=member_pk)


def _act(
    request: HttpRequest,
    page: CasePage,
    form: CaseForm,
    service: Callable[..., Any],
    done: str | Promise,
    hint: str = "",
) -> HttpResponse:
    """Ask what a step needs, take it, and lead back to the family."""
    problems: Sequence[Problem] = []
    if form.is_valid():
        made, problems = attempt(lambda: service(case=page.case, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, str(done))
            return redirect(page.url)
    return show_form(request, page, form, problems, hint=hint)


def family_ban(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    done = gettext_lazy("Larangan kontak dicatat.")
    return _act(request, page, BanForm(request.POST or None), _of(ban_contact, member), done, _who(member))


def family_unban(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    done = gettext_lazy("Larangan kontak dicabut.")
    return _act(request, page, LiftForm(request.POST or None), _of(lift_ban, member), done, _who(member))


def sibling_unlink(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    done = gettext_lazy("Tautan dilepas.")
    return _act(request, page, UnlinkForm(request.POST or None), _of(unlink_sibling, member), done, _who(member))


def tracing_step(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    done = gettext_lazy("Langkah penelusuran dicatat.")
    return _act(request, page, TracingStepForm(request.POST or None), record_tracing_step, done)


def tracing_state(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    form = TracingForm.of(tracing_of(page.case), request.POST or None)
    return _act(request, page, form, settle_tracing, gettext_lazy("Keadaan penelusuran disimpan."))


def _of(service: Callable[..., Any], member: FamilyMember) -> Callable[..., Any]:
    return lambda **given: service(member=member, **given)


def _who(member: FamilyMember) -> str:
    return f"{member.name}, {member.get_relation_display()}"


@require_http_methods(["GET", "POST"])
def sibling_link(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Search among the files the worker may read; choosing one ties it. Of the others only an office is told, as the
    duplicate search tells it, and counted there. What is searched for stands in no address."""
    page, member = _member(request, pk, member_pk)
    posted = request.POST if "q" in request.POST else None
    form, problems = SiblingSearchForm(posted, initial={"q": member.name}), []
    found, elsewhere, limited = _search(request, page.case, form) if form.is_valid() else ([], [], False)
    chosen = number_of(request.POST.get("sibling"))
    if chosen:
        case = next((one for one in found if one.beneficiary_id == chosen), None)
        sibling = get_object_or_404(Case.objects.visible_to(request.user), pk=case.pk if case else 0).beneficiary
        linked, problems = attempt(
            lambda: link_sibling(case=page.case, member=member, sibling=sibling, by=request.actor)
        )
        if linked:
            messages.success(request, str(gettext_lazy("Saudara ditautkan.")))
            return redirect(page.url)
    context = {"form": form, "member": member, "found": found, "elsewhere": elsewhere, "limited": limited}
    status = 409 if problems else 422 if form.errors else 200
    return show(request, page, "cases/sibling_link.html", {**context, "problems": problems}, status)


def _search(request: HttpRequest, case: Case, form: SiblingSearchForm) -> tuple[list[Case], Sequence[Any], bool]:
    """Newest named case of each person found, offices that hold a like file, and whether more may not be told now."""
    text = form.cleaned_data["q"].strip()
    if NUMBER.fullmatch(text):
        cases, elsewhere, limited = find_cases(request.user, text), (), False
    else:
        told = candidates(person=Person(region=case.beneficiary.region, name=text), by=request.actor)
        cases = [one.case for one in told.inside if one.case and not one.masked]
        elsewhere, limited = told.elsewhere, told.limited
    named = cases_with_names(request.user, cases)
    found: dict[int, Case] = {}
    for one in cases:
        if one.pk in named and one.beneficiary_id != case.beneficiary_id:
            found.setdefault(one.beneficiary_id, one)
    return list(found.values())[:SHOWN], elsewhere, limited
