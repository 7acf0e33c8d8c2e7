"""Lawful rows of this room, and what the database refuses to have done to them (tests/architecture/attempts.py)."""

from django.utils import timezone

from living.models import Incident, IncidentChild, IncidentStep
from living.states import StepKind
from tests.accounts.factories import UserFactory
from tests.living.scenes import closed, home_with_children, incident, reported, step
from tests.raw_sql import change, copy, remove

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
    "incident_step_says_what": (measure, copy, {"text": ""}),
    "incident_told_police_has_its_number": (measure, copy, {"kind": StepKind.TOLD_POLICE}),
}
KEPT = "is kept as it was written"
TRIGGERS = {
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
