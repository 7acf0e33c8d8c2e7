"""The page of the person: who, identity, other names, health and communication, school, social protection; and the form
of each part."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import require
from atensi.versions import beside

from .. import permissions
from ..benefits import aged, newest_benefits
from ..forms.persons import (
    AliasForm,
    BenefitForm,
    HealthForm,
    NikForm,
    PapersForm,
    PersonForm,
    PhotoForm,
    ProfileForm,
    SchoolForm,
    VerifyForm,
)
from ..identity import Private, identity_of, photo_of, profile_of
from ..nik import nik_problems
from ..services.aliases import add_alias, remove_alias
from ..services.benefits import record_benefit, remove_benefit
from ..services.identity import attach_nik, record_papers, verify_nik
from ..services.photos import remove_photo, set_photo
from ..services.profiles import describe_health, describe_school
from ..states import TaskKind
from .page import CasePage, attempt, open_case, show, show_form
from .papers import is_stale

TAB = "beneficiary"
both = require_http_methods(["GET", "POST"])


@require_safe
def beneficiary(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    person = page.case.beneficiary
    private = permissions.sees_private(request.actor, page.case)
    newest, older = newest_benefits(person.benefits.all()) if private else ([], [])
    context = {
        "person": person,
        "aliases": person.aliases.all(),
        "identity": identity_of(person, person.papers.all()),
        "task": page.case.tasks.open().filter(kind=TaskKind.CIVIL_REGISTRATION).first(),
        "private": Private(profile_of(person), photo_of(person) is not None) if private else None,
        "benefits": aged(newest, page.case.office),
        "older": older,
        "may_compare": permissions.can_compare(request.actor, page.case),
    }
    return show(request, page, "cases/case_beneficiary.html", context)


@both
def alias_add(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    form = AliasForm(request.POST or None)
    return _save(
        request,
        page,
        form,
        lambda: add_alias(case=page.case, by=request.actor, **form.cleaned_data),
        done=_("Nama lain dicatat."),
    )


@require_POST
def alias_remove(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    page = _working(request, pk)
    alias = get_object_or_404(page.case.beneficiary.aliases, pk=row_pk)
    return _do(
        request, page, lambda: remove_alias(case=page.case, alias=alias, by=request.actor), _("Nama lain dihapus.")
    )


@both
def nik_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """A NIK that another office holds is named with its office and may be left out, as in the form of the person."""
    page = _working(request, pk)
    form, problems, held = NikForm(request.POST or None), [], False
    if form.is_valid():
        nik, without = form.cleaned_data["nik"], bool(request.POST.get("without_nik"))
        person, problems = attempt(lambda: attach_nik(case=page.case, nik=nik, by=request.actor, without_nik=without))
        if person:
            messages.success(request, _("NIK dipasang.") if person.nik else _("Disimpan tanpa NIK."))
            for problem in nik_problems(person.nik, person.birth_date, person.sex, birth_exact=_is_exact(person)):
                messages.warning(request, str(problem.text))
            return redirect(page.url)
        held = any(problem.code == "nik_held_elsewhere" for problem in problems)
        form.show(problems)
    return show_form(request, page, form, [], template="cases/beneficiary_form.html", held=held)


@both
def nik_verify(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    form = VerifyForm.of(page.case, request.POST or None)
    hint = _("NIK %(nik)s") % {"nik": page.case.beneficiary.nik} if page.case.beneficiary.nik else ""
    return _save(
        request,
        page,
        form,
        lambda: verify_nik(case=page.case, by=request.actor, **form.cleaned_data),
        done=_("NIK terverifikasi."),
        hint=hint,
    )


@both
def identity_papers(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    form = PapersForm(request.POST or None, case=page.case)
    return _save(
        request,
        page,
        form,
        lambda: record_papers(case=page.case, papers=form.papers, by=request.actor),
        done=_("Dokumen dicatat."),
    )


@both
def health_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_profile(request, pk, HealthForm, describe_health)


@both
def school_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_profile(request, pk, SchoolForm, describe_school)


@both
def benefit_add(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    form = BenefitForm(request.POST or None)
    return _save(
        request,
        page,
        form,
        lambda: record_benefit(case=page.case, by=request.actor, **form.cleaned_data),
        done=_("Data perlindungan sosial dicatat."),
    )


@require_POST
def benefit_remove(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    page = _working(request, pk)
    link = get_object_or_404(page.case.beneficiary.benefits, pk=row_pk)
    return _do(request, page, lambda: remove_benefit(case=page.case, link=link, by=request.actor), _("Data dihapus."))


@both
def photo_edit(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    return _save(
        request,
        page,
        form,
        lambda: set_photo(case=page.case, content=form.content, by=request.actor),
        done=_("Foto disimpan."),
    )


@require_POST
def photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    page = _working(request, pk)
    return _do(request, page, lambda: remove_photo(case=page.case, by=request.actor), _("Foto dihapus."))


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The portrait itself, for a page of the case; no other page shows it."""
    page = open_case(request, pk, tab=TAB)
    require(permissions.sees_private(request.actor, page.case))
    found = photo_of(page.case.beneficiary)
    if found is None:
        raise Http404
    response = serve(found.document, inline=True)
    record_view("case.view_photo", page.case, by=request.actor)
    return response


def _working(request: HttpRequest, pk: int) -> CasePage:
    return open_case(request, pk, tab=TAB, right="work")


def _is_exact(person) -> bool:
    return person.birth_precision == "DAY"


def _save(
    request: HttpRequest, page: CasePage, form: PersonForm, act: Callable[[], Any], *, done: str, hint: str = ""
) -> HttpResponse:
    """Run the service of a valid form and go back to the person; else the form with what stands against it."""
    if form.is_valid():
        _made, problems = attempt(act)
        if not problems:
            messages.success(request, done)
            return redirect(page.url)
        if is_stale(problems):  # the number itself changed: what was compared is to be compared anew
            messages.error(request, str(problems[0].text))
            return redirect(request.path)
        form.show(problems)
    return show_form(request, page, form, [], hint=hint)


def _edit_profile(request: HttpRequest, pk: int, kind: type[ProfileForm], service: Callable[..., Any]) -> HttpResponse:
    page, differences, problems = _working(request, pk), [], []
    form = kind.of(profile_of(page.case.beneficiary), request.POST or None)
    if form.is_valid():
        _made, problems = attempt(lambda: service(case=page.case, by=request.actor, **form.cleaned_data))
        if not problems:
            messages.success(request, _("Perubahan disimpan."))
            return redirect(page.url)
        if is_stale(problems):
            form, differences = beside(form, lambda data: kind.of(profile_of(page.case.beneficiary), data))
        else:
            form.show(problems)
            problems = []
    return show_form(request, page, form, problems, differences=differences)


def _do(request: HttpRequest, page: CasePage, act: Callable[[], Any], done: str) -> HttpResponse:
    """Run a service that needs no form; what stands against it is told on the page."""
    _made, problems = attempt(act)
    for problem in problems:
        messages.error(request, str(problem.text))
    if not problems:
        messages.success(request, done)
    return redirect(page.url)
