from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.models import Certificate
from institutions.states import Role
from tests.accreditation.factories import CertificateFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def current():
    today = timezone.localdate()
    return CertificateFactory(valid_from=today - timedelta(days=10), valid_until=today + timedelta(days=10))


def data(**changes):
    given = {"rank": "A", "number": "BALKS-9", "valid_from": "2030-01-01", "valid_until": "2034-12-31"}
    return {**given, **changes}


def test_everybody_sees_the_certificate_on_the_page_and_in_the_list(client, current):
    client.force_login(MembershipFactory(institution=InstitutionFactory(region=region("14.02"))).user)
    shown = client.get(reverse("institutions:detail", args=[current.institution_id])).content.decode()
    assert current.number in shown
    assert "10 hari lagi" in shown
    assert reverse("accreditation:certificate_edit", args=[current.pk]) not in shown
    listed = client.get(reverse("institutions:list"), {"q": current.institution.name}).content.decode()
    assert "B,\N{NO-BREAK SPACE}baik" in listed


def test_an_expired_certificate_is_marked_in_the_list(client):
    today = timezone.localdate()
    old = CertificateFactory(valid_from=today - timedelta(days=400), valid_until=today - timedelta(days=30))
    client.force_login(MembershipFactory().user)
    listed = client.get(reverse("institutions:list"), {"q": old.institution.name}).content.decode()
    assert "Tidak berlaku lagi" in listed


def test_a_keeper_records_and_corrects(client, keeper, current):
    client.force_login(keeper.user)
    home = current.institution
    response = client.post(reverse("accreditation:certificate_create", args=[home.pk]), data())
    assert response["Location"] == reverse("institutions:detail", args=[home.pk])
    edit = reverse("accreditation:certificate_edit", args=[current.pk])
    assert current.number in client.get(edit).content.decode()
    response = client.post(edit, data(number="BALKS-8"))
    assert "Masa berlaku bertumpuk dengan sertifikat lain." in response.content.decode()
    later = data(number="BALKS-8", valid_from="2036-01-01", valid_until="2037-01-01")
    assert client.post(edit, later).status_code == 302
    assert Certificate.objects.get(pk=current.pk).number == "BALKS-8"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FIELD_SOCIAL_WORKER])
def test_other_roles_are_refused(client, current, role):
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(reverse("accreditation:certificate_edit", args=[current.pk])).status_code == 403


def test_another_offices_administrator_is_refused(client, current):
    office = InstitutionFactory(region=region("14.02"))
    client.force_login(MembershipFactory(institution=office, role=Role.ADMINISTRATOR).user)
    for url in (
        reverse("accreditation:certificate_edit", args=[current.pk]),
        reverse("accreditation:certificate_create", args=[current.institution_id]),
    ):
        assert client.post(url, data()).status_code == 403
