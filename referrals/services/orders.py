"""Keeping the paper of a court's or investigator's order, which a placement or an admission then names."""

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.documents.services import store_document
from atensi.errors import require
from cases.models import Case

from ..permissions import can_place_in_family


def store_order(*, case: Case, order_number: str, content: bytes, content_type: str, by: Actor) -> Document:
    """Keep the scanned order with the case. Called in the transaction of what rests on it. Raises NotAllowed."""
    require(can_place_in_family(by, case))
    return store_document(
        subject=subject_of(case), title=order_number.strip(), content=content, content_type=content_type, by=by
    )
