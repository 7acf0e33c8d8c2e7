"""Assessments: list, draft, read, sign; a correction begins as a copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..eligibility.papers import assessment_problems
from ..forms.base import initial_of
from ..forms.papers import AssessmentForm
from ..models import Assessment
from ..services.assessments import FIELDS, draft_assessment, edit_assessment, sign_assessment
from .page import CasePage, attempt, number_of, open_case, show, show_form
from .papers import is_stale, read_paper, reread, sign_paper

TAB = "assessments"


def _paper(page: CasePage, pk: int) -> Assessment:
    papers = page.case.assessments.select_related("author", "signed_by", "case__office")
    return get_object_or_404(papers, pk=pk)


@require_safe
def assessments(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    papers = page.case.assessments.select_related("author", "signed_by")
    return show(request, page, "cases/case_assessments.html", {"papers": papers})


def assessment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft; `?koreksi=` begins with the words of a signed one."""
    page = open_case(request, pk, tab=TAB, right="sign")
    source = page.case.assessments.filter(pk=number_of(request.GET.get("koreksi"))).first()
    initial = initial_of(source, FIELDS) if source else None
    form, problems = AssessmentForm(request.POST or None, initial=initial), []
    if form.is_valid():
        draft, problems = attempt(
            lambda: draft_assessment(case=page.case, by=request.actor, content=form.content),
        )
        if draft:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:assessment", pk=pk, paper_pk=draft.pk)
    return show_form(request, page, form, problems)


def assessment_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    form, problems, differences = AssessmentForm(request.POST or None, initial=initial_of(paper, FIELDS)), [], []
    if form.is_valid():
        read_at = form.cleaned_data["read_at"]
        edited, problems = attempt(
            lambda: edit_assessment(assessment=paper, by=request.actor, content=form.content, read_at=read_at)
        )
        if edited:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:assessment", pk=pk, paper_pk=paper_pk)
        if is_stale(problems):
            form, differences = reread(form, paper, AssessmentForm)
    return show_form(request, page, form, problems, differences=differences)


@require_safe
def assessment(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = _paper(page, paper_pk)
    return read_paper(request, page, paper, name="assessment", problems=_problems(request, page, paper))


def _problems(request: HttpRequest, page: CasePage, paper: Assessment) -> list:
    return [] if paper.is_signed or not page.may.sign else assessment_problems(paper, request.actor)


@require_POST
def assessment_sign(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    return sign_paper(
        request,
        paper,
        lambda **kwargs: sign_assessment(assessment=paper, **kwargs),
        name="assessment",
        again=lambda **kwargs: read_paper(request, page, _paper(page, paper_pk), name="assessment", **kwargs),
    )
