"""The people around the child."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.versions import beside

from ..family_drawing import draw
from ..forms.family import FamilyForm
from ..relatives import family_of, tracing_of
from ..services.family import add_family_member, update_family_member
from .page import attempt, open_case, show, show_form
from .papers import is_stale

NARROW, WIDE = 2, 4  # people side by side in the drawing, on a phone and on a desk


@require_safe
def family(request: HttpRequest, pk: int) -> HttpResponse:
    """The family at a glance, everybody in words, who cared when, and how the search for kin stands."""
    page = open_case(request, pk, tab="family")
    around = family_of(page.case, request.user)
    widths = ((NARROW, "narrow"), (WIDE, "wide"))
    child = page.case.beneficiary
    context = {
        "family": around,
        "drawings": [draw(child, around.relatives, columns=columns, css=css) for columns, css in widths],
        "tracing": tracing_of(page.case),
    }
    return show(request, page, "cases/case_family.html", context)


def family_add(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    form, problems = FamilyForm(request.POST or None), []
    if form.is_valid():
        member, problems = attempt(
            lambda: add_family_member(case=page.case, by=request.actor, **form.facts),
        )
        if member:
            messages.success(request, _("%(name)s dicatat.") % {"name": member.get_relation_display()})
            return redirect(page.url)
    return show_form(request, page, form, problems)


def family_edit(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="family", right="work")
    member = get_object_or_404(page.case.beneficiary.family, pk=member_pk)
    form, problems, differences = FamilyForm.of(member, request.POST or None), [], []
    if form.is_valid():
        changed, problems = attempt(
            lambda: update_family_member(case=page.case, member=member, by=request.actor, **form.cleaned_data)
        )
        if changed:
            messages.success(request, _("Perubahan disimpan."))
            return redirect(page.url)
        if is_stale(problems):
            rows = page.case.beneficiary.family
            form, differences = beside(form, lambda data: FamilyForm.of(rows.get(pk=member_pk), data))
    return show_form(request, page, form, problems, differences=differences)
