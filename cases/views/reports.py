"""Social reports: draft, read, sign; a correction begins as a copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..eligibility.papers import REPORT_SECTIONS, report_problems
from ..forms.base import initial_of
from ..forms.papers import ReportForm
from ..models import SocialReport
from ..services.reports import FIELDS, draft_report, edit_report, sign_report
from .page import CasePage, attempt, number_of, open_case, show_form
from .papers import is_stale, read_paper, reread, sign_paper

TAB = "documents"


def _paper(page: CasePage, pk: int) -> SocialReport:
    papers = page.case.social_reports.select_related("author", "signed_by", "case__office", "assessment")
    return get_object_or_404(papers, pk=pk)


def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft; `?koreksi=` begins with the words of a signed one."""
    page = open_case(request, pk, tab=TAB, right="sign")
    source = page.case.social_reports.filter(pk=number_of(request.GET.get("koreksi"))).first()
    form = ReportForm(request.POST or None, case=page.case, initial=initial_of(source, FIELDS) if source else None)
    problems = []
    if form.is_valid():
        content = {name: form.content[name] for name in REPORT_SECTIONS}
        draft, problems = attempt(
            lambda: draft_report(
                case=page.case, by=request.actor, assessment=form.cleaned_data["assessment"], content=content
            )
        )
        if draft:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:report", pk=pk, paper_pk=draft.pk)
    return show_form(request, page, form, problems)


def report_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    form = ReportForm(request.POST or None, case=page.case, initial=initial_of(paper, FIELDS))
    problems, differences = [], []
    if form.is_valid():
        read_at = form.cleaned_data["read_at"]
        edited, problems = attempt(
            lambda: edit_report(report=paper, by=request.actor, content=form.content, read_at=read_at)
        )
        if edited:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:report", pk=pk, paper_pk=paper_pk)
        if is_stale(problems):
            form, differences = reread(form, paper, lambda data: ReportForm(data, case=page.case))
    return show_form(request, page, form, problems, differences=differences)


@require_safe
def report(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = _paper(page, paper_pk)
    problems = [] if paper.is_signed or not page.may.sign else report_problems(paper, request.actor)
    return read_paper(request, page, paper, name="report", problems=problems)


@require_POST
def report_sign(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    return sign_paper(
        request,
        paper,
        lambda **kwargs: sign_report(report=paper, **kwargs),
        name="report",
        again=lambda **kwargs: read_paper(request, page, _paper(page, paper_pk), name="report", **kwargs),
    )
