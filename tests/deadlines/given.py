"""Placements with a review, and the people around them."""

from datetime import date

from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import keep_deadlines
from institutions.states import Role
from referrals.models import PlacementReview
from tests.institutions.factories import InstitutionFactory, MembershipFactory
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory


def given_a_review(due_on: date, **placement) -> PlacementReview:
    """A review of a child in an LKSA, with its deadline."""
    review = PlacementReviewFactory(placement=PlacementFactory(**placement), due_on=due_on)
    keep_deadlines(cases=[review.placement.case_id])
    return review


def deadline_of(review: PlacementReview) -> Deadline:
    return Deadline.objects.get(clock="review", subject_id=review.pk)


def given_people(review: PlacementReview) -> dict[str, int]:
    """Worker, home, its head, supervisor and decider around a review: name -> user id."""
    office, home = review.placement.case.office, review.placement.institution
    return {
        "worker": review.placement.case.worker_id,
        "home": MembershipFactory(institution=home, role=Role.LKSA_STAFF).user_id,
        "head": MembershipFactory(institution=home, role=Role.LKSA_STAFF, is_head=True).user_id,
        "supervisor": MembershipFactory(institution=office, role=Role.SUPERVISOR).user_id,
        "decider": MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER).user_id,
        "stranger": MembershipFactory(institution=InstitutionFactory(), role=Role.SUPERVISOR).user_id,
    }
