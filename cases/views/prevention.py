"""Prevention activities of one's institutions: the list with its sums, one of them, and recording one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.errors import require
from atensi.forms import form_id_from
from atensi.paging import page_by

from .. import permissions
from ..forms.prevention import PreventionForm
from ..prevention import activities_for, reach_of
from ..service_states import PreventionKind
from ..services.prevention import record_prevention
from .page import attempt


@require_safe
def prevention_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by kind and month, with whom they reached in all. It tells of nobody."""
    kind, month = request.GET.get("jenis", ""), request.GET.get("bulan", "")
    found = activities_for(request.user).narrowed(kind=kind, month=month)
    rows = page_by("held_on", found, request.GET, newest_first=True)
    context = {
        "rows": rows,
        "words": rows.words(_("kegiatan")),
        "reach": reach_of(found) if rows.rows else [],
        "kinds": PreventionKind.choices,
        "kind": kind,
        "month": month,
    }
    return render(request, "cases/prevention_list.html", context)


@require_safe
def prevention(request: HttpRequest, pk: int) -> HttpResponse:
    found = activities_for(request.user).select_related("recorded_by").filter(pk=pk)
    activity = get_object_or_404(found)
    return render(request, "cases/prevention.html", {"activity": activity, "reach": reach_of(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def prevention_create(request: HttpRequest) -> HttpResponse:
    require(permissions.can_record_prevention(request.actor))
    form, problems = PreventionForm(request.POST or None, institution=request.membership.institution), []
    if form.is_valid():
        form_id = form_id_from(request.POST) or uuid.uuid4()
        activity, problems = attempt(lambda: record_prevention(by=request.actor, form_id=form_id, **form.content))
        if activity:
            messages.success(request, _("Kegiatan disimpan."))
            return redirect("cases:prevention", pk=activity.pk)
    status = 409 if problems else 422 if form.errors else 200
    context = {"form": form, "problems": problems, "reasons": {}}
    return render(request, "cases/prevention_form.html", context, status=status)
