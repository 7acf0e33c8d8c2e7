"""The papers of a case beside assessments and plans: agreements, conferences, social reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..consents import coverage
from ..forms.family import ConferenceForm
from ..services.conferences import hold_conference
from .attachments import files_of
from .page import attempt, open_case, show, show_form

FILES_SHOWN = 5


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    context = {
        "agreements": page.case.agreements.select_related("signatory"),
        "coverage": coverage(page.case),
        "reports": page.case.social_reports.select_related("author", "signed_by"),
        "conferences": page.case.conferences.all(),
        "files": files_of(request, page.case).kept()[:FILES_SHOWN],
    }
    return show(request, page, "cases/case_documents.html", context)


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
