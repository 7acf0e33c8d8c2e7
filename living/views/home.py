"""The first list of a home's staff: the children who live there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.paging import page_by
from institutions.acting import acting_office
from referrals.models import Placement

from ..models import Incident
from ..permissions import can_report_incident
from ..residents import residents_of, stays_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The children of the acting home, who is longest away from the family first; with what is due for each."""
    place = acting_office(request)
    rows = stays_in(place, request.user).open() if place else Placement.objects.none()
    page = page_by("starts_on", rows, request.GET)
    residents = residents_of(page.rows)
    incidents = Incident.objects.visible_to(request.user).open().filter(institution=place)
    context = {
        "home": place,
        "page": page,
        "residents": residents,
        "words": page.words(_("anak")),
        "open_incidents": incidents.count() if place else 0,
        "may_report": place is not None and place.is_residence and can_report_incident(request.actor, place, None, []),
    }
    response = render(request, "living/home.html", context)
    if place:
        shown = [one.placement.case for one in residents]
        record_view("home.view_children", place, by=request.actor, shown=shown)
    return response
