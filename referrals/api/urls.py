"""Addresses of this room in the API."""

from django.urls import path

from . import papers, sending
from . import placements as places

urlpatterns = [
    path("cases/<int:pk>/referrals", sending.CaseReferrals.as_view(), name="case_referrals"),
    path("cases/<int:pk>/placements", places.CasePlacements.as_view(), name="case_placements"),
    path("cases/<int:pk>/admissions-by-order", papers.AdmissionByOrder.as_view(), name="admission_by_order"),
    path("cases/<int:pk>/placements-by-order", papers.PlacementByOrder.as_view(), name="placement_by_order"),
    path("referrals/inbox", sending.Inbox.as_view(), name="inbox"),
    path("referrals/outbox", sending.Outbox.as_view(), name="outbox"),
    path("referrals/receipts", sending.Receipts.as_view(), name="receipts"),
    path("referrals/<int:pk>", sending.ReferralDetail.as_view(), name="referral"),
    path("referrals/<int:pk>/accept", sending.ReferralAcceptance.as_view(), name="referral_accept"),
    path("referrals/<int:pk>/decline", sending.ReferralRefusal.as_view(), name="referral_decline"),
    path("referrals/<int:pk>/redirect", sending.ReferralRedirection.as_view(), name="referral_redirect"),
    path("referrals/<int:pk>/withdraw", sending.ReferralWithdrawal.as_view(), name="referral_withdraw"),
    path("referrals/<int:pk>/complete", sending.ReferralCompletion.as_view(), name="referral_complete"),
    path("referrals/<int:pk>/decision", sending.ReferralDecision.as_view(), name="referral_decision"),
    path("referrals/<int:pk>/order", papers.ReferralOrder.as_view(), name="referral_order"),
    path("decisions", sending.Decisions.as_view(), name="decisions"),
    path("decisions/<int:pk>", sending.DecisionDetail.as_view(), name="decision"),
    path("decisions/<int:pk>/paper", papers.DecisionPaper.as_view(), name="decision_paper"),
    path("decisions/<int:pk>/placement", places.FamilyPlacement.as_view(), name="family_placement"),
    path("placements/<int:pk>", places.PlacementDetail.as_view(), name="placement"),
    path("placements/<int:pk>/order", papers.PlacementOrder.as_view(), name="placement_order"),
    path("placements/<int:pk>/end", places.PlacementEnd.as_view(), name="placement_end"),
    path("placements/<int:pk>/extensions", places.ExtensionAsked.as_view(), name="extension_ask"),
    path("placements/<int:pk>/homecoming", places.Homecoming.as_view(), name="homecoming"),
    path("placements/<int:pk>/homecoming/readiness", places.HomecomingReadiness.as_view(), name="homecoming_readiness"),
    path("placements/<int:pk>/homecoming/preparation", places.HomecomingStep.as_view(), name="homecoming_preparation"),
    path("placements/<int:pk>/homecoming/consent", places.HomecomingConsent.as_view(), name="homecoming_consent"),
    path("placements/<int:pk>/homecoming/signed-consent", papers.SignedConsent.as_view(), name="signed_consent"),
    path("placements/<int:pk>/homecoming/hand-over", places.HandOver.as_view(), name="homecoming_hand_over"),
    path("reviews", places.Reviews.as_view(), name="reviews"),
    path("reviews/<int:pk>", places.ReviewDetail.as_view(), name="review"),
    path("reviews/<int:pk>/paper", papers.ReviewPaper.as_view(), name="review_paper"),
    path("reviews/<int:pk>/invite", places.ReviewInvitations.as_view(), name="review_invite"),
    path("reviews/<int:pk>/hold", places.ReviewHeld.as_view(), name="review_hold"),
    path("reviews/<int:pk>/pull-forward", places.ReviewPulled.as_view(), name="review_pull"),
    path("extensions/<int:pk>", places.ExtensionDetail.as_view(), name="extension"),
    path("extensions/<int:pk>/sign", places.ExtensionSigned.as_view(), name="extension_sign"),
    path("extensions/<int:pk>/decline", places.ExtensionDeclined.as_view(), name="extension_decline"),
]
