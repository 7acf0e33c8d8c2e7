"""Who may do what to referrals, placements and reviews. Pure predicates over the acting membership."""

from collections.abc import Collection

from atensi.audit.actor import Actor
from cases.models import Case
from cases.permissions import (
    SOCIAL_WORKER_ROLES,
    can_log_response,
    can_oversee,
    can_work_on,
    is_responsible_worker,
    is_supervisor_of,
    worked_by_share,
    works_by_share,
)
from cases.states import Base
from institutions.models import Institution
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES, SHARE_ROLES, SOCIAL_OFFICES, Kind, Role

from .models import CareDecision, MovePlan, Placement, PlacementExtension, PlacementReview, Referral
from .states import OPEN_REFERRALS, ReferralKind, Title

# Who admits children to a residence and reviews how they fare there.
ADMITTING_ROLES = SHARE_ROLES
# Who enters the children who lived in a home before its office began to use the system.
REGISTRAR_ROLES = SOCIAL_WORKER_ROLES | ADMITTING_ROLES


def can_watch_area(actor: Actor | None, office: Institution | None) -> bool:
    """See which requests around a Sentra found no place: its intake officers. office: the acting one."""
    if actor is None or office is None or actor.institution_id != office.pk:
        return False
    return office.kind == Kind.SENTRA and actor.role == Role.INTAKE_OFFICER


def can_send(actor: Actor | None, case: Case) -> bool:
    """Refer: whoever works on the case. An LKSA that finds family care against the child's interest refers to Dinas,
    too (UU 23/2002 art. 57)."""
    return actor is not None and actor.institution_id is not None and can_work_on(actor, case)


def can_inquire(actor: Actor | None, case: Case) -> bool:
    """Write down who was asked to care for the child, and what they said: whoever works on the case."""
    return can_work_on(actor, case)


def receives(actor: Actor | None, referral: Referral) -> bool:
    """Whether the actor takes in referrals for the institution that this one is addressed to."""
    return actor is not None and actor.institution_id == referral.to_institution_id and actor.role in RECEIVING_ROLES


def can_ask(actor: Actor | None, referral: Referral) -> bool:
    """Ask the sender for more: who answers the request, and who recommends before the province decides on it."""
    return receives(actor, referral) or can_recommend(actor, referral)


def can_check_order(actor: Actor | None, referral: Referral) -> bool:
    """Read the order that an admission rests on, before taking the child in: who receives it, while it is open."""
    is_admission = referral.kind == ReferralKind.ADMISSION and referral.state in OPEN_REFERRALS
    return is_admission and receives(actor, referral)


def can_answer(actor: Actor | None, referral: Referral) -> bool:
    """Accept or decline for the receiving institution. A request for a care decision is answered by its decider."""
    if referral.kind == ReferralKind.CARE_DECISION:
        return can_sign_decision(actor, referral)
    return receives(actor, referral)


def can_redirect(actor: Actor | None, referral: Referral) -> bool:
    """Pass on to the body it belongs to: everybody who receives, the supervisor too, who may not sign."""
    return receives(actor, referral)


def can_sign_decision(actor: Actor | None, referral: Referral) -> bool:
    """Only the decider of the deciding office signs (UU 23/2002 arts. 57-58; domain.md 5.2, hard)."""
    return (
        actor is not None
        and referral.kind == ReferralKind.CARE_DECISION
        and actor.institution_id == referral.to_institution_id
        and actor.role == Role.SOCIAL_OFFICE_DECIDER
    )


def can_revoke(actor: Actor | None, decision: CareDecision) -> bool:
    """Only a decider of the office that decided takes a decision back or changes it (UU 30/2014 arts. 63-64, hard)."""
    return (
        actor is not None
        and actor.institution_id == decision.deciding_office_id
        and actor.role == Role.SOCIAL_OFFICE_DECIDER
    )


def can_recommend(actor: Actor | None, referral: Referral) -> bool:
    """Say the regency's word on a request that its province decides on: a decider or supervisor of the case's office
    (domain.md 5.2, 5.3)."""
    return (
        actor is not None
        and referral.recommendation_due_on is not None
        and actor.institution_id == referral.case.office_id
        and actor.role in OFFICE_ROLES
    )


def can_withdraw(actor: Actor | None, referral: Referral) -> bool:
    """Take a request back: whoever works on the case for the sending institution. An admission that a decision asked
    for: the social workers responsible, too, and the decider's office."""
    if actor is None:
        return False
    sends = actor.institution_id == referral.from_institution_id
    if referral.kind == ReferralKind.ADMISSION and referral.decision_id is not None:
        return can_place_in_family(actor, referral.case) or (sends and actor.role in OFFICE_ROLES)
    return sends and can_work_on(actor, referral.case)


def can_answer_question(actor: Actor | None, referral: Referral) -> bool:
    """Tell the receiver what it asked: whoever may take the request back speaks for its sender."""
    return can_withdraw(actor, referral)


def can_complete(actor: Actor | None, referral: Referral) -> bool:
    """Say that a service is done: the receiving institution, whoever may withdraw, and whoever works on the case for
    its office, also one that has it by transfer and sent no referral."""
    of_office = actor is not None and actor.institution_id == referral.case.office_id
    serves = referral.kind == ReferralKind.SERVICE and of_office and can_work_on(actor, referral.case)
    return receives(actor, referral) or can_withdraw(actor, referral) or serves


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
    """A residence admits; into a family it is the social worker responsible. An earlier stay is recorded by either, the
    residence only with a case that its own entry opened."""
    if base == Base.RESIDENTIAL and title != Title.EXISTING:
        return can_admit(actor, case, institution, referral)
    enters_own = title == Title.EXISTING and works_at_home(actor, institution)
    return can_place_in_family(actor, case) or (enters_own and actor is not None and case.opened_by_id == actor.user_id)


def works_at_home(actor: Actor | None, institution: Institution | None) -> bool:
    """Whether the actor is staff of the residence itself."""
    at_home = actor is not None and institution is not None and actor.institution_id == institution.pk
    return at_home and actor is not None and actor.role in ADMITTING_ROLES


def can_register_existing(actor: Actor | None, institution: Institution, office: Institution | None) -> bool:
    """Enter the children who lived in `institution` before its office began to use the system (design.md 4): its own
    staff, and the social workers of `office`, the Dinas of its regency."""
    of_office = actor is not None and office is not None and actor.institution_id == office.pk
    return works_at_home(actor, institution) or (of_office and can_log_response(actor))


def _lives_with(actor: Actor | None, placement: Placement) -> bool:
    return (
        actor is not None and placement.institution_id is not None and actor.institution_id == placement.institution_id
    )


def can_change_placement(actor: Actor | None, placement: Placement) -> bool:
    """Review or end a placement: the social workers responsible, or the institution where the child lives."""
    if can_place_in_family(actor, placement.case):
        return True
    return _lives_with(actor, placement) and works_by_share(actor, placement.case)


def can_pull_review(actor: Actor | None, review: PlacementReview) -> bool:
    """Ask for an earlier review: the case's worker, and the supervisors and deciders of its office."""
    case = review.placement.case
    return is_responsible_worker(actor, case) or can_oversee(actor, case)


def can_answer_extension(actor: Actor | None, extension: PlacementExtension) -> bool:
    """Only the decider of the deciding office lets a placement last longer (UU 23/2002 arts. 57-58, hard)."""
    return (
        actor is not None and actor.institution_id == extension.office_id and actor.role == Role.SOCIAL_OFFICE_DECIDER
    )


def can_hold_review(actor: Actor | None, review: PlacementReview) -> bool:
    return can_change_placement(actor, review.placement)


def holdable_reviews(actor: Actor | None, reviews: Collection[PlacementReview]) -> set[int]:
    """Ids of those of `reviews`, read with placement and case, of which `can_hold_review` is true. At most one
    query."""
    own = {review.pk for review in reviews if can_place_in_family(actor, review.placement.case)}
    here = [review for review in reviews if review.pk not in own and _lives_with(actor, review.placement)]
    shared = worked_by_share(actor, {review.placement.case_id for review in here})
    return own | {review.pk for review in here if review.placement.case_id in shared}


def can_close_home(actor: Actor | None, institution: Institution) -> bool:
    """Say that a home can care no longer, and lift that: the decider of the Dinas of its regency or of its province. At
    most one query."""
    if actor is None or actor.role != Role.SOCIAL_OFFICE_DECIDER or not institution.is_residence:
        return False
    offices = Institution.objects.active().filter(pk=actor.institution_id, kind__in=SOCIAL_OFFICES)
    region = offices.values_list("region_id", flat=True).first()
    return region is not None and institution.region_id.startswith(region)


def can_plan_move(actor: Actor | None, move: MovePlan) -> bool:
    """Say where a child of a home that stops goes: the case's worker, and the overseers of its office."""
    case = move.placement.case
    return is_responsible_worker(actor, case) or can_oversee(actor, case)
