"""What found no place around a Sentra: the requests of its partners and of its coverage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.errors import require
from atensi.paging import page_by
from institutions.acting import acting_office

from ..area import ALL, PARTS, lines, stuck_around
from ..permissions import can_watch_area
from .inbox import Chip

PART = "bagian"


@require_safe
def area(request: HttpRequest) -> HttpResponse:
    """Requests that lapsed, were declined or wait too long, the most urgent first, with whom to call about them."""
    sentra = acting_office(request)
    require(can_watch_area(request.actor, sentra))
    part = request.GET.get(PART, ALL) if request.GET.get(PART, ALL) in PARTS else ALL
    rows, partners = stuck_around(sentra, part)
    page = page_by("turn", rows, request.GET)
    context = {
        "page": page,
        "rows": lines(page.rows, partners),
        "chips": [Chip(label, f"?{PART}={one}" if one else "?", one == part) for one, label in PARTS.items()],
        "words": page.words(_("rujukan")),
        "sentra": sentra,
        "partners": len(partners),
    }
    response = render(request, "referrals/area.html", context)
    record_view("referral.list_area", "list:referrals", by=request.actor, shown=page.rows)
    return response
