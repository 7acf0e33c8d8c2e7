"""What is known of a child is completed on the page of its case."""

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from institutions.states import Role
from tests.cases.intake import DISTRICT, NIK, case_of, logged, person, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db


def address(case):
    return reverse("cases:beneficiary_edit", args=[case.pk])


def typed(**changes):
    region(DISTRICT)
    return {"name": "Raka Umpama", "sex": "MALE", "born_2": "2016", "region": DISTRICT} | changes


@pytest.fixture
def worker():
    return worker_at()


@pytest.fixture
def case(worker):
    return case_of(worker, child__name="", child__birth_date=None, child__birth_precision="UNKNOWN")


def test_an_unknown_child_gets_a_name(client, worker, case):
    client.force_login(worker.user)
    assert client.get(address(case)).status_code == 200
    page = client.post(address(case), typed(nik=NIK, faith="ISLAM"), follow=True)
    assert page.status_code == 200
    assert "Jenis kelamin di NIK berbunyi perempuan" in page.content.decode()
    child = case.beneficiary
    child.refresh_from_db()
    assert (child.name, child.birth_date.year, child.birth_precision) == ("Raka Umpama", 2016, "YEAR")
    assert (child.nik, child.faith) == (NIK, "ISLAM")


def test_what_is_known_stands_in_the_form(client, worker):
    case = logged(worker, person=person(nik=NIK, name="Sari Rekaan")).case
    client.force_login(worker.user)
    text = client.get(address(case)).content.decode()
    assert "Sari Rekaan" in text
    assert NIK in text
    client.post(address(case), typed(name="Sari Rekaan", nik=NIK, sex="FEMALE"))
    case.beneficiary.refresh_from_db()
    assert case.beneficiary.nik == NIK


def test_a_nik_held_elsewhere_may_be_left_out(client, worker, case):
    holder = logged(worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh")), person=person(nik=NIK))
    client.force_login(worker.user)
    page = client.post(address(case), typed(nik=NIK))
    assert page.status_code == 422
    assert "NIK ini tercatat di Dinas Sosial Contoh Jauh" in page.content.decode()
    assert AuditEvent.objects.get(verb="duplicate.outside").subject == f"beneficiary:{holder.beneficiary_id}"
    assert client.post(address(case), typed(nik=NIK, without_nik="1")).status_code == 302
    case.beneficiary.refresh_from_db()
    assert case.beneficiary.no_nik_reason == "HELD_ELSEWHERE"


def test_a_nik_in_sight_or_of_wrong_shape_is_refused(client, worker, case):
    logged(worker, person=person(nik=NIK))
    client.force_login(worker.user)
    for nik in (NIK, "123"):
        page = client.post(address(case), typed(nik=nik))
        assert (page.status_code, set(page.context["form"].errors)) == (422, {"nik"})


def test_only_those_who_work_on_the_case_open_the_form(client, worker, case):
    office = worker.institution
    sentra = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    assign_perm("view_case", sentra.institution.group, case)
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)
    expected = [(worker, 200), (supervisor_at(office), 200), (decider, 403), (sentra, 403), (worker_at(office), 404)]
    for membership, status in expected:
        client.force_login(membership.user)
        assert client.get(address(case)).status_code == status
        if status != 200:
            assert client.post(address(case), typed()).status_code == status
