"""The person of a case by programs: names, identity, health, school, social protection, and who is told."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from guardian.shortcuts import assign_perm
from PIL import Image

from atensi.fields import blind_index
from cases.models import Beneficiary
from institutions.states import Role
from tests.api.client import Refused, refused_with
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK = "1401051403170001", "1401051403170002"


@pytest.fixture
def worker():
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def case(worker):
    return CaseFactory(worker_membership=worker)


def test_a_program_completes_the_person(worker, case):
    program = program_of(worker)
    made = program.tell("aliases_write", case.pk, name="Bujang Umpama", kind="NICKNAME")
    assert [row["name"] for row in program.ask("aliases_read", case.pk)["results"]] == ["Bujang Umpama"]
    assert program.tell("alias_removal_write", case.pk, made["id"]) == {"id": made["id"]}
    assert program.tell("nik_attachment_write", case.pk, nik=NIK)["nik_status"] == "UNVERIFIED"
    program.ask("case_beneficiary_read", case.pk)
    read = program.last.headers["ETag"]
    told = program.tell("nik_verification_change", case.pk, match=read, proof="FAMILY_CARD")
    assert told["nik_status"] == "VERIFIED"
    assert NIK not in str(told)
    case.beneficiary.refresh_from_db()
    assert case.beneficiary.nik_index == blind_index(NIK)
    program.tell("identity_papers_write", case.pk, kind="KIA", state="HELD", number="K-1")
    assert [row["number"] for row in program.ask("identity_papers_read", case.pk)["results"]] == ["K-1"]
    link = program.tell("benefits_write", case.pk, registry="DTSEN", status="LISTED", decile=2, extract_on="2026-01-05")
    assert program.ask("benefits_read", case.pk)["results"] == [link]
    assert program.tell("benefit_removal_write", case.pk, link["id"]) == {"id": link["id"]}


def test_a_number_that_changed_since_it_was_read_is_not_verified(worker, case):
    program = program_of(worker)
    program.tell("nik_attachment_write", case.pk, nik=NIK)
    program.ask("case_beneficiary_read", case.pk)
    read = program.last.headers["ETag"]
    child = Beneficiary.objects.get(pk=case.beneficiary_id)
    child.nik, child.nik_index = OTHER_NIK, blind_index(OTHER_NIK)
    child.save()
    with refused_with(412):
        program.tell("nik_verification_change", case.pk, match=read, proof="FAMILY_CARD")
    child.refresh_from_db()
    assert child.nik_status == "UNVERIFIED"


def test_a_portrait_is_sent_read_and_taken_away(worker, case):
    program = program_of(worker)
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(drawn, "PNG")
    program.tell("photo_write", case.pk, photo=SimpleUploadedFile("foto.png", drawn.getvalue()))
    assert Image.open(BytesIO(program.ask("photo_read", case.pk))).size == (800, 533)
    with pytest.raises(Refused) as refused:
        program.tell("photo_write", case.pk, photo=SimpleUploadedFile("foto.png", b"%PDF-1.7"))
    assert refused.value.codes == {"photo_unreadable"}
    program.tell("photo_removal_write", case.pk)
    with pytest.raises(Refused) as refused:
        program.ask("photo_read", case.pk)
    assert refused.value.status == 404


def test_a_part_is_changed_as_it_was_read(worker, case):
    program = program_of(worker)
    for room, word in (("health", "language"), ("school", "school_note")):
        before = program.ask(f"{room}_read", case.pk)
        assert before[word] == ""
        tag = program.last.headers["ETag"]
        told = program.tell(f"{room}_change", case.pk, match=tag, **{word: "Bisindo"})
        assert told[word] == "Bisindo"
        with pytest.raises(Refused) as refused:
            program.tell(f"{room}_change", case.pk, match=tag, **{word: "Lain"})
        assert refused.value.status == 412


def test_specific_data_is_told_to_those_who_work_on_the_case(case):
    reader = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=InstitutionFactory(provincial=True))
    assign_perm("view_case", reader.institution.group, case)
    program = program_of(reader)
    assert program.ask("aliases_read", case.pk)["results"] == []
    for room in ("health", "school", "benefits", "identity_papers"):
        with pytest.raises(Refused) as refused:
            program.ask(f"{room}_read", case.pk)
        assert refused.value.status == 403
