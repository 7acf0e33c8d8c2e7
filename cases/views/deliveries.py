"""Services delivered: the list, and "Catat layanan" in seconds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.paging import page_by

from ..forms.deliveries import ServiceForm
from ..models import ServiceRecord
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


@require_safe
def services_kept(request: HttpRequest) -> HttpResponse:
    """What the acting institution wrote about cases that are no longer shared with it."""
    found = ServiceRecord.objects.kept_by(request.user, request.actor.institution_id)
    rows = page_by("provided_on", found, request.GET, newest_first=True)
    context = {"rows": rows, "words": rows.words(_("layanan"))}
    response = render(request, "cases/services_kept.html", context)
    cases = {service.case_id: service.case for service in rows.rows}
    record_view("service.list_kept", "list:services", by=request.actor, shown=cases.values())
    return response


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
