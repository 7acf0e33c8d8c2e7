"""Addresses of this room in the API."""

from django.urls import path

from .api import incidents, stays

urlpatterns = [
    path("home/children", incidents.HomeChildren.as_view(), name="home_children"),
    path("incidents", incidents.Incidents.as_view(), name="incidents"),
    path("incidents/<int:pk>", incidents.IncidentDetail.as_view(), name="incident"),
    path("incidents/<int:pk>/steps", incidents.IncidentSteps.as_view(), name="incident_step"),
    path("incidents/<int:pk>/report", incidents.IncidentReport.as_view(), name="incident_report"),
    path("incidents/<int:pk>/close", incidents.IncidentClose.as_view(), name="incident_close"),
    path("placements/<int:pk>/family-contacts", stays.FamilyContacts.as_view(), name="family_contacts"),
    path("placements/<int:pk>/leaves", stays.Leaves.as_view(), name="leaves"),
    path("placements/<int:pk>/caregivers", stays.Assignments.as_view(), name="stay_caregivers"),
    path("placements/<int:pk>/admission-sheet", stays.AdmissionSheetView.as_view(), name="admission_sheet"),
    path("leaves/<int:pk>/return", stays.LeaveReturn.as_view(), name="leave_return"),
    path("institutions/<int:pk>/caregivers", stays.Caregivers.as_view(), name="caregivers"),
    path("caregivers/<int:pk>", stays.CaregiverChange.as_view(), name="caregiver"),
    path("caregivers/<int:pk>/reviews", stays.CaregiverReviews.as_view(), name="caregiver_review"),
    path("caregivers/<int:pk>/suspension", stays.CaregiverSuspension.as_view(), name="caregiver_suspend"),
    path("caregivers/<int:pk>/readmission", stays.CaregiverReadmission.as_view(), name="caregiver_readmit"),
    path("caregivers/<int:pk>/end", stays.CaregiverEnd.as_view(), name="caregiver_end"),
]
