"""What happened in a case, newest first, page by page, and narrowed to what one looks for."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.paging import page_by

from .. import overview
from ..story import PARTS, people_of, story_of
from .page import number_of, open_case, show

WORDS = {"case": "kasus", "family": "keluarga", "papers": "dokumen", "services": "layanan", "care": "pengasuhan"}
# Word in the address -> part of the story; a part without an Indonesian word goes by its own.
PART_OF = {WORDS.get(part, part): part for part in PARTS}


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, by key; `bagian` and `oleh` narrow it."""
    page = open_case(request, pk, tab="timeline")
    word, person = request.GET.get("bagian", ""), number_of(request.GET.get("oleh"))
    people = people_of(page.case)
    known = person if any(key == str(person) for key, _name in people) else 0
    rows = page_by(
        "happened_at", story_of(page.case, part=PART_OF.get(word, ""), person=known), request.GET, newest_first=True
    )
    context = {
        "entries": [overview.entry_of(event) for event in rows.rows],
        "rows": rows,
        "words": rows.words(_("peristiwa")),
        "parts": [(word, PARTS[part][0]) for word, part in PART_OF.items()],
        "people": people,
        "part": word if word in PART_OF else "",
        "person": str(known) if known else "",
    }
    return show(request, page, "cases/case_timeline.html", context)
