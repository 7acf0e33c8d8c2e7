"""Giving a case to another worker."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import RuleViolation

from .. import permissions
from ..forms.intake import AssignForm
from ..masking import display_name, sees_names
from ..models import Case
from ..services.cases import assign_worker


@require_http_methods(["GET", "POST"])
def assign_worker_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is responsible from now on."""
    cases = Case.objects.visible_to(request.user).select_related("office", "worker", "beneficiary")
    case = get_object_or_404(cases, pk=pk)
    if not permissions.can_assign(request.actor, case):
        raise PermissionDenied
    form = AssignForm(request.POST or None, office=case.office)
    if request.method == "POST" and form.is_valid():
        try:
            assign_worker(case=case, worker=form.cleaned_data["worker"], by=request.actor)
        except RuleViolation as violation:
            form.show(violation.problems)
        else:
            messages.success(request, _("Petugas ditetapkan."))
            return redirect("cases:case", case.pk)
    name = display_name(case, sees_names=sees_names(request.user, case))
    context = {"form": form, "case": case, "name": name}
    response = render(request, "cases/assign_worker.html", context, status=422 if form.errors else 200)
    record_view("case.view_assign", case, by=request.actor)
    return response
