"""The family over the API: bans, siblings, tracing (domain.md 5.3). Each answer is held against its description."""

import pytest
from django.utils import timezone

from cases.models import FamilyMember
from tests.api.client import Refused
from tests.api.people import program_of
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate().isoformat()


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker.user, office=worker.institution)


@pytest.fixture
def program(worker):
    return program_of(worker)


def test_a_ban_is_set_and_lifted(program, case):
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary)
    told = program.tell("family_ban_write", case.pk, aunt.pk, basis="SAFETY", reason="Contoh", since=today())
    assert (told["member"], told["lifted_at"]) == (aunt.pk, None)
    assert not FamilyMember.objects.get().may_contact
    assert program.ask("family_ban_read", case.pk, aunt.pk)["results"] == [told]
    told = program.tell("family_unban_write", case.pk, aunt.pk, reason="Asesmen baru (contoh)")
    assert told["lifted_reason"] == "Asesmen baru (contoh)"


def test_a_sibling_in_sight_is_linked_and_one_out_of_sight_is_unknown(program, case, worker):
    brother = FamilyMemberFactory(beneficiary=case.beneficiary, relation="SIBLING")
    with pytest.raises(Refused) as caught:
        program.tell("sibling_link_write", case.pk, brother.pk, sibling=CaseFactory().beneficiary_id)
    assert caught.value.status == 400
    other = CaseFactory(worker=worker.user, office=worker.institution)
    program.tell("sibling_link_write", case.pk, brother.pk, sibling=other.beneficiary_id)
    told = program.ask("siblings_read", case.pk)["results"]
    assert [(one["member"], one["number"]) for one in told] == [(brother.pk, other.number)]
    program.tell("sibling_unlink_write", case.pk, brother.pk, reason="Bukan saudara (contoh)")
    assert [one["case"] for one in program.ask("siblings_read", case.pk)["results"]] == [None]


def test_a_sibling_named_in_another_family_alone_is_told(program, case, worker):
    other = CaseFactory(worker=worker.user, office=worker.institution)
    FamilyMemberFactory(beneficiary=other.beneficiary, relation="SIBLING", same_as=case.beneficiary)
    told = program.ask("siblings_read", case.pk)
    assert told["results"] == []
    assert [(one["case"], one["name"]) for one in told["elsewhere"]] == [(other.pk, str(other.beneficiary))]


def test_the_search_is_read_and_carried_on(program, case):
    assert program.ask("tracing_read", case.pk)["state"] == ""
    step = {"done_on": today(), "method": "PHONE", "asked": "RT (contoh)", "result": "NOTHING", "finding": "Contoh"}
    program.tell("tracing_steps_write", case.pk, **step)
    assert program.ask("tracing_read", case.pk)["state"] == "RUNNING"
    told = program.tell("tracing_write", case.pk, state="FAILED", since=today(), reason="Sudah dicari (contoh)")
    assert told["state"] == "FAILED"
    assert [one["asked"] for one in program.ask("tracing_steps_read", case.pk)["results"]] == ["RT (contoh)"]
