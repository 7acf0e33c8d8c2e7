"""The open reviews of stays whose decision was taken back or changed: they come no later than a day."""

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise

from atensi.audit.actor import Actor
from cases.models import Case

from ..models import Placement, PlacementReview
from ..states import DateChangeReason
from .review_dates import Move, move_reviews


def move_reviews_of(
    placements: Sequence[Placement], case: Case, *, to: date, cause: str, note: str | Promise, by: Actor
) -> list[int]:
    """The open reviews of `placements` of `case`, whose rows the caller has locked, are due on `to`, or sooner if they
    were: ids of those reviews. cause, note: see `ReviewDateChange`."""
    found = []
    for placement in placements:
        placement.case = case
        for review in PlacementReview.objects.open().filter(placement=placement).select_for_update():
            review.placement = placement
            found.append(review)
    moves = [Move(row, min(row.due_on, to), DateChangeReason.BY_HAND, cause, str(note)) for row in found]
    move_reviews(moves, by=by)
    return [row.pk for row in found]
