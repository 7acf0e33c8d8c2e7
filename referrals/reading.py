"""What a person may open here, with all that its page and its answer to a program show."""

from django.shortcuts import get_object_or_404

from atensi.accounts.models import User
from cases.masking import require_names

from .models import CareDecision, PlacementReview

REVIEW_RELATED = (
    *("placement__case__beneficiary", "placement__case__worker", "placement__case__office__region"),
    *("placement__institution", "placement__carer", "placement__decision", "recorded_by", "document"),
)
DECISION_RELATED = ("case__beneficiary", "case__office", "carer", "institution", "deciding_office")


def seen_review(user: User, pk: int) -> PlacementReview:
    """A review the user may see. Raises Http404; NotAllowed when the case is restricted to its team."""
    rows = PlacementReview.objects.visible_to(user).select_related(*REVIEW_RELATED)
    review = get_object_or_404(rows, pk=pk)
    require_names(user, review.placement.case)
    return review


def seen_family_decision(user: User, pk: int) -> CareDecision:
    """An approved decision for a family of a case the user may see. Raises as `seen_review`."""
    rows = CareDecision.objects.visible_to(user).for_families().select_related(*DECISION_RELATED)
    decision = get_object_or_404(rows, pk=pk)
    require_names(user, decision.case)
    return decision
