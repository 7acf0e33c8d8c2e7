from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accreditation.models import Certificate
from accreditation.services import add_certificate, update_certificate
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def home(admin):
    return InstitutionFactory(lksa=True)


def add(admin, home, number="BALKS-1", start=date(2024, 1, 1), end=date(2026, 12, 31), rank="B"):
    return add_certificate(
        institution=home, rank=rank, number=number, valid_from=start, valid_until=end, by=actor_of(admin)
    )


def texts(caught) -> list[str]:
    return [str(problem.text) for problem in caught.value.problems]


def test_validity_is_what_the_certificate_says_whatever_the_rank(admin, home):
    certificate = add(admin, home, rank="A", end=date(2025, 1, 31))
    assert list(Certificate.objects.valid_on(date(2025, 1, 31))) == [certificate]
    assert not Certificate.objects.valid_on(date(2025, 2, 1)).exists()
    assert AuditEvent.objects.filter(verb="certificate.add", subject=f"certificate:{certificate.pk}").exists()


def test_two_certificates_of_one_institution_do_not_share_a_day(admin, home):
    first = add(admin, home)
    with pytest.raises(RuleViolation) as caught:
        add(admin, home, number="BALKS-2", start=date(2026, 12, 31), end=date(2028, 1, 1))
    assert texts(caught) == ["Masa berlaku bertumpuk dengan sertifikat lain."]
    second = add(admin, home, number="BALKS-2", start=date(2027, 1, 1), end=date(2028, 1, 1))
    with pytest.raises(RuleViolation):
        update_certificate(
            certificate=second,
            rank="B",
            number="BALKS-2",
            valid_from=first.valid_until,
            valid_until=second.valid_until,
            by=actor_of(admin),
        )


def test_the_database_refuses_the_overlap_too(admin, home):
    add(admin, home)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            institution=home, rank="C", number="X", valid_from=date(2025, 1, 1), valid_until=date(2025, 2, 1)
        )


def test_another_institution_may_have_the_same_days_but_not_the_same_number(admin, home):
    add(admin, home)
    other = InstitutionFactory(lksa=True)
    with pytest.raises(RuleViolation) as caught:
        add(admin, other)
    assert texts(caught) == ["Nomor ini sudah dipakai."]
    add(admin, other, number="BALKS-2")


def test_an_end_before_the_start_is_refused_in_words(admin, home):
    with pytest.raises(RuleViolation) as caught:
        add(admin, home, end=date(2023, 1, 1))
    assert texts(caught) == ["Sertifikat berakhir sebelum mulai berlaku."]


def test_a_correction_keeps_the_row(admin, home):
    certificate = add(admin, home)
    update_certificate(
        certificate=certificate,
        rank="A",
        number="BALKS-1A",
        valid_from=certificate.valid_from,
        valid_until=date(2028, 12, 31),
        by=actor_of(admin),
    )
    certificate.refresh_from_db()
    assert (certificate.rank, certificate.number, Certificate.objects.count()) == ("A", "BALKS-1A", 1)


def test_only_keepers_record_certificates(home):
    for membership in (
        MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.ADMINISTRATOR),
        MembershipFactory(role=Role.SUPERVISOR),
        MembershipFactory(institution=home, role=Role.LKSA_STAFF),
    ):
        with pytest.raises(NotAllowed):
            add(membership, home)
