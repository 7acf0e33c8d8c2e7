"""What happened in a case, newest first, page by page, and narrowed to what one looks for."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.paging import page_by

from .. import overview
from ..story import PARTS, people_of, story_of
from .page import number_of, open_case, show

# Word in the address -> part of the story.
PART_OF = {
    "kasus": "case",
    "keluarga": "family",
    "dokumen": "papers",
    "layanan": "services",
    "hukum": "justice",
    "pengasuhan": "care",
}


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, by key; `bagian` and `oleh` narrow it."""
    page = open_case(request, pk, tab="timeline")
    word, people = request.GET.get("bagian", ""), list(people_of(page.case))
    person = next((one.pk for one in people if one.pk == number_of(request.GET.get("oleh"))), None)
    story = story_of(page.case, part=PART_OF.get(word, ""), person=person)
    rows = page_by("happened_at", story, request.GET, newest_first=True)
    context = {
        "entries": [overview.entry_of(event) for event in rows.rows],
        "rows": rows,
        "words": rows.words(_("peristiwa")),
        "parts": [(word, PARTS[part][0]) for word, part in PART_OF.items()],
        "people": people,
        "part": word if word in PART_OF else "",
        "person": person,
    }
    return show(request, page, "cases/case_timeline.html", context)
