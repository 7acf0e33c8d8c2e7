"""Ending a stay by what happened: the child ran away, is of age, or has died."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from atensi.forms import reasons_from, sent
from cases.permissions import can_close

from ..forms.endings import EndingForm
from ..models import Placement
from ..permissions import can_change_placement
from ..reading import seen_placement
from ..services.placements import end_placement
from ..states import EndReason

DONE = {
    EndReason.ABSCONDED: gettext_lazy("Penempatan berakhir. Dinas diberi tahu, dan tugas mencari anak dibuka."),
    EndReason.AGED_OUT: gettext_lazy("Penempatan berakhir. Lanjutkan menurut rencana peralihan."),
    EndReason.DIED: gettext_lazy("Penempatan berakhir. Tutup kasus setelah semua dicatat."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def placement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The form and the end. A placement that has ended is shown instead."""
    placement = seen_placement(request.user, pk)
    allowed = _("Hanya petugas kasus dan lembaga pengasuh yang mengakhiri penempatan ini.")
    require(can_change_placement(request.actor, placement), allowed)
    if not placement.is_open:
        return redirect("cases:placements", placement.case_id)
    form, problems, reasons = EndingForm(sent(request), placement=placement), [], reasons_from(request.POST)
    if form.is_valid():
        ended, problems = attempt(
            lambda: end_placement(placement=placement, by=request.actor, reasons=reasons, **form.cleaned_data)
        )
        if ended is not None:
            messages.success(request, DONE[EndReason(ended.end_reason)])
            return redirect(_next_page(request, ended))
    status = 409 if problems else 422 if form.is_bound else 200
    context = {"form": form, "placement": placement, "case": placement.case, "problems": problems, "reasons": reasons}
    response = render(request, "referrals/placement_end.html", context, status=status)
    record_view("case.view_placement_form", placement.case, by=request.actor)
    return response


def _next_page(request: HttpRequest, ended: Placement) -> str:
    """Where the work goes on. The institution that the child has left reads the case no more."""
    case = ended.case
    if ended.end_reason == EndReason.DIED and can_close(request.actor, case):
        return f"{reverse('cases:close', args=[case.pk])}?alasan=DIED"
    if Placement.objects.visible_to(request.user).filter(pk=ended.pk).exists():
        return reverse("cases:placements", args=[case.pk])
    return reverse("referrals:review_list")
