"""The caregivers of a home."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from atensi.forms import sent
from atensi.sections import SectionedForm
from institutions.models import Institution
from institutions.offices import responsible_office

from ..forms.stays import (
    CaregiverEditForm,
    CaregiverForm,
    CaregiverReviewForm,
    LeaveWorkForm,
    ReadmitForm,
    SuspendForm,
)
from ..models import Caregiver
from ..permissions import keeps_caregivers, oversees
from ..services.caregivers import (
    add_caregiver,
    edit_caregiver,
    end_caregiver,
    readmit_caregiver,
    review_caregiver,
    suspend_caregiver,
)
from .page import home_or_404, show_form


@require_safe
def caregiver_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who cares for the children of a home; for its staff and the Dinas that answers for it."""
    home, office = _home(request, pk)
    rows = Caregiver.objects.visible_to(request.user).of_home(home.pk).counted()
    context = {
        "home": home,
        "working": [row for row in rows if row.left_on is None],
        "gone": [row for row in rows if row.left_on is not None],
        "oversees": oversees(request.actor, office),
    }
    response = render(request, "living/caregiver_list.html", context)
    record_view("caregiver.list", home, by=request.actor)
    return response


def _home(request: HttpRequest, pk: int) -> tuple[Institution, Institution | None]:
    home = home_or_404(request, pk)
    office = responsible_office(home.region)
    require(keeps_caregivers(request.actor, home, office), _("Hanya petugas lembaga dan Dinas Sosial yang membukanya."))
    return home, office


def _caregiver(request: HttpRequest, pk: int) -> Caregiver:
    rows = Caregiver.objects.visible_to(request.user).select_related("institution__region")
    row = get_object_or_404(rows, pk=pk)
    _home(request, row.institution_id)
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_add(request: HttpRequest, pk: int) -> HttpResponse:
    home, _office = _home(request, pk)
    act = partial(add_caregiver, home=home)
    return _take(request, home, CaregiverForm(sent(request)), act, _("Pengasuh tersimpan."), of=str(home))


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _caregiver(request, pk)
    known = {"training": row.training, "statement_on": row.statement_on}
    form = CaregiverEditForm(sent(request), initial=known)
    return _of(request, row, form, edit_caregiver, _("Data pengasuh tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_review(request: HttpRequest, pk: int) -> HttpResponse:
    row = _caregiver(request, pk)
    return _of(request, row, CaregiverReviewForm(sent(request)), review_caregiver, _("Penilaian tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    row = _caregiver(request, pk)
    return _of(request, row, SuspendForm(sent(request)), suspend_caregiver, _("Pengasuh diberhentikan sementara."))


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_readmit(request: HttpRequest, pk: int) -> HttpResponse:
    """Dinas Sosial alone ends a suspension."""
    row = _caregiver(request, pk)
    require(oversees(request.actor, responsible_office(row.institution.region)))
    return _of(request, row, ReadmitForm(sent(request)), readmit_caregiver, _("Pengasuh kembali bertugas."))


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = _caregiver(request, pk)
    return _of(request, row, LeaveWorkForm(sent(request)), end_caregiver, _("Tersimpan."))


def _of(
    request: HttpRequest, row: Caregiver, form: SectionedForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    return _take(request, row.institution, form, partial(service, caregiver=row), done, of=row.name)


def _take(
    request: HttpRequest, home: Institution, form: SectionedForm, act: Callable[..., Any], done: str, *, of: str
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the list."""
    back, problems = reverse("living:caregivers", args=[home.pk]), []
    if form.is_valid():
        made, problems = attempt(lambda: act(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=of)
