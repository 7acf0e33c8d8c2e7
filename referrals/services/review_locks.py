"""What the acts on an open review share: its lock, and whether it is still open."""

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem, RuleViolation
from cases.services.locks import locked

from ..models import PlacementReview
from ..states import OPEN_REVIEWS
from .locks import locked_placement


def locked_review(review: PlacementReview) -> PlacementReview:
    """The review as it stands now with its placement and case, all locked until the transaction ends: case, placement,
    review, always in this order."""
    _case, placement = locked_placement(review.placement)
    review = locked(review)
    review.placement = placement
    return review


def require_open(review: PlacementReview) -> None:
    """Raise RuleViolation when the review was held or cancelled, or its placement has ended."""
    if review.state not in OPEN_REVIEWS or not review.placement.is_open:
        raise RuleViolation(Problem("review_closed", _("Tinjauan ini sudah dilaksanakan atau tidak perlu lagi.")))
