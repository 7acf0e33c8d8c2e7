"""Handing a case over by the API: offered, read without a name, declined, accepted, withdrawn; the giver is out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from institutions.states import Role
from tests.api.client import Refused
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db
SUMMARY = "Sekolah sudah diurus."


def words():
    soon = timezone.localdate() + timedelta(days=9)
    return {"wanted_on": soon.isoformat(), "reason": "Keluarga pindah.", "summary": SUMMARY}


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def giver(case):
    return program_of(case.worker.memberships.get())


@pytest.fixture
def receiver():
    return MembershipFactory(role=Role.SUPERVISOR)


def test_a_case_goes_to_another_office(case, giver, receiver):
    program = program_of(receiver)
    worker = MembershipFactory(institution=receiver.institution, role=Role.FIELD_SOCIAL_WORKER)
    offer = giver.tell("case_transfers_write", case.pk, to_office=receiver.institution_id, **words())
    assert (offer["state"], offer["who"]) == ("OFFERED", str(case.beneficiary))
    [line] = program.ask("transfers_read")["results"]
    assert (line["id"], line["number"]) == (offer["id"], case.number)
    told = program.ask("transfer_detail_read", offer["id"])
    assert (told["summary"], told["risk"]) == (SUMMARY, case.risk)
    assert str(case.beneficiary) not in str(told)
    taken = program.tell("transfer_acceptance_write", offer["id"], worker=worker.user_id)
    assert (taken["state"], taken["to_worker"]["id"]) == ("ACCEPTED", worker.user_id)
    assert Case.objects.get().office == receiver.institution
    with pytest.raises(Refused) as caught:
        giver.ask("case_detail_read", case.pk)
    assert caught.value.status == 404
    assert giver.ask("transfer_detail_read", offer["id"])["summary"] == ""


def test_an_offer_is_declined_or_withdrawn_with_a_reason(case, giver, receiver):
    offer = giver.tell("case_transfers_write", case.pk, to_office=receiver.institution_id, **words())
    declined = program_of(receiver).tell("transfer_refusal_write", offer["id"], reason="Penuh.")
    assert (declined["state"], declined["summary"]) == ("DECLINED", "")
    again = giver.tell("case_transfers_write", case.pk, to_office=receiver.institution_id, **words())
    assert giver.tell("transfer_withdrawal_write", again["id"], reason="Batal.")["state"] == "WITHDRAWN"
    assert len(giver.ask("case_transfers_read", case.pk)["results"]) == 2


def test_a_colleague_takes_it_over(case, giver):
    colleague = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    offer = giver.tell("case_transfers_write", case.pk, to_worker=colleague.user_id, **words())
    program_of(colleague).tell("transfer_acceptance_write", offer["id"])
    assert Case.objects.get().worker == colleague.user
