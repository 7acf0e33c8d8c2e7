"""Dividing a residence's places by age and sex."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.errors import Problem, RuleViolation, require

from ..acting import can_keep
from ..forms.capacity import BandFormSet, initial_of
from ..models import Institution
from ..services.capacity import set_capacity_bands


@require_http_methods(["GET", "HEAD", "POST"])
def capacity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The bands of a residence, all at once; rows left empty are none."""
    rows = Institution.objects.visible_to(request.user).prefetch_related("bands")
    institution = get_object_or_404(rows, pk=pk)
    require(can_keep(request, institution))
    if not institution.is_residence:
        raise Http404
    rows = BandFormSet(request.POST or None, initial=initial_of(institution.bands.all()))
    problems: list[Problem] = []
    if rows.is_bound and rows.is_valid():
        try:
            set_capacity_bands(
                institution=institution, bands=rows.bands, by=request.actor, seen_at=_seen_at(request.POST)
            )
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("institutions:detail", institution.pk)
    status = 409 if problems else 422 if rows.is_bound else 200
    context = {"rows": rows, "institution": institution, "problems": problems}
    return render(request, "institutions/capacity_form.html", context, status=status)


def _seen_at(data) -> datetime | None:
    """The version that the page was made from. What is not a moment is older than any: the change is refused."""
    try:
        return datetime.fromisoformat(data.get("seen_at", ""))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
