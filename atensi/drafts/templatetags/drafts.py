"""`{% draft form %}`: the line of a form that says how its draft stands. Builtin, so templates need not load it."""

from typing import Protocol

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string

from atensi.drafts.models import Draft
from atensi.drafts.pages import draft_of, place_of
from atensi.drafts.places import TOKEN
from atensi.drafts.services import typed
from atensi.forms import REASON_PREFIX, reasons_from

register = template.Library()


class Restorable(Protocol):
    """A form, or rows of forms, that can show a draft's words."""

    def restore(self, words: QueryDict) -> None: ...


@register.simple_tag(takes_context=True)
def draft(context: template.Context, form: Restorable, rows: Restorable | None = None) -> str:
    """Inside a form, before its first field: the key of its draft, and the line that says how the draft stands.

    On opening the page anew the form (and its `rows`) show the draft's words. Nothing for somebody without membership.
    """
    request = context.get("request")
    place = place_of(request) if request is not None else None
    if place is None:
        return ""
    kept = getattr(request, "draft", None)
    found = None if request.method == "POST" else draft_of(request)
    words = _words(found) if found else QueryDict()
    for part in (form, rows) if found else ():
        if part is not None:
            part.restore(words)
    if found and context.get("problems"):
        context["reasons"] = reasons_from(words)
    shown = {
        "key": TOKEN,
        "token": place.token,
        "draft": found,
        "saved_at": found.saved_at if found else kept.at if kept else None,
        "has_files": getattr(form, "is_multipart", bool)(),
        # Reasons whose problems are not on the page yet go on with the form until they are.
        "reasons": [] if context.get("problems") else _reasons(words),
        "ended": False,
    }
    return render_to_string("drafts/_line.html", shown)


def _reasons(words: QueryDict) -> list[tuple[str, str]]:
    return [(name, text) for name, text in words.items() if name.startswith(REASON_PREFIX)]


def _words(found: Draft) -> QueryDict:
    words = QueryDict(mutable=True)
    for name, texts in typed(found).items():
        words.setlist(name, texts)
    return words
