"""The files that come with a candidate or with a step of care."""

from django.conf import settings

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.documents.services import store_document
from atensi.documents.uploads import kind_of
from cases.portraits import TYPE, drawn_anew

LONGEST_SIDE = 2400  # of a photographed page: its small print can be read


def stored(row, number: str, content: bytes, by: Actor) -> Document | None:
    """Keep the file `content` for `row`, a picture drawn anew without what its camera wrote (UU 27/2022); None for no
    file. number: of the record, all that the file's name tells."""
    if not content:
        return None
    kind = kind_of(content)
    if kind.startswith("image/"):
        limit = settings.PAPER_MAX_BYTES
        content, kind = drawn_anew(content, most_bytes=limit, longest=LONGEST_SIDE, field="file"), TYPE
    title = f"berkas {number}"
    return store_document(subject=subject_of(row), title=title, content=content, content_type=kind, by=by)
