"""The review that is due next. Below placements and held reviews, which both need it; callers outside the room take it
from `referrals.services.reviews`."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from ..models import Placement, PlacementReview
from ..review_rules import due_from, first_due
from ..states import OPEN_REVIEWS, ReviewState


@transaction.atomic
def plan_review(*, placement: Placement, after: date | None = None, due_on: date | None = None) -> PlacementReview:
    """Make the next open review of an open placement, in the transaction of what calls for it.

    after: the day the interval runs from (the last review's); without it this is the first review.
    due_on: an earlier day that a held review chose. Raises IntegrityError when one is open already.
    """
    due_on = due_on or (due_from(placement.review_rule, after) if after else first_due(placement))
    last = placement.reviews.aggregate(last=Max("sequence"))["last"] or 0
    return PlacementReview.objects.create(
        placement=placement,
        sequence=last + 1,
        due_on=due_on,
        state=ReviewState.DUE,
    )


def cancel_open_review(placement: Placement) -> None:
    """The open review of a placement that has ended is needed no more. The caller holds the placement's lock."""
    for review in placement.reviews.filter(state__in=OPEN_REVIEWS).select_for_update():
        review.state = ReviewState.CANCELLED
        review.save(update_fields=["state"])
