"""The days on which offices are closed: the nation's, and those of the acting office's region."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atensi.errors import RuleViolation
from atensi.reference.models import Holiday
from atensi.reference.workdays import today_in

from .. import permissions
from ..acting import acting_office
from ..forms.holidays import HolidayForm
from ..services.holidays import add_holiday, remove_holiday


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_list(request: HttpRequest) -> HttpResponse:
    """Those to come, with the form for one more."""
    office = acting_office(request)
    form = HolidayForm(request.POST or None)
    if form.is_valid():
        try:
            add_holiday(by=request.actor, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Hari libur ditambahkan."))
            return redirect("institutions:holiday_list")
    today = today_in(office.region)
    rows = Holiday.objects.held_in(office.region).filter(day__gte=today).select_related("region")
    context = {
        "office": office,
        "form": form,
        "rows": rows,
        "today": today,
        "may_keep": permissions.can_keep_holidays(request.actor, office),
    }
    return render(request, "institutions/holiday_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again on a day of the own region; a day of another region is not there."""
    region = acting_office(request).region
    holiday = get_object_or_404(Holiday.objects.filter(region=region), pk=pk)
    try:
        remove_holiday(holiday=holiday, by=request.actor)
    except RuleViolation as violation:
        messages.error(request, " ".join(str(problem.text) for problem in violation.problems))
    else:
        messages.success(request, _("Hari libur dihapus."))
    return redirect("institutions:holiday_list")
