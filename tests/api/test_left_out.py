"""What a change leaves out: numbers that the API never tells stay, what protects a child must be said."""

import pytest

from atensi.fields import blind_index
from cases.models import FamilyMember
from cases.states import NikStatus
from tests.api.client import Program, Refused
from tests.api.people import program_of
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK, NKK = "1401051403170001", "1401051403170002", "1401051403170009"
CHILD = {"name": "Umpama Rekaan", "sex": "MALE", "birth_date": "2017-03-14", "region": "14.01.05"}
AUNT = {"name": "Bibi Sari Rekaan", "relation": "AUNT_UNCLE", "is_alive": True, "is_caregiver": False}


@pytest.fixture
def case():
    worker = MembershipFactory()
    case = CaseFactory(worker=worker.user, office=worker.institution)
    child = case.beneficiary
    child.nik, child.nik_index, child.nik_status, child.no_nik_reason = NIK, blind_index(NIK), NikStatus.UNVERIFIED, ""
    child.nkk, child.nkk_index = NKK, blind_index(NKK)
    child.save()
    case.program = program_of(worker)
    return case


def read(case) -> str:
    program: Program = case.program
    told = program.ask("case_beneficiary_read", case.pk)
    assert told["has_nkk"]
    return program.last.headers["ETag"]


def test_numbers_left_out_stay(case):
    told = case.program.tell("case_beneficiary_change", case.pk, match=read(case), **CHILD)
    child = case.beneficiary
    child.refresh_from_db()
    assert (child.name, child.nik, child.nik_index, child.nkk) == (CHILD["name"], NIK, blind_index(NIK), NKK)
    assert (told["nik_status"], told["has_nkk"]) == (NikStatus.UNVERIFIED, True)


def test_numbers_said_to_be_empty_are_emptied(case):
    empty = {"nik": "", "nkk": "", "no_nik_reason": "NO_DOCUMENTS"}
    case.program.tell("case_beneficiary_change", case.pk, match=read(case), **CHILD, **empty)
    child = case.beneficiary
    child.refresh_from_db()
    assert (child.nik, child.nkk, child.no_nik_reason) == ("", "", "NO_DOCUMENTS")
    case.program.tell("case_beneficiary_change", case.pk, match=case.program.last.headers["ETag"], **CHILD)
    child.refresh_from_db()
    assert child.no_nik_reason == "NO_DOCUMENTS"


def test_a_number_changed_meanwhile_is_another_version(case):
    """Both numbers are told to nobody, and still a change of one is a change of the child."""
    seen = read(case)
    child = case.beneficiary
    child.nik, child.nik_index = OTHER_NIK, blind_index(OTHER_NIK)
    child.save()
    with pytest.raises(Refused) as refused:
        case.program.tell("case_beneficiary_change", case.pk, match=seen, **CHILD)
    assert refused.value.status == 412
    assert NIK not in seen


@pytest.mark.parametrize("left_out", ["is_alive", "is_caregiver", "may_contact", "is_alleged_harmer"])
def test_a_change_of_the_family_says_each_yes_and_no(case, left_out):
    member = FamilyMemberFactory(beneficiary=case.beneficiary, is_alleged_harmer=True, may_contact=False)
    said = AUNT | {"may_contact": False, "is_alleged_harmer": True}
    del said[left_out]
    with pytest.raises(Refused) as refused:
        case.program.tell("family_member_detail_change", case.pk, member.pk, match="*", **said)
    assert (refused.value.status, set(refused.value.told["errors"])) == (400, {left_out})
    assert FamilyMember.objects.get().is_alleged_harmer
