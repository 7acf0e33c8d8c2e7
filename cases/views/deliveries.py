"""Services delivered: the list, and "Catat layanan" in seconds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.paging import page_by

from ..forms.deliveries import ServiceForm
from ..services.deliveries import record_service as record
from .page import attempt, open_case, show, show_form

TAB = "services"


@require_safe
def services(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first, by key."""
    page = open_case(request, pk, tab=TAB)
    found = page.case.services.select_related("component", "activity", "action", "recorded_by")
    rows = page_by("provided_on", found, request.GET, newest_first=True)
    return show(request, page, "cases/case_services.html", {"rows": rows, "words": rows.words(_("layanan"))})


def service_record(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="work")
    plan = page.case.plans.filter(signed_at__isnull=False).first()
    form = ServiceForm(request.POST or None, plan=plan, provider=request.membership.institution.name)
    problems = []
    if form.is_valid():
        service, problems = attempt(
            lambda: record(case=page.case, by=request.actor, **form.cleaned_data),
        )
        if service:
            messages.success(request, _("Layanan dicatat."))
            return redirect(page.url)
    return show_form(request, page, form, problems)
