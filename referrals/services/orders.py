"""Keeping the paper of a court's or investigator's order, which a placement or an admission then names."""

from typing import Any

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.documents.services import store_document
from atensi.errors import require
from cases.models import Case

from ..models import Placement, Referral
from ..permissions import can_place_in_family
from ..states import Title
from .placements import start_placement
from .sending import send_referral


@transaction.atomic
def send_by_order(
    *, case: Case, by: Actor, order_number: str, content: bytes, content_type: str, **asked: Any
) -> Referral:
    """`send_referral` of an admission with the scanned order, or neither."""
    paper = store_order(case=case, order_number=order_number, content=content, content_type=content_type, by=by)
    return send_referral(case=case, by=by, order_number=order_number, order_document=paper, **asked)


@transaction.atomic
def place_by_order(
    *, case: Case, by: Actor, order_number: str, content: bytes, content_type: str, **asked: Any
) -> Placement:
    """`start_placement` in a family by order of a court or investigator, with the scanned order, or neither."""
    paper = store_order(case=case, order_number=order_number, content=content, content_type=content_type, by=by)
    asked |= {"title": Title.COURT, "order_number": order_number, "order_document": paper}
    return start_placement(case=case, by=by, **asked)


def store_order(*, case: Case, order_number: str, content: bytes, content_type: str, by: Actor) -> Document:
    """Keep the scanned order with the case. Called in the transaction of what rests on it. Raises NotAllowed."""
    require(can_place_in_family(by, case))
    return store_document(
        subject=subject_of(case), title=order_number.strip(), content=content, content_type=content_type, by=by
    )
