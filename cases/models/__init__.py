from .attachments import Attachment
from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .closings import CaseClosing, ClosingGoal
from .conferences import ConferenceCall, ConferenceFollowUp, ConferenceGuest
from .consents import Agreement, Consent, ConsentNotice
from .contacts import CaseContact
from .desk_requests import DeskRequest, DeskRequestStep
from .flags import CaseFlag
from .incoming import IncomingReport, IncomingReportStep
from .justice import (
    ChildInJustice,
    JusticeContact,
    JusticeDate,
    JusticeDutyDone,
    JusticeReport,
    YoungOffenderDecision,
)
from .kin import CaregivingPeriod, ContactBan, FamilyTracing, TracingStep
from .merges import BeneficiaryMerge, DistinctPeople
from .persons import BeneficiaryAlias, BeneficiaryPhoto, BeneficiaryProfile, BenefitLink, IdentityPaper
from .plans import (
    AftercareVisit,
    CarePlan,
    CarePlanAction,
    CarePlanContact,
    CarePlanGoal,
    PlanStep,
    ServiceRecord,
)
from .prevention import PreventionActivity, PreventionReach
from .reentries import Reentry
from .reports import Assessment, CaseConference, SocialReport
from .responses import CaseResponse, ResponseCategory
from .sessions import AttendanceCorrection, GroupSession, SessionParticipant
from .tasks import CaseTask, TaskStep
from .transfers import CaseTransfer
from .transition import TransitionPlan
from .vocational import VocationalStep, VocationalTrack

__all__ = [
    "AftercareVisit",
    "Agreement",
    "Assessment",
    "Attachment",
    "AttendanceCorrection",
    "Beneficiary",
    "BeneficiaryAlias",
    "BeneficiaryMerge",
    "BeneficiaryPhoto",
    "BeneficiaryProfile",
    "BenefitLink",
    "CarePlan",
    "CarePlanAction",
    "CarePlanContact",
    "CarePlanGoal",
    "CaregivingPeriod",
    "Case",
    "CaseCategory",
    "CaseClosing",
    "CaseConference",
    "CaseContact",
    "CaseEvent",
    "CaseFlag",
    "CaseGroupObjectPermission",
    "CaseResponse",
    "CaseTask",
    "CaseTransfer",
    "ChildInJustice",
    "ClosingGoal",
    "ConferenceCall",
    "ConferenceFollowUp",
    "ConferenceGuest",
    "Consent",
    "ConsentNotice",
    "ContactBan",
    "DeskRequest",
    "DeskRequestStep",
    "DistinctPeople",
    "FamilyMember",
    "FamilyTracing",
    "GroupSession",
    "IdentityPaper",
    "IncomingReport",
    "IncomingReportStep",
    "JusticeContact",
    "JusticeDate",
    "JusticeDutyDone",
    "JusticeReport",
    "PlanStep",
    "PreventionActivity",
    "PreventionReach",
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SessionParticipant",
    "SocialReport",
    "TaskStep",
    "TracingStep",
    "TransitionPlan",
    "VocationalStep",
    "VocationalTrack",
    "YoungOffenderDecision",
]
