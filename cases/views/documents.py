"""The papers of a case beside assessments and plans: agreements, conferences, social reports."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..consents import coverage
from .attachments import files_of
from .page import open_case, show

FILES_SHOWN = 5


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    context = {
        "agreements": page.case.agreements.select_related("signatory"),
        "coverage": coverage(page.case),
        "reports": page.case.social_reports.select_related("author", "signed_by"),
        "conferences": page.case.conferences.all(),
        "call": page.case.conference_calls.open().prefetch_related("guests__user").first(),
        "files": files_of(request, page.case).kept()[:FILES_SHOWN],
    }
    return show(request, page, "cases/case_documents.html", context)
