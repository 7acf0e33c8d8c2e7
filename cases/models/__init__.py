from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .incoming import IncomingReport, IncomingReportStep
from .kin import CaregivingPeriod, ContactBan, FamilyTracing, TracingStep
from .merges import BeneficiaryMerge, DistinctPeople
from .persons import BeneficiaryAlias, BeneficiaryPhoto, BeneficiaryProfile, BenefitLink, IdentityPaper
from .plans import AftercareVisit, CarePlan, CarePlanAction, CarePlanGoal, ServiceRecord
from .reentries import Reentry
from .reports import Agreement, Assessment, CaseConference, SocialReport
from .responses import CaseResponse, ResponseCategory
from .tasks import CaseTask, TaskStep

__all__ = [
    "AftercareVisit",
    "Agreement",
    "Assessment",
    "Beneficiary",
    "BeneficiaryAlias",
    "BeneficiaryMerge",
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
    "ContactBan",
    "DistinctPeople",
    "FamilyMember",
    "FamilyTracing",
    "IdentityPaper",
    "IncomingReport",
    "IncomingReportStep",
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SocialReport",
    "TaskStep",
    "TracingStep",
]
