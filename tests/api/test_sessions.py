"""Group sessions over the API (domain.md 4.1). Each answer is held against its description."""

import pytest
from django.utils import timezone

from cases.models import GroupSession
from tests.api.client import fresh_key, refused_with
from tests.api.people import program_of
from tests.cases.factories import FamilyMemberFactory
from tests.cases.sessions import beside, held, planned_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return planned_case()


@pytest.fixture
def program(case):
    return program_of(case.worker.memberships.get())


def body(*people):
    return {
        "kind": "TEPAK",
        "base": "FAMILY",
        "held_on": timezone.localdate().isoformat(),
        "place": "Balai desa (contoh)",
        "facilitators": "Petugas Contoh",
        "agenda": "Contoh",
        "people": list(people),
    }


def test_a_session_of_many_is_one_call_and_the_same_key_one_session(program, case):
    mother, other = FamilyMemberFactory(beneficiary=case.beneficiary), beside(case)
    people = [{"case": case.pk}, {"case": case.pk, "member": mother.pk, "attendance": "EXCUSED"}, {"case": other.pk}]
    key = fresh_key()
    told = program.tell("sessions_write", key=key, **body(*people))
    assert (told["invited"], told["came"], told["hidden"]) == (3, 2, 0)
    assert [one["name"] for one in told["people"]][1] == mother.name
    assert program.tell("sessions_write", key=key, **body(*people))["id"] == told["id"]
    assert (case.services.count(), other.services.count()) == (1, 1)
    assert [one["id"] for one in program.ask("sessions_read", kind="TEPAK")["results"]] == [told["id"]]
    assert program.ask("sessions_read", kind="FDS")["results"] == []


def test_a_case_out_of_sight_is_unknown_and_nothing_is_written(program, case):
    with refused_with(400):
        program.tell("sessions_write", **body({"case": case.pk}, {"case": planned_case().pk}))
    assert not GroupSession.objects.exists()


def test_attendance_is_corrected_by_who_has_read_it(program, case):
    session = held(case)
    told = program.ask("session_detail_read", session.pk)
    match = program.last.headers["ETag"]
    person = told["people"][0]["id"]
    change = {"reason": "Salah catat (contoh)", "people": [{"id": person, "attendance": "ABSENT"}]}
    told = program.tell("session_attendance_change", session.pk, match=match, **change)
    assert (told["came"], told["corrections"][0]["reason"]) == (0, "Salah catat (contoh)")
    with refused_with(412):
        program.tell("session_attendance_change", session.pk, match=match, **change)


def test_who_is_not_of_the_session_cannot_be_corrected(program, case):
    session, other = held(case), held(case)
    change = {"reason": "Contoh", "people": [{"id": other.participants.get().pk, "attendance": "ABSENT"}]}
    with refused_with(400):
        program.tell("session_attendance_change", session.pk, match="*", **change)
