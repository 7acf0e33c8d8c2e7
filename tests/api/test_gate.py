"""Who was asked, and how a case stands at the gate, over the API (domain.md 5.1)."""

import pytest

from cases.states import CareForm
from institutions.states import Role
from referrals.standing import standing_of
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.institutions.factories import MembershipFactory
from tests.referrals.inquiring import all_said, said
from tests.referrals.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def the():
    return scene()


@pytest.fixture
def program(the):
    return program_of(the.worker)


def told(the, **changes):
    given = {
        "form": "KINSHIP",
        "asked_on": the.conference.held_on.isoformat(),
        "asked_whom": "Kepala dusun (contoh)",
        "result": "NONE_AVAILABLE",
        "reason": "Tidak ada kerabat di dusun ini (contoh).",
        "conference": the.conference.pk,
    }
    return given | changes


def test_an_answer_is_told_and_listed(the, program):
    made = program.tell("inquiries_write", the.case.pk, **told(the))
    assert (made["form"], made["conference"], made["member"]) == ("KINSHIP", the.conference.pk, None)
    assert program.ask("inquiries_read", the.case.pk)["results"] == [made]


def test_a_correction_replaces_what_is_listed(the, program):
    first = program.tell("inquiries_write", the.case.pk, **told(the))
    second = program.tell("inquiries_write", the.case.pk, **told(the, corrects=first["id"], reason="Sudah pindah."))
    assert [one["id"] for one in program.ask("inquiries_read", the.case.pk)["results"]] == [second["id"]]


def test_people_and_papers_of_other_cases_are_unknown(the, program):
    other = scene()
    for strange in (
        {"member": other.case.beneficiary.family.get().pk, "asked_whom": ""},
        {"conference": other.conference.pk},
        {"assessment": other.report.assessment_id},
        {"corrects": said(other).pk},
    ):
        with refused_with(400):
            program.tell("inquiries_write", the.case.pk, **told(the, **strange))


def test_a_rule_says_no_over_the_api_too(the, program):
    with refused_with(409, "inquiry_without_whom"):
        program.tell("inquiries_write", the.case.pk, **told(the, asked_whom=""))


def test_the_gate_says_the_same_as_the_page(the, program):
    all_said(the)
    said(the, "FIT")
    gate = program.ask("gate_read", the.case.pk, form="SENTRA")
    standing = standing_of(the.case, CareForm.SENTRA)
    assert [(one["form"], one["state"], one["age_days"]) for one in gate["ranks"]] == [
        (rank.form, rank.state, rank.age) for rank in standing.ranks
    ]
    assert [(one["code"], one["tag"]) for one in gate["problems"]] == [
        (problem.code, problem.tag) for problem in standing.problems
    ]
    assert (gate["social_report"], gate["conference"]) == (the.report.pk, the.conference.pk)


def test_an_empty_case_has_a_gate(program, the):
    gate = program.ask("gate_read", the.case.pk)
    assert (gate["form"], gate["tepak_reason"], len(gate["sessions"])) == ("LKSA", "", 1)


def test_a_request_without_entries_takes_the_answers_on_file(the, program):
    answers = all_said(the)
    sent = program.tell(
        "case_referrals_write",
        the.case.pk,
        kind="CARE_DECISION",
        to_institution=the.office.pk,
        source="FAMILY",
        legally_responsible="Bibi (contoh)",
        reason="Rumah belum siap (contoh).",
        summary="Anak sehat (contoh).",
        asked_base="RESIDENTIAL",
        asked_form="LKSA",
        asked_institution=the.home.pk,
        asked_months=6,
        social_report=the.report.pk,
        conference=the.conference.pk,
    )
    assert {one["form"] for one in sent["alternatives"]} == {answer.form for answer in answers}


def test_whoever_may_not_work_on_the_case_reads_and_writes_not(the):
    decider = program_of(the.decider)
    assert decider.ask("gate_read", the.case.pk)["form"] == "LKSA"
    with refused_with(403):
        decider.tell("inquiries_write", the.case.pk, **told(the))
    stranger = program_of(MembershipFactory(role=Role.FIELD_SOCIAL_WORKER))
    for ask in ("gate_read", "inquiries_read"):
        with refused_with(404):
            stranger.ask(ask, the.case.pk)
