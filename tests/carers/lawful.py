"""Lawful rows of this room, and what the database refuses to have done to them (tests/architecture/attempts.py)."""

from django.utils import timezone

from carers.models import (
    Candidate,
    CandidateCheck,
    CandidatePermit,
    CandidatePerson,
    CandidateStep,
    CareHearing,
    CareMatch,
    CareProcess,
    CareProcessStep,
)
from carers.ways import WAYS
from cases.states import CareForm
from institutions.models import Membership
from institutions.states import Role
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import MembershipFactory, region
from tests.raw_sql import change, copy, remove

from .steps import approved, checked, registered
from .ways import ago, led, put


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


def way() -> CareProcess:
    return led()[3]


def way_to_kin() -> CareProcess:
    return led(CareForm.KINSHIP)[3]


def ended_way() -> CareProcess:
    process = way()
    process.ended_on, process.ended_by, process.end_reason = ago(0), process.opened_by, "Rekaan."
    process.save()
    return process


def way_step() -> CareProcessStep:
    return put(way(), WAYS[CareForm.ADOPTION][0], ago(1))


def withdrawal() -> CareProcessStep:
    first = way_step()
    again = WAYS[CareForm.ADOPTION][0]
    return put(first.process, again, ago(0), verdict="NOT_MET", note="Keliru.", withdraws=first)


def chosen() -> CareMatch:
    candidate = permit().candidate
    worker = MembershipFactory(institution=candidate.office, role=Role.FIELD_SOCIAL_WORKER)
    case = CaseFactory(worker_membership=worker)
    carer = FamilyMemberFactory(beneficiary=case.beneficiary)
    told = {"case": case, "candidate": candidate, "carer": carer, "form": CareForm.FOSTER, "reason": "Rekaan."}
    return CareMatch.objects.create(chosen_by=worker.user, **told)


def lived_in() -> CareMatch:
    match = chosen()
    match.lives_from = ago(1)
    match.save()
    return match


def ended_match() -> CareMatch:
    match = chosen()
    match.ended_on, match.ended_by, match.end_reason = ago(0), match.chosen_by, "Rekaan."
    match.save()
    return match


def hearing() -> CareHearing:
    process = way()
    told = {"due_on": ago(-7), "court": "Pengadilan Contoh", "set_by": process.opened_by}
    return CareHearing.objects.create(process=process, **told)


def kept_hearing() -> CareHearing:
    first = hearing()
    first.kept_by = put(first.process, WAYS[CareForm.ADOPTION][-2], ago(0))
    first.save()
    return first


CONSTRAINTS = {
    "one_care_hearing_ahead": (hearing, copy, {}),
    "care_hearing_called_off_says_why": (hearing, change, {"called_off_reason": "Rekaan."}),
    "care_hearing_names_its_court": (hearing, change, {"court": ""}),
    "carers_carehearing_kept_by_id_key": (kept_hearing, copy, {}),
    "one_household_chosen": (chosen, copy, {}),
    "child_lives_in_one_household": (lived_in, copy, {}),
    "care_match_end_is_whole": (chosen, change, {"end_reason": "Rekaan."}),
    "candidate_wishes_ages_in_order": (household, change, {"wants_age_from": 9, "wants_age_to": 3}),
    "carers_candidate_wants_age_from_check": (household, change, {"wants_age_from": -1}),
    "carers_candidate_wants_age_to_check": (household, change, {"wants_age_to": -1}),
    "one_open_care_process": (way, copy, {}),
    "way_to_kin_names_the_relative": (way_to_kin, change, {"form": "ADOPTION"}),
    "care_process_end_is_whole": (way, change, {"end_reason": "Rekaan."}),
    "care_step_says_why": (way_step, copy, {"verdict": "NOT_MET"}),
    "carers_careprocessstep_withdraws_id_key": (withdrawal, copy, {}),
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
        ("careprocessstep", way_step, "note"),
    )
}
TRIGGERS |= {
    "carers_carematch.match_stays": [(chosen, remove, {}, f"{WRITTEN}: DELETE refused")],
    "carers_carematch.ended_stays": [(ended_match, change, {"end_reason": "lain"}, f"{WRITTEN}: UPDATE refused")],
    "carers_careprocess.process_stays": [(way, remove, {}, f"{WRITTEN}: DELETE refused")],
    "carers_careprocess.relative_stays": [
        (way_to_kin, change, {"relative_id": None}, f"{WRITTEN}: UPDATE refused"),
    ],
    "carers_careprocess.ended_stays": [(ended_way, change, {"end_reason": "lain"}, f"{WRITTEN}: UPDATE refused")],
}
