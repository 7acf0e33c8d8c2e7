"""Deputies: the mandates one gave, holds or keeps; a new one; the end of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, require
from atensi.paging import page_by

from .. import permissions
from ..deputies import colleagues, lendable_by
from ..forms.mandates import MandateForm
from ..forms.people import ReasonForm
from ..models import Institution, Mandate
from ..parameters import value_for
from ..services.mandates import end_mandate, give_mandate
from ..states import LENDING_ROLES, Role
from .institutions import acting_office

RELATED = ("grantor__user", "grantor__institution", "deputy", "granted_by", "ended_by")


def _may_give(request: HttpRequest) -> bool:
    actor = request.actor
    return actor is not None and actor.mandate_id is None and actor.role in LENDING_ROLES | {Role.ADMINISTRATOR}


@require_GET
def mandate_list(request: HttpRequest) -> HttpResponse:
    """Mandates one gave, holds, or keeps as administrator, newest first; seeing them is recorded."""
    rows = Mandate.objects.visible_to(request.user).select_related(*RELATED)
    page = page_by("valid_from", rows, request.GET, newest_first=True)
    office, today = acting_office(request), timezone.localdate()
    context = {
        "page": page,
        "rows": [
            (row, not row.is_over(today) and permissions.can_end_mandate(request.actor, office, row))
            for row in page.rows
        ],
        "words": page.words(_("mandat")),
        "may_give": _may_give(request),
    }
    response = render(request, "institutions/mandate_list.html", context)
    record_view("mandate.list", request.user, by=request.actor, shown=page.rows)
    return response


def _institution(request: HttpRequest) -> Institution:
    """The institution acted for; for an administrator any they keep, named by `?lembaga=`."""
    wanted = request.GET.get("lembaga", "")
    pk = int(wanted) if wanted.isascii() and wanted.isdecimal() else request.actor.institution_id
    return get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def mandate_create(request: HttpRequest) -> HttpResponse:
    """Lend one's office, or as administrator somebody's, to a colleague for some days; that the page names them is
    recorded."""
    institution = _institution(request)
    form = MandateForm(
        request.POST or None,
        grantors=lendable_by(request.actor, acting_office(request), institution),
        colleagues=colleagues(institution, but=request.user),
        limit_days=value_for("access_mandate_max_days", institution),
    )
    if form.is_valid():
        try:
            mandate = give_mandate(by=request.actor, **form.facts())
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Mandat tercatat untuk %(name)s.") % {"name": mandate.deputy})
            return redirect("institutions:mandate_list")
    context = {"form": form, "institution": institution}
    response = render(request, "institutions/mandate_form.html", context, status=422 if form.errors else 200)
    record_view("institution.members", institution, by=request.actor)
    return response


@require_http_methods(["GET", "POST"])
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a mandate off, or lay it down, before its last day."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    require(permissions.can_end_mandate(request.actor, acting_office(request), mandate))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            end_mandate(mandate=mandate, by=request.actor, reason=form.cleaned_data["reason"])
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Mandat diakhiri."))
            return redirect("institutions:mandate_list")
    context = {"form": form, "mandate": mandate}
    return render(request, "institutions/mandate_end.html", context, status=422 if form.errors else 200)
