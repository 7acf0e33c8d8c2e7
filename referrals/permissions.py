"""Who may do what to referrals, placements and reviews. Pure predicates over the acting membership."""

from atensi.audit.actor import Actor
from cases.models import Case
from cases.permissions import is_responsible_worker, is_supervisor_of, works_by_share
from cases.states import Base
from institutions.models import Institution
from institutions.states import Role

from .models import Placement, PlacementReview, Referral
from .states import OPEN_REFERRALS, ReferralKind, Title

# Who admits children to a residence and reviews how they fare there.
ADMITTING_ROLES = frozenset({Role.INTAKE_OFFICER, Role.LKSA_STAFF})


def can_place_in_family(actor: Actor | None, case: Case) -> bool:
    """The social workers responsible for the case bring a child into a family."""
    return is_responsible_worker(actor, case) or is_supervisor_of(actor, case)


def can_admit(actor: Actor | None, case: Case, institution: Institution | None, referral: Referral | None) -> bool:
    """The receiving institution itself admits, answering a referral to it for this case (domain.md 5.2, 5.3)."""
    if actor is None or institution is None or referral is None:
        return False
    received = (referral.kind, referral.case_id, referral.to_institution_id) == (
        ReferralKind.ADMISSION,
        case.pk,
        institution.pk,
    )
    at_home = actor.role in ADMITTING_ROLES and actor.institution_id == institution.pk
    return received and at_home and referral.state in OPEN_REFERRALS


def can_start_placement(
    actor: Actor | None,
    *,
    case: Case,
    title: str,
    base: str,
    institution: Institution | None = None,
    referral: Referral | None = None,
) -> bool:
    """A residence admits; into a family, and to record an earlier stay, it is the social worker responsible."""
    if base == Base.RESIDENTIAL and title != Title.EXISTING:
        return can_admit(actor, case, institution, referral)
    return can_place_in_family(actor, case)


def can_change_placement(actor: Actor | None, placement: Placement) -> bool:
    """Review or end a placement: the social workers responsible, or the institution where the child lives."""
    if can_place_in_family(actor, placement.case):
        return True
    return (
        actor is not None
        and placement.institution_id is not None
        and actor.institution_id == placement.institution_id
        and works_by_share(actor, placement.case)
    )


def can_hold_review(actor: Actor | None, review: PlacementReview) -> bool:
    return can_change_placement(actor, review.placement)
