"""design.md 3: when its share ends, an institution keeps, read-only, the services it wrote itself, nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import ServiceRecord
from cases.services.deliveries import record_service
from cases.services.shares import share_case, unshare_case
from cases.states import Base
from institutions.states import Role
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import ServiceRecordFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
URL = reverse("cases:services_kept")


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def officer():
    return MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)


def worker_of(case):
    return actor_of(case.worker.memberships.get())


@pytest.fixture
def written(case, officer):
    """A service that the Sentra recorded while it had the case, and one that the Dinas recorded."""
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    ServiceRecordFactory(case=case, description="Kunjungan Dinas (rekaan).", recorded_for=case.office)
    return record_service(
        case=case,
        by=actor_of(officer),
        provided_on=timezone.localdate(),
        component=code("COMPONENT", "FAMILY_SUPPORT"),
        base=Base.FAMILY,
        provider="Sentra Contoh",
        description="Konseling Sentra (rekaan).",
        is_emergency_aid=True,
    )


def shown(client, membership) -> list[ServiceRecord]:
    client.force_login(membership.user)
    return client.get(URL).context["rows"].rows


def test_a_service_says_for_which_institution_it_was_written(written, officer):
    assert written.recorded_for == officer.institution


def test_while_the_case_is_shared_its_services_stand_there_and_not_here(client, written, officer):
    assert shown(client, officer) == []


def test_after_the_share_the_institution_keeps_its_own_words_and_nothing_else(client, case, written, officer):
    unshare_case(case=case, institution=officer.institution, by=worker_of(case))
    assert shown(client, officer) == [written]
    page = client.get(URL).content.decode()
    assert case.number in page and "Konseling Sentra" in page
    assert case.beneficiary.name not in page and "Kunjungan Dinas" not in page
    assert reverse("cases:case", args=[case.pk]) not in page
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert client.get(reverse("cases:services", args=[case.pk])).status_code == 404
    assert client.post(URL).status_code == 405, "to read only"


def test_a_colleague_keeps_it_too_but_neither_another_institution_nor_who_has_left(client, case, written, officer):
    unshare_case(case=case, institution=officer.institution, by=worker_of(case))
    colleague = MembershipFactory(institution=officer.institution, role=Role.INTAKE_OFFICER)
    assert shown(client, colleague) == [written]
    elsewhere = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    assert shown(client, elsewhere) == []
    MembershipFactory(user=officer.user, institution=elsewhere.institution, role=Role.LKSA_STAFF)
    officer.delete()
    assert shown(client, elsewhere.user.memberships.get()) == []
    left = type(officer).objects.get(user=officer.user)
    assert shown(client, left) == []


def test_dinas_has_no_such_page(client, case):
    client.force_login(case.worker)
    assert client.get(URL).status_code == 403


def test_the_page_runs_as_many_queries_for_six_as_for_one(client, case, written, officer):
    unshare_case(case=case, institution=officer.institution, by=worker_of(case))
    shown(client, officer)
    with CaptureQueriesContext(connection) as for_one:
        client.get(URL)
    for _time in range(5):
        ServiceRecordFactory(recorded_for=officer.institution, recorded_by=officer.user)
    with CaptureQueriesContext(connection) as for_six:
        assert len(client.get(URL).context["rows"].rows) == 6
    assert len(for_six) == len(for_one) <= 20
