"""The pages of referrals, decisions, placements and reviews, and of verification: who may open them."""

from institutions.states import CASE_ROLES, OFFICE_ROLES, RECEIVING_ROLES, Role

from .roles import PUBLIC, REGISTRARS, SENDERS

REFERRALS: dict[str, object] = {
    "verification:form": PUBLIC,
    "verification:check": PUBLIC,
    "referrals:inbox": RECEIVING_ROLES,
    "referrals:sent": CASE_ROLES,
    "referrals:referral_create": SENDERS,
    "referrals:route": CASE_ROLES,
    "referrals:detail": CASE_ROLES,
    "referrals:answer": RECEIVING_ROLES,
    "referrals:withdraw": CASE_ROLES,
    "referrals:complete": CASE_ROLES,
    "referrals:decision_list": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
    "referrals:decision_sign": frozenset({Role.SOCIAL_OFFICE_DECIDER}),
    "referrals:decision": CASE_ROLES,
    "referrals:decision_pdf": CASE_ROLES,
    "referrals:review_list": CASE_ROLES,
    "referrals:extension": CASE_ROLES,
    "referrals:extension_ask": CASE_ROLES,
    "referrals:homes_behind": OFFICE_ROLES,
    "referrals:review_detail": CASE_ROLES,
    "referrals:review_hold": CASE_ROLES,
    "referrals:review_pull": CASE_ROLES,
    "referrals:review_invite": CASE_ROLES,
    "referrals:review_pdf": CASE_ROLES,
    "referrals:review_sheet": CASE_ROLES,
    "referrals:placement_start": CASE_ROLES,
    "referrals:placement_end": CASE_ROLES,
    "referrals:reunification": CASE_ROLES,
    "referrals:reunification_paper": CASE_ROLES,
    "referrals:reunification_record": CASE_ROLES,
    "referrals:resident_create": REGISTRARS,
    "referrals:resident_sheet": REGISTRARS,
    "referrals:resident_progress": REGISTRARS,
    "referrals:resident_template": REGISTRARS,
    "referrals:placement_court": CASE_ROLES,
    "referrals:placement_order": CASE_ROLES,
    "referrals:referral_order": CASE_ROLES,
}
