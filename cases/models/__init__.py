from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .consents import Agreement, Consent, ConsentNotice
from .incoming import IncomingReport, IncomingReportStep
from .kin import CaregivingPeriod, ContactBan, FamilyTracing, TracingStep
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
from .reentries import Reentry
from .reports import Assessment, CaseConference, SocialReport
from .responses import CaseResponse, ResponseCategory
from .tasks import CaseTask, TaskStep

__all__ = [
    "AftercareVisit",
    "Agreement",
    "Assessment",
    "Beneficiary",
    "BeneficiaryAlias",
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
    "CaseConference",
    "CaseEvent",
    "CaseGroupObjectPermission",
    "CaseResponse",
    "CaseTask",
    "Consent",
    "ConsentNotice",
    "ContactBan",
    "FamilyMember",
    "FamilyTracing",
    "IdentityPaper",
    "IncomingReport",
    "IncomingReportStep",
    "PlanStep",
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SocialReport",
    "TaskStep",
    "TracingStep",
]
