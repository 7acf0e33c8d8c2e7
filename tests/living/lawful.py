"""Lawful rows of this room, and what the database refuses to have done to them (tests/architecture/attempts.py)."""

from django.utils import timezone

from living.models import (
    AdmissionSheet,
    Assignment,
    Caregiver,
    CaregiverReview,
    FamilyContact,
    Incident,
    IncidentChild,
    IncidentStep,
    Leave,
)
from living.states import StepKind
from tests.accounts.factories import UserFactory
from tests.living.scenes import (
    admitted,
    away,
    cared,
    caregiver,
    closed,
    home_with_children,
    incident,
    met,
    reported,
    step,
)
from tests.raw_sql import change, copy, remove
from tests.referrals.factories import days_ago

AGAIN = {"number": "KJ/LAIN"}


def violence() -> Incident:
    return incident(home_with_children())


def child() -> IncidentChild:
    return violence().children.get()


def measure() -> IncidentStep:
    home = home_with_children()
    return step(incident(home), home.staff)


def with_report() -> Incident:
    home = home_with_children()
    return reported(incident(home), home.supervisor)


def ended() -> Incident:
    home = home_with_children()
    row = incident(home, police_number="LP/1/CONTOH")
    return closed(reported(row, home.supervisor), home.supervisor)


def contact() -> FamilyContact:
    home = home_with_children()
    return met(home.first, home.staff)


def sheet() -> AdmissionSheet:
    home = home_with_children()
    return admitted(home.first, home.staff)


def leave() -> Leave:
    home = home_with_children()
    return away(home.first, home.staff)


def back() -> Leave:
    row = leave()
    done = {"back_on": row.from_on, "back_at": timezone.now(), "back_by": UserFactory(), "back_note": "Sehat"}
    Leave.objects.filter(pk=row.pk).update(**done)
    return row


def one_caregiver() -> Caregiver:
    return caregiver(home_with_children())


def reviewed() -> CaregiverReview:
    row = one_caregiver()
    return CaregiverReview.objects.create(caregiver=row, held_on=row.since, result="Baik", recorded_by=UserFactory())


def assigned() -> Assignment:
    home = home_with_children()
    return cared(home.first, caregiver(home), home.staff)


def handed_on() -> Assignment:
    """One that ended."""
    row = assigned()
    Assignment.objects.filter(pk=row.pk).update(until=row.since)
    return row


CONSTRAINTS = {
    "living_incident_number_key": (violence, copy, {}),
    "incident_says_what_happened": (violence, copy, {**AGAIN, "story": ""}),
    "incident_report_is_whole": (violence, change, {"report_number": "1"}),
    "incident_end_is_whole": (violence, change, {"outcome": "Selesai"}),
    "grave_incident_is_closed_by_dinas": (
        violence,
        change,
        {
            "closed_at": timezone.now,
            "closed_by_id": lambda: UserFactory().pk,
            "closed_for_id": lambda row: row.office_id,
            "outcome": "Selesai",
        },
    ),
    "grave_incident_has_its_clock": (violence, copy, {**AGAIN, "report_due_at": None}),
    "incident_names_a_child_once": (child, copy, {}),
    "living_admissionsheet_placement_id_key": (sheet, copy, {}),
    "orientation_says_when_and_by_whom": (sheet, change, {"oriented_by": ""}),
    "admission_agreement_says_when_and_by_whom": (sheet, change, {"agreed_on": None}),
    "whole_admission_sheet_misses_nothing": (sheet, change, {"belongings": ""}),
    "family_contact_says_how_it_went": (contact, copy, {"went": ""}),
    "leave_ends_after_it_began": (back, copy, {"until_on": lambda: days_ago(30)}),
    "leave_says_with_whom": (back, copy, {"escort": ""}),
    "leave_return_is_whole": (leave, change, {"back_note": "Sehat"}),
    "one_open_leave_of_a_stay": (leave, copy, {}),
    "caregiver_of_a_home_once": (one_caregiver, copy, {}),
    "suspended_caregiver_says_why": (one_caregiver, change, {"suspended_on": lambda: days_ago(1)}),
    "caregiver_leaves_after_coming": (one_caregiver, change, {"left_on": lambda: days_ago(900)}),
    "caregiver_review_says_what": (reviewed, copy, {"result": ""}),
    "one_caregiver_of_a_child_at_a_time": (assigned, copy, {}),
    "assignment_ends_after_it_began": (assigned, change, {"until": lambda: days_ago(30)}),
    "incident_step_says_what": (measure, copy, {"text": ""}),
    "incident_told_police_has_its_number": (measure, copy, {"kind": StepKind.TOLD_POLICE}),
}
KEPT = "is kept as it was written"
TRIGGERS = {
    "living_familycontact.contacts_stay": [
        (contact, change, {"went": "Lain"}, "UPDATE refused"),
        (contact, remove, {}, "DELETE refused"),
    ],
    "living_caregiverreview.reviews_stay": [
        (reviewed, change, {"result": "Lain"}, "UPDATE refused"),
        (reviewed, remove, {}, "DELETE refused"),
    ],
    "living_leave.leaves_stay": [
        (leave, change, {"place": "Lain"}, "UPDATE refused"),
        (leave, remove, {}, "DELETE refused"),
        (back, change, {"back_note": "Lain"}, "UPDATE refused"),
    ],
    "living_assignment.handed_over": [
        (handed_on, copy, {"until": None, "hand_over": ""}, "without a hand-over note"),
        (assigned, change, {"hand_over": "Lain"}, "UPDATE refused"),
        (assigned, remove, {}, "DELETE refused"),
        (handed_on, change, {"until": None}, "UPDATE refused"),
    ],
    "living_incident.incidents_stay": [
        (violence, change, {"kind": "ILLNESS"}, f"{KEPT}: UPDATE refused"),
        (violence, remove, {}, f"{KEPT}: DELETE refused"),
        (with_report, change, {"findings": "Lain"}, f"{KEPT}: UPDATE refused"),
        (ended, change, {"outcome": "Lain"}, f"{KEPT}: UPDATE refused"),
    ],
    "living_incidentchild.incidents_stay": [
        (child, change, {"placement_id": lambda row: row.placement_id}, "UPDATE of its parts refused"),
        (child, remove, {}, "DELETE of its parts refused"),
        (lambda: ended().children.get(), copy, {}, "INSERT of its parts refused"),
    ],
    "living_incidentstep.incidents_stay": [
        (measure, change, {"text": "Lain"}, "UPDATE of its parts refused"),
        (measure, remove, {}, "DELETE of its parts refused"),
        (lambda: ended().steps.get(), copy, {}, "INSERT of its parts refused"),
    ],
}
