"""What the family page leads to: contact forbidden and allowed, siblings tied to their files, the search for kin."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms.kin import BanForm, LiftForm, SiblingSearchForm, TracingForm, TracingStepForm, UnlinkForm
from ..models import Case, FamilyMember
from ..relatives import tracing_of
from ..services.contact_bans import ban_contact, lift_ban
from ..services.siblings import link_sibling, unlink_sibling
from ..services.tracing import record_tracing_step, settle_tracing
from ..sibling_search import SiblingsFound, siblings_like
from .page import CasePage, attempt, number_of, open_case, show, take_step


def _member(request: HttpRequest, pk: int, member_pk: int) -> tuple[CasePage, FamilyMember]:
    page = open_case(request, pk, tab="family", right="work")
    return page, get_object_or_404(page.case.beneficiary.family, pk=member_pk)


def family_ban(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    form, act = BanForm(request.POST or None), partial(ban_contact, case=page.case, member=member)
    return take_step(request, page, form, act, _("Larangan kontak dicatat."), hint=_who(member))


def family_unban(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    form, act = LiftForm(request.POST or None), partial(lift_ban, case=page.case, member=member)
    return take_step(request, page, form, act, _("Larangan kontak dicabut."), hint=_who(member))


def sibling_unlink(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page, member = _member(request, pk, member_pk)
    form, act = UnlinkForm(request.POST or None), partial(unlink_sibling, case=page.case, member=member)
    return take_step(request, page, form, act, _("Tautan dilepas."), hint=_who(member))


def tracing_step(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    form, act = TracingStepForm(request.POST or None), partial(record_tracing_step, case=page.case)
    return take_step(request, page, form, act, _("Langkah penelusuran dicatat."))


def tracing_state(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    form = TracingForm.of(tracing_of(page.case), request.POST or None)
    return take_step(request, page, form, partial(settle_tracing, case=page.case), _("Keadaan penelusuran disimpan."))


def _who(member: FamilyMember) -> str:
    return f"{member.name}, {member.get_relation_display()}"


@require_http_methods(["GET", "POST"])
def sibling_link(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Search among the files the worker may read; choosing one ties it. Of the others only an office is told, as the
    duplicate search tells it, and counted there. What is searched for stands in no address."""
    page, member = _member(request, pk, member_pk)
    posted = request.POST if "q" in request.POST else None
    form, problems, found = SiblingSearchForm(posted, initial={"q": member.name}), [], SiblingsFound()
    if form.is_valid():
        found = siblings_like(page.case, form.cleaned_data["q"], user=request.user, by=request.actor)
    chosen = number_of(request.POST.get("sibling"))
    if chosen:
        case = next((one for one in found.cases if one.beneficiary_id == chosen), None)
        sibling = get_object_or_404(Case.objects.visible_to(request.user), pk=case.pk if case else 0).beneficiary
        linked, problems = attempt(
            lambda: link_sibling(case=page.case, member=member, sibling=sibling, by=request.actor)
        )
        if linked:
            messages.success(request, _("Saudara ditautkan."))
            return redirect(page.url)
    context = {"form": form, "member": member, "found": found.cases}
    context |= {"elsewhere": found.elsewhere, "limited": found.limited}
    status = 409 if problems else 422 if form.errors else 200
    return show(request, page, "cases/sibling_link.html", {**context, "problems": problems}, status)
