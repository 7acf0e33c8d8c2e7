"""Lawful rows of this room, and what the database refuses to have done to them (tests/architecture/attempts.py)."""

from django.utils import timezone

from carers.models import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep
from institutions.models import Membership
from institutions.states import Role
from tests.institutions.factories import MembershipFactory, region
from tests.raw_sql import change, copy, remove

from .steps import approved, checked, registered


def working() -> Membership:
    region("14.01.01")
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


def household() -> Candidate:
    return registered(working())


def person() -> CandidatePerson:
    return household().people.earliest("pk")


def check() -> CandidateCheck:
    worker = working()
    return checked(registered(worker), worker, "KTP")


def check_with_file() -> CandidateCheck:
    worker = working()
    return checked(registered(worker), worker, "KTP", content=b"%PDF-1.7 rekaan")


def permit() -> CandidatePermit:
    worker = working()
    decider = MembershipFactory(institution=worker.institution, role=Role.SOCIAL_OFFICE_DECIDER)
    return approved(worker, decider).permits.get()


def step() -> CandidateStep:
    return household().steps.get()


CONSTRAINTS = {
    "carers_candidate_number_key": (household, copy, {}),
    "carers_candidate_own_children_check": (household, change, {"own_children": -1}),
    "candidate_submitted_is_answered_in_time": (household, change, {"state": "SUBMITTED"}),
    "candidate_approved_has_a_permit": (household, change, {"state": "APPROVED"}),
    "candidate_is_one_or_a_couple": (person, copy, {}),
    "candidate_nik_and_index_agree": (person, change, {"nik_index": "a" * 64}),
    "candidate_check_not_met_says_why": (check, copy, {"verdict": "NOT_MET", "note": ""}),
    "carers_candidatecheck_document_id_key": (check_with_file, copy, {}),
    "carers_candidatepermit_number_key": (permit, copy, {}),
    "carers_candidatepermit_max_children_check": (permit, copy, {"number": "X", "max_children": -1}),
    "permit_is_for_a_child": (permit, copy, {"number": "X", "max_children": 0}),
    "permit_ends_after_start": (
        permit,
        copy,
        {"number": "X", "valid_until": lambda: timezone.localdate()},
    ),
    "candidate_step_says_why": (step, copy, {"kind": "ENDED"}),
}
WRITTEN = "stays as written"
TRIGGERS = {
    f"carers_{table}.written_stays": [
        (row, change, {column: "lain"}, f"{WRITTEN}: UPDATE refused"),
        (row, remove, {}, f"{WRITTEN}: DELETE refused"),
    ]
    for table, row, column in (
        ("candidatecheck", check, "note"),
        ("candidatepermit", permit, "considerations"),
        ("candidatestep", step, "reason"),
    )
}
