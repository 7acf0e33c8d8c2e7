"""What happened in a case, newest first, page by page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.paging import page_by

from .. import overview
from .page import open_case, show


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, by key."""
    page = open_case(request, pk, tab="timeline")
    rows = page_by("happened_at", page.case.events.select_related("by"), request.GET, newest_first=True)
    entries = [overview.entry_of(event) for event in rows.rows]
    return show(
        request,
        page,
        "cases/case_timeline.html",
        {"entries": entries, "rows": rows, "words": rows.words(_("peristiwa"))},
    )
