"""An Idempotency-Key that is used again: for another membership, and after its day."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from atensi.api.services import forget_answers
from cases.models import CaseResponse
from cases.states import Base
from institutions.states import Kind, Role
from referrals.models import Referral
from referrals.states import ReferralKind, Source
from tests.api.people import program_of
from tests.api.test_sight import report
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
KEY = "1"


@pytest.fixture
def worker():
    return MembershipFactory()


def child(name):
    return {"name": name, "sex": "MALE", "region": "14.01.05"}


def in_two_days():
    return timezone.now() + timedelta(hours=settings.API_ANSWERS_KEPT_HOURS, minutes=1)


def test_the_same_key_of_another_membership_logs_another_report(worker):
    elsewhere = MembershipFactory(user=worker.user)
    first = program_of(worker).tell("responses_write", key=KEY, **report(person=child("Satu Umpama")))
    second = program_of(elsewhere).tell("responses_write", key=KEY, **report(person=child("Kedua Misal")))
    assert (first["office"], second["office"]) == (worker.institution_id, elsewhere.institution_id)
    assert second["child"] == "Kedua Misal"
    assert CaseResponse.objects.count() == 2


def test_the_same_key_after_its_day_logs_another_report(worker):
    program = program_of(worker)
    program.tell("responses_write", key=KEY, **report(person=child("Satu Umpama"), reporter_phone="0811000"))
    forget_answers(at=in_two_days())
    second = program.tell("responses_write", key=KEY, **report(person=child("Kedua Misal")))
    assert (second["child"], second["reporter_phone"]) == ("Kedua Misal", "")
    assert CaseResponse.objects.count() == 2


def test_the_same_key_after_its_day_sends_another_referral(worker):
    program = program_of(worker)
    for _time in range(2):
        case = CaseFactory(worker=worker.user, office=worker.institution)
        program.tell("case_referrals_write", case.pk, key=KEY, **asking(case))
        forget_answers(at=in_two_days())
    assert Referral.objects.count() == 2


def asking(case):
    """A request for a service, which asks for no papers."""
    body = InstitutionFactory(kind=Kind.LKSA, region=case.office.region)
    MembershipFactory(institution=body, role=Role.LKSA_STAFF)
    return {
        "kind": ReferralKind.SERVICE,
        "to_institution": body.pk,
        "source": Source.FAMILY,
        "legally_responsible": "Bibi Sari Rekaan",
        "reason": "Perlu layanan (rekaan).",
        "summary": "Anak sehat (rekaan).",
        "asked_base": Base.COMMUNITY,
    }
