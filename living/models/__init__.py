from .admissions import AdmissionSheet
from .caregivers import Assignment, Caregiver, CaregiverReview
from .incidents import Incident, IncidentChild, IncidentStep
from .stays import FamilyContact, Leave

__all__ = [
    "AdmissionSheet",
    "Assignment",
    "Caregiver",
    "CaregiverReview",
    "FamilyContact",
    "Incident",
    "IncidentChild",
    "IncidentStep",
    "Leave",
]
