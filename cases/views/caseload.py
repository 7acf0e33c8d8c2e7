"""How the work of an office is spread: a line for each worker, their cases, and all of them to somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.accounts.models import User
from atensi.audit.services import record_view, subject_of
from atensi.errors import RuleViolation, require

from .. import permissions
from ..caseload import SHOWN, Carried, carried_by, carriers, loads_of
from ..forms.intake import HandOverForm
from ..services.handing_over import hand_over_cases
from .lists import as_rows


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """Every worker of the office acted for: cases, risk, what is late, where it is quiet. Numbers alone."""
    office = request.membership.institution
    require(permissions.can_oversee_office(request.actor, office))
    return render(request, "cases/caseload.html", {"office": office, "loads": loads_of(office)})


@require_http_methods(["GET", "HEAD", "POST"])
def worker_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The open cases of one worker (pk: the user's), and the form that gives all of them to another one."""
    office = request.membership.institution
    require(permissions.can_oversee_office(request.actor, office))
    worker = get_object_or_404(carriers(office), pk=pk)
    form = HandOverForm(request.POST or None, office=office, leaver=worker)
    if form.is_valid():
        try:
            count = hand_over_cases(office=office, leaver=worker, by=request.actor, **form.cleaned_data)
        except RuleViolation as violation:
            form.show(violation.problems)
        else:
            words = _("%(n)d kasus dialihkan kepada %(worker)s.")
            messages.success(request, words % {"n": count, "worker": form.cleaned_data["worker"]})
            return redirect("cases:caseload")
    return _page(request, worker, carried_by(worker, office), form)


def _page(request: HttpRequest, worker: User, carried: list[Carried], form: HandOverForm) -> HttpResponse:
    cases = [one.case for one in carried]
    rows = list(zip(as_rows(request, cases), carried, strict=True))
    context = {
        "worker": worker,
        "rows": rows,
        "form": form,
        "takers": len(form.fields["worker"].choices) > 1,
        "limit": SHOWN if len(rows) == SHOWN else 0,
    }
    response = render(request, "cases/worker_cases.html", context, status=422 if form.errors else 200)
    record_view("case.list_of_worker", subject_of(worker), by=request.actor, shown=cases)
    return response
