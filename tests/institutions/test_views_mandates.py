import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from institutions.models import Mandate
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, region
from tests.institutions.test_mandates import in_days

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("institutions:mandate_list"), reverse("institutions:mandate_create")


@pytest.fixture
def decider():
    return MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, user__name="Ibu Pejabat Rekaan")


@pytest.fixture
def worker(decider):
    return MembershipFactory(institution=decider.institution, user__name="Pekerja Rekaan")


@pytest.fixture
def admin(decider):
    return MembershipFactory(institution=decider.institution, role=Role.ADMINISTRATOR)


def end_url(mandate):
    return reverse("institutions:mandate_end", args=[mandate.pk])


def data(grantor, deputy, **changes):
    given = {
        "grantor": grantor.pk,
        "deputy": deputy.user_id,
        "valid_from": timezone.localdate().isoformat(),
        "valid_until": in_days(9).isoformat(),
        "number": "800/12",
        "basis": "Cuti tahunan (rekaan)",
    }
    return {**given, **changes}


def text(response):
    return response.content.decode()


def test_decider_lends_their_office_to_a_colleague(client, decider, worker):
    client.force_login(decider.user)
    page = text(client.get(NEW))
    assert "Pekerja Rekaan, Sakti Peksos" in page
    assert page.count("Ibu Pejabat Rekaan, Pejabat pemutus") == 1, "one's own office, and oneself as no deputy"
    seen = AuditEvent.objects.get(verb="institution.members")
    assert (seen.subject, seen.user_id) == (f"institution:{decider.institution_id}", decider.user_id)
    assert client.post(NEW, data(decider, worker))["Location"] == LIST
    mandate = Mandate.objects.get()
    assert (mandate.grantor, mandate.deputy, mandate.granted_by) == (decider, worker.user, decider.user)
    assert "800/12" in text(client.get(LIST))


def test_administrator_chooses_whose_office_is_lent(client, admin, decider, worker):
    supervisor = MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR)
    client.force_login(admin.user)
    page = text(client.get(NEW))
    assert f"{supervisor.user}, Penyelia" in page
    client.post(NEW, data(supervisor, worker))
    assert Mandate.objects.get().grantor == supervisor


def test_administrator_of_a_province_does_it_for_a_regency_they_keep(client, decider, worker):
    province = InstitutionFactory(provincial=True)
    client.force_login(MembershipFactory(institution=province, role=Role.ADMINISTRATOR).user)
    client.post(f"{NEW}?lembaga={decider.institution_id}", data(decider, worker))
    assert Mandate.objects.get().grantor == decider


def test_nobody_lends_an_office_elsewhere(client, decider, worker):
    other = InstitutionFactory(region=region("14.02"))
    client.force_login(MembershipFactory(institution=other, role=Role.ADMINISTRATOR).user)
    address = f"{NEW}?lembaga={decider.institution_id}"
    assert client.get(address).status_code == 403
    assert client.post(address, data(decider, worker)).status_code == 403
    client.force_login(MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR).user)
    assert client.post(NEW, data(decider, worker)).status_code == 422, "somebody else's office is no choice"
    assert not Mandate.objects.exists()


def test_deputy_is_offered_no_mandate_to_give(client, decider, worker):
    MandateFactory(grantor=decider, deputy=worker.user)
    client.force_login(worker.user)
    assert client.get(NEW).status_code == 403
    client.post(reverse("institutions:switch_membership"), {"membership": decider.pk})
    assert client.get(NEW).status_code == 403
    assert "Beri mandat" not in text(client.get(LIST))


def test_what_the_rules_refuse_is_said_at_the_field(client, decider, worker):
    client.force_login(decider.user)
    response = client.post(NEW, data(decider, worker, valid_until=in_days(40).isoformat()))
    assert response.status_code == 422
    assert "Mandat paling lama 30 hari." in text(response)
    stranger = MembershipFactory()
    assert client.post(NEW, data(decider, stranger)).status_code == 422
    assert not Mandate.objects.exists()


def test_office_without_anybody_to_stand_in_says_so(client, decider):
    client.force_login(decider.user)
    assert "Belum ada calon pengganti" in text(client.get(NEW))


def test_office_without_an_office_to_lend_says_so(client):
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    client.force_login(admin.user)
    assert "Tidak ada yang dapat memberi mandat" in text(client.get(NEW))


@pytest.mark.parametrize("who", ["decider", "worker", "admin"])
def test_parties_and_administrator_see_and_end_a_mandate(client, decider, worker, admin, who):
    mandate = MandateFactory(grantor=decider, deputy=worker.user)
    client.force_login({"decider": decider, "worker": worker, "admin": admin}[who].user)
    assert mandate.number in text(client.get(LIST))
    assert client.get(end_url(mandate)).status_code == 200
    assert client.post(end_url(mandate), {"reason": ""}).status_code == 422
    assert client.post(end_url(mandate), {"reason": "Kembali bertugas (rekaan)"})["Location"] == LIST
    mandate.refresh_from_db()
    assert mandate.ended_at
    page = text(client.get(LIST))
    assert "Diakhiri" in page
    assert end_url(mandate) not in page


def test_others_find_no_mandate(client, decider, worker):
    mandate = MandateFactory(grantor=decider, deputy=worker.user)
    client.force_login(MembershipFactory(institution=decider.institution, role=Role.SUPERVISOR).user)
    assert mandate.number not in text(client.get(LIST))
    assert client.get(end_url(mandate)).status_code == 404


def test_seeing_mandates_is_recorded(client, decider, worker):
    mandate = MandateFactory(grantor=decider, deputy=worker.user)
    client.force_login(decider.user)
    client.get(LIST)
    assert AuditEvent.objects.get(verb="mandate.list").seen == [f"mandate:{mandate.pk}"]


def test_list_takes_the_same_queries_whatever_its_length(client, decider, worker, django_assert_num_queries):
    client.force_login(decider.user)
    MandateFactory(grantor=decider, deputy=worker.user)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _number in range(5):
        MandateFactory(grantor=decider)
    with django_assert_num_queries(len(one)):
        assert "6 mandat" in text(client.get(LIST))


def test_menu_leads_to_mandates_those_whom_they_concern(client, decider, worker, admin):
    for one, shown in ((decider, True), (admin, True), (worker, False)):
        client.force_login(one.user)
        assert (f'href="{LIST}"' in text(client.get(reverse("help")))) is shown
    MandateFactory(grantor=decider, deputy=worker.user)
    client.force_login(worker.user)
    assert f'href="{LIST}"' in text(client.get(reverse("help")))
