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
from ..usual import again, usual_services
from .page import attempt, number_of, open_case, show, show_form

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
    """ "Catat layanan": the kinds recorded last to begin from; `seperti` (a record's id) begins like that one."""
    page = open_case(request, pk, tab=TAB, right="work")
    plan = page.case.plans.filter(signed_at__isnull=False).first()
    provider, like = request.membership.institution.name, number_of(request.GET.get("seperti"))
    known = again(page.case, request.user, like) if like else {}
    form = ServiceForm(request.POST or None, plan=plan, provider=provider, initial=known)
    problems = []
    if form.is_valid():
        service, problems = attempt(
            lambda: record(case=page.case, by=request.actor, **form.cleaned_data),
        )
        if service:
            messages.success(request, _("Layanan dicatat."))
            return redirect(page.url)
    context = {"usual": usual_services(page.case, request.user), "like": like if known else 0}
    return show_form(request, page, form, problems, template="cases/case_service_form.html", **context)
