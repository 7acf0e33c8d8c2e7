"""A child's stay as the home lives it: contacts of the family, leaves, who cares for the child, what happened."""

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
from atensi.errors import Problem, RuleViolation, StaleWrite, attempt, require
from atensi.forms import reasons_from, sent
from atensi.paging import page_by
from atensi.sections import SectionedForm
from atensi.versions import Difference, beside
from cases.masking import require_names
from referrals.models import Placement
from referrals.permissions import can_change_placement

from ..forms.stays import AdmissionForm, AssignForm, ContactForm, LeaveForm, ReturnForm
from ..models import Leave
from ..residents import away_in
from ..services.admissions import keep_admission_sheet, sheet_of
from ..services.caregivers import assign_caregiver
from ..services.stays import end_leave, record_family_contact, record_leave
from .page import show_form

RELATED = ("beneficiary", "case__beneficiary", "case__office__region", "institution", "carer")


def open_stay(request: HttpRequest, pk: int, *, writing: bool = False) -> Placement:
    """The stay of a child whose name the person may read. Raises Http404, NotAllowed for who must write and may not."""
    placement = get_object_or_404(Placement.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    require_names(request.user, placement.case)
    require(not writing or can_change_placement(request.actor, placement))
    return placement


@require_safe
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    placement = open_stay(request, pk)
    contacts = placement.family_contacts.prefetch_related("members").select_related("recorded_by", "recorded_for")
    page = page_by("held_on", contacts, request.GET, newest_first=True)
    context = {
        "stay": placement,
        "away": away_in(placement),
        "page": page,
        "words": page.words(_("kontak")),
        "sheet": sheet_of(placement),
        "leaves": placement.leaves.select_related("member"),
        "assignments": placement.caregiving.select_related("caregiver"),
        "incidents": placement.incidents.select_related("incident").order_by("-incident__happened_at"),
        "may_write": can_change_placement(request.actor, placement),
    }
    response = render(request, "living/stay.html", context)
    record_view("stay.view", placement, by=request.actor, shown=[placement.case])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """The admission sheet, written until it is whole; what others wrote meanwhile is shown beside."""
    placement = open_stay(request, pk, writing=True)
    sheet = sheet_of(placement)
    form = AdmissionForm(sent(request), sheet=sheet)
    act = partial(keep_admission_sheet, placement=placement, reasons=reasons_from(request.POST))
    differences: list[Difference] = []
    problems: list[Problem] = []
    if form.is_valid():
        try:
            act(by=request.actor, **form.cleaned_data)
        except StaleWrite as violation:
            form, differences = beside(form, lambda data: AdmissionForm(data, sheet=sheet_of(placement)))
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Berkas masuk tersimpan."))
            return redirect("living:stay", placement.pk)
    back = reverse("living:stay", args=[placement.pk])
    response = show_form(
        request,
        form,
        problems,
        back=back,
        of=str(placement.beneficiary),
        differences=differences,
        missing=sheet.missing,
    )
    record_view("stay.view_form", placement, by=request.actor, shown=[placement.case])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def contact_record(request: HttpRequest, pk: int) -> HttpResponse:
    placement = open_stay(request, pk, writing=True)
    form = ContactForm(sent(request), placement=placement)
    return _take(request, placement, form, partial(record_family_contact, placement=placement), _("Kontak tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def leave_record(request: HttpRequest, pk: int) -> HttpResponse:
    placement = open_stay(request, pk, writing=True)
    form = LeaveForm(sent(request), placement=placement)
    return _take(request, placement, form, partial(record_leave, placement=placement), _("Izin tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The child is back; of one that is late it leads to writing down that the child left."""
    rows = Leave.objects.visible_to(request.user).select_related("placement__case", "member")
    row = get_object_or_404(rows, pk=pk)
    placement = open_stay(request, row.placement_id, writing=True)
    form, act = ReturnForm(sent(request)), partial(end_leave, leave=row)
    address = reverse("living:incident_create", args=[placement.institution_id]) if placement.is_residential else ""
    more = {"leave": row, "missing_url": f"{address}?anak={placement.pk}&jenis=ABSCONDING" if address else ""}
    return _take(request, placement, form, act, _("Tersimpan."), template="living/leave.html", **more)


@require_http_methods(["GET", "HEAD", "POST"])
def caregiver_assign(request: HttpRequest, pk: int) -> HttpResponse:
    placement = open_stay(request, pk, writing=True)
    form = AssignForm(sent(request), placement=placement)
    act = partial(assign_caregiver, placement=placement, reasons=reasons_from(request.POST))
    return _take(request, placement, form, act, _("Pengasuh tersimpan. Pimpinan dan petugas anak diberi tahu."))


def _take(
    request: HttpRequest, placement: Placement, form: SectionedForm, act: Callable[..., Any], done: str, **context: Any
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the stay."""
    back, problems = reverse("living:stay", args=[placement.pk]), []
    if form.is_valid():
        made, problems = attempt(lambda: act(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(back)
    response = show_form(request, form, problems, back=back, of=str(placement.beneficiary), **context)
    record_view("stay.view_form", placement, by=request.actor, shown=[placement.case])
    return response
