"""The papers of a case beside assessments and plans: agreements, conferences, social reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.forms import reasons_from

from ..forms.family import AgreementForm, ConferenceForm, WithdrawForm
from ..services.agreements import sign_agreement, withdraw_agreement
from ..services.conferences import hold_conference
from .attachments import files_of
from .page import attempt, open_case, show, show_form

FILES_SHOWN = 5


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    context = {
        "agreements": page.case.agreements.select_related("signatory"),
        "reports": page.case.social_reports.select_related("author", "signed_by"),
        "conferences": page.case.conferences.all(),
        "files": files_of(request, page.case).kept()[:FILES_SHOWN],
    }
    return show(request, page, "cases/case_documents.html", context)


def agreement_new(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents", right="work")
    form, problems = AgreementForm(request.POST or None, case=page.case), []
    if form.is_valid():
        agreement, problems = attempt(
            lambda: sign_agreement(
                case=page.case, by=request.actor, reasons=reasons_from(request.POST), **form.cleaned_data
            ),
        )
        if agreement:
            messages.success(request, _("Kesepakatan dicatat."))
            return redirect("cases:agreement", pk=pk, paper_pk=agreement.pk)
    return show_form(request, page, form, problems)


@require_safe
def agreement(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    papers = page.case.agreements.select_related("signatory", "recorded_by")
    return show(request, page, "cases/case_agreement.html", {"paper": get_object_or_404(papers, pk=paper_pk)})


def agreement_withdraw(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents", right="work")
    paper = get_object_or_404(page.case.agreements, pk=paper_pk)
    form, problems = WithdrawForm(request.POST or None), []
    if form.is_valid():
        withdrawn, problems = attempt(
            lambda: withdraw_agreement(agreement=paper, by=request.actor, **form.cleaned_data),
        )
        if withdrawn:
            messages.success(request, _("Penarikan kesepakatan dicatat."))
            return redirect("cases:agreement", pk=pk, paper_pk=paper_pk)
    return show_form(request, page, form, problems)


def conference_new(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents", right="confer")
    form, problems = ConferenceForm(request.POST or None), []
    if form.is_valid():
        conference, problems = attempt(
            lambda: hold_conference(case=page.case, by=request.actor, **form.cleaned_data),
        )
        if conference:
            messages.success(request, _("Pembahasan kasus dicatat."))
            return redirect("cases:conference", pk=pk, paper_pk=conference.pk)
    return show_form(request, page, form, problems)


@require_safe
def conference(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    paper = get_object_or_404(page.case.conferences.select_related("recorded_by"), pk=paper_pk)
    files = files_of(request, page.case).kept().filter(conference=paper)
    files = files.select_related("document", "added_by", "conference")
    return show(request, page, "cases/case_conference.html", {"paper": paper, "files": files})
