"""The visit and call log of a case: what was done, newest first, and one more line in seconds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.paging import page_by

from ..forms.contacts import ContactForm
from ..services.contacts import log_contact
from .page import attempt, open_case, show, show_form

TAB = "services"


@require_safe
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Visits and calls, newest first, by key."""
    page = open_case(request, pk, tab=TAB)
    found = page.case.contacts.select_related("recorded_by")
    rows = page_by("made_on", found, request.GET, newest_first=True)
    return show(request, page, "cases/case_contacts.html", {"rows": rows, "words": rows.words(_("kontak"))})


def contact_record(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="work")
    form, problems = ContactForm(request.POST or None), []
    back = reverse("cases:contacts", args=[pk])
    if form.is_valid():
        contact, problems = attempt(lambda: log_contact(case=page.case, by=request.actor, **form.cleaned_data))
        if contact:
            messages.success(request, _("Kontak dicatat."))
            return redirect(back)
    return show_form(request, page, form, problems, back=back)
