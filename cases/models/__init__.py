from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .contacts import CaseContact
from .flags import CaseFlag
from .incoming import IncomingReport, IncomingReportStep
from .kin import CaregivingPeriod, ContactBan, FamilyTracing, TracingStep
from .persons import BeneficiaryAlias, BeneficiaryPhoto, BeneficiaryProfile, BenefitLink, IdentityPaper
from .plans import AftercareVisit, CarePlan, CarePlanAction, CarePlanGoal, ServiceRecord
from .reentries import Reentry
from .reports import Agreement, Assessment, CaseConference, SocialReport
from .responses import CaseResponse, ResponseCategory
from .sessions import AttendanceCorrection, GroupSession, SessionParticipant
from .tasks import CaseTask, TaskStep
from .vocational import VocationalStep, VocationalTrack

__all__ = [
    "AftercareVisit",
    "Agreement",
    "Assessment",
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
    "CaseContact",
    "CaseEvent",
    "CaseFlag",
    "CaseGroupObjectPermission",
    "CaseResponse",
    "CaseTask",
    "ContactBan",
    "FamilyMember",
    "FamilyTracing",
    "GroupSession",
    "IdentityPaper",
    "IncomingReport",
    "IncomingReportStep",
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SessionParticipant",
    "SocialReport",
    "TaskStep",
    "TracingStep",
    "VocationalStep",
    "VocationalTrack",
]
