from .beneficiaries import Beneficiary, FamilyMember
from .cases import Case, CaseCategory, CaseEvent, CaseGroupObjectPermission
from .incoming import IncomingReport, IncomingReportStep
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
    "CarePlan",
    "CarePlanAction",
    "CarePlanGoal",
    "Case",
    "CaseCategory",
    "CaseConference",
    "CaseEvent",
    "CaseGroupObjectPermission",
    "CaseResponse",
    "CaseTask",
    "FamilyMember",
    "IncomingReport",
    "IncomingReportStep",
    "Reentry",
    "ResponseCategory",
    "ServiceRecord",
    "SocialReport",
    "TaskStep",
]
