from .date_changes import ReviewDateChange
from .decisions import CareDecision
from .extensions import PlacementExtension
from .inquiries import Inquiry
from .placements import Placement
from .questions import ReferralQuestion
from .recommendations import Recommendation
from .referrals import Alternative, Referral
from .reunifications import Reunification, ReunificationStep
from .review_parts import ReviewGoalFinding, ReviewInvitation
from .reviews import PlacementReview
from .sheets import ResidentSheet, ResidentSheetLine

__all__ = [
    "Alternative",
    "CareDecision",
    "Inquiry",
    "Placement",
    "PlacementExtension",
    "PlacementReview",
    "Recommendation",
    "Referral",
    "ReferralQuestion",
    "ResidentSheet",
    "ResidentSheetLine",
    "Reunification",
    "ReunificationStep",
    "ReviewDateChange",
    "ReviewGoalFinding",
    "ReviewInvitation",
]
