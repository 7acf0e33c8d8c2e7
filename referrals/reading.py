"""What a person may open here, with all that its page and its answer to a program show, and choose from there."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from cases.masking import require_names
from cases.models import FamilyMember

from .models import CareDecision, MovePlan, Placement, PlacementExtension, PlacementReview
from .querysets import PlacementExtensionQuerySet

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


def seen_placement(user: User, pk: int) -> Placement:
    """A placement the user may see. Raises as `seen_review`."""
    related = ("case__beneficiary", "case__worker", "case__office__region", "institution", "carer", "beneficiary")
    placement = get_object_or_404(Placement.objects.visible_to(user).select_related(*related), pk=pk)
    require_names(user, placement.case)
    return placement


def seen_move(user: User, pk: int) -> MovePlan:
    """Where a child whose placement the user may see goes from a home that stops. Raises as `seen_review`."""
    related = ("placement__case__beneficiary", "placement__case__worker", "placement__case__office__region")
    rows = MovePlan.objects.visible_to(user).select_related(
        *related, "placement__institution", "closure__institution", "to_institution", "responsible", "planned_by"
    )
    move = get_object_or_404(rows, pk=pk)
    require_names(user, move.placement.case)
    return move


def seen_family_decision(user: User, pk: int) -> CareDecision:
    """An approved decision for a family of a case the user may see. Raises as `seen_review`."""
    rows = CareDecision.objects.visible_to(user).for_families().select_related(*DECISION_RELATED)
    decision = get_object_or_404(rows, pk=pk)
    require_names(user, decision.case)
    return decision


def able_family(placement: Placement) -> QuerySet[FamilyMember]:
    """Those of the child's family who may receive them."""
    return FamilyMember.objects.able_to_receive().filter(beneficiary=placement.beneficiary_id)


def waiting_extensions(user: User, actor: Actor | None) -> PlacementExtensionQuerySet:
    """Requests to let a placement last longer that the acting office answers, of placements that `user` may see."""
    office = actor.institution_id if actor else None
    rows = PlacementExtension.objects.visible_to(user).waiting().filter(office_id=office)
    return rows.select_related("placement__case", "asked_by")
