from .date_changes import ReviewDateChange
from .decisions import CareDecision
from .extensions import PlacementExtension
from .placements import Placement
from .recommendations import Recommendation
from .referrals import Alternative, Referral
from .reunifications import Reunification, ReunificationStep
from .review_parts import ReviewGoalFinding, ReviewInvitation
from .reviews import PlacementReview
from .revocations import DecisionRevocation
from .sheets import ResidentSheet, ResidentSheetLine

__all__ = [
    "Alternative",
    "CareDecision",
    "DecisionRevocation",
    "Placement",
    "PlacementExtension",
    "PlacementReview",
    "Recommendation",
    "Referral",
    "ResidentSheet",
    "ResidentSheetLine",
    "Reunification",
    "ReunificationStep",
    "ReviewDateChange",
    "ReviewGoalFinding",
    "ReviewInvitation",
]
