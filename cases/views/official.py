"""Official papers of a case: what was issued, what could be, and the PDF."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import Problem

from ..forms.official import IssueForm
from ..official import issuable, papers_of
from ..permissions import can_issue_paper
from ..services.official import issue_paper
from .page import CasePage, attempt, open_case, show

TAB = "documents"


def _page(request: HttpRequest, page: CasePage, problems: list[Problem], status: int = 200) -> HttpResponse:
    papers = list(papers_of(page.case))
    may_issue = can_issue_paper(request.actor, page.case)
    context: dict[str, Any] = {"papers": papers, "may_issue": may_issue, "problems": problems}
    context["ready"] = [IssueForm(source=one, row=row, papers=papers) for one, row in issuable(page.case)]
    return show(request, page, "cases/case_official.html", context, status)


@require_safe
def official_papers(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, open_case(request, pk, tab=TAB), [])


@require_POST
def official_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the paper that the form names; it never changes afterwards."""
    page = open_case(request, pk, tab=TAB, right="issue")
    papers, word = list(papers_of(page.case)), request.POST.get("about")
    forms = [IssueForm(request.POST, source=one, row=row, papers=papers) for one, row in issuable(page.case)]
    form = next((one for one in forms if one.word == word and one.is_valid()), None)
    if form is None:
        messages.warning(request, _("Dokumen ini sudah diterbitkan, atau tidak dapat diterbitkan."))
        return redirect("cases:official_papers", pk)
    replaces = form.cleaned_data["replaces"]
    paper, problems = attempt(lambda: issue_paper(case=page.case, about=form.row, replaces=replaces, by=request.actor))
    if paper is None:
        return _page(request, page, problems, 409)
    messages.success(request, _("Surat %(number)s diterbitkan.") % {"number": paper.number})
    return redirect("cases:official_papers", pk)


@require_safe
def official_paper(request: HttpRequest, pk: int, paper_pk: int) -> FileResponse:
    """The PDF as it was made."""
    page = open_case(request, pk, tab=TAB)
    paper = get_object_or_404(papers_of(page.case), pk=paper_pk)
    response = serve(paper.document)
    record_view("paper.open", page.case, by=request.actor, shown=[paper])
    return response
