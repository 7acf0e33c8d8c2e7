from .closures import HomeClosure, MovePlan
from .date_changes import ReviewDateChange
from .decisions import CareDecision
from .extensions import PlacementExtension
from .holds import PlaceHold
from .inquiries import Inquiry
from .placements import Placement
from .questions import ReferralQuestion
from .recommendations import Recommendation
from .referrals import Alternative, Referral
from .reunifications import Reunification, ReunificationStep
from .review_parts import ReviewGoalFinding, ReviewInvitation
from .reviews import PlacementReview
from .revisions import DecisionRevision
from .revocations import DecisionRevocation
from .sheets import ResidentSheet, ResidentSheetLine

__all__ = [
    "Alternative",
    "CareDecision",
    "DecisionRevision",
    "DecisionRevocation",
    "HomeClosure",
    "Inquiry",
    "MovePlan",
    "PlaceHold",
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
