from .attachments import Attachment
from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .conferences import ConferenceCall, ConferenceFollowUp, ConferenceGuest
from .consents import Agreement, Consent, ConsentNotice
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
from .persons import BeneficiaryAlias, BeneficiaryPhoto, BeneficiaryProfile, BenefitLink, IdentityPaper
from .plans import AftercareVisit, CarePlan, CarePlanAction, CarePlanGoal, ServiceRecord
from .reentries import Reentry
from .reports import Assessment, CaseConference, SocialReport
from .responses import CaseResponse, ResponseCategory
from .sessions import AttendanceCorrection, GroupSession, SessionParticipant
from .tasks import CaseTask, TaskStep

__all__ = [
    "AftercareVisit",
    "Agreement",
    "Assessment",
    "Attachment",
    "AttendanceCorrection",
    "Beneficiary",
    "BeneficiaryAlias",
    "BeneficiaryPhoto",
    "BeneficiaryProfile",
    "BenefitLink",
    "CarePlan",
    "CarePlanAction",
    "CarePlanGoal",
    "CaregivingPeriod",
    "Case",
    "CaseCategory",
    "CaseConference",
    "CaseEvent",
    "CaseGroupObjectPermission",
    "CaseResponse",
    "CaseTask",
    "ChildInJustice",
    "ConferenceCall",
    "ConferenceFollowUp",
    "ConferenceGuest",
    "Consent",
    "ConsentNotice",
    "ContactBan",
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
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SessionParticipant",
    "SocialReport",
    "TaskStep",
    "TracingStep",
    "YoungOffenderDecision",
]
