from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from institutions.models import Institution
from institutions.states import Kind, Role
from tests.accreditation.factories import CertificateFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
LIST = reverse("institutions:list")


def page_of(institution):
    return reverse("institutions:detail", args=[institution.pk])


def edit_of(institution):
    return reverse("institutions:edit", args=[institution.pk])


@pytest.fixture
def office():
    return InstitutionFactory(name="Dinas Sosial Contoh")


@pytest.fixture
def home(office):
    return InstitutionFactory(lksa=True, name="LKSA Umpama", former_names=["Panti Kenangan"])


@pytest.fixture
def staff(home):
    return MembershipFactory(institution=home, role=Role.LKSA_STAFF, user__name="Petugas Rahasia Rekaan")


@pytest.fixture
def viewers(office, home, staff):
    """Who looks: everyone may see the institution, only `keeper` the people in it."""
    elsewhere = InstitutionFactory(region=region("14.02"))
    return {
        "member": MembershipFactory(institution=home, role=Role.LKSA_STAFF).user,
        "keeper": MembershipFactory(institution=office, role=Role.ADMINISTRATOR).user,
        "worker": MembershipFactory(institution=office).user,
        "outsider": MembershipFactory(institution=elsewhere).user,
        "other administrator": MembershipFactory(institution=elsewhere, role=Role.ADMINISTRATOR).user,
        "former administrator": MembershipFactory(institution=office, role=Role.ADMINISTRATOR, ended=True).user,
    }


WHO = ["member", "keeper", "worker", "outsider", "other administrator", "former administrator"]


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("who", WHO)
def test_list_and_page_are_for_every_signed_in_person_but_people_for_keepers_only(client, viewers, home, who):
    client = signed_in(client, viewers[who])
    listed = client.get(LIST, {"q": "Umpama"}).content.decode()
    assert page_of(home) in listed
    assert "Petugas Rahasia" not in listed
    shown = client.get(page_of(home)).content.decode()
    assert "LKSA Umpama" in shown
    assert ("Petugas Rahasia" in shown) == (who == "keeper")
    assert (edit_of(home) in shown) == (who == "keeper")


@pytest.mark.parametrize("who", WHO)
def test_only_keepers_open_the_edit_form(client, viewers, home, who):
    assert signed_in(client, viewers[who]).get(edit_of(home)).status_code == (200 if who == "keeper" else 403)


def test_nobody_sees_anything_without_signing_in(client, home):
    for url in (LIST, page_of(home)):
        response = client.get(url)
        assert (response.status_code, response["Location"].startswith(reverse("account_login"))) == (302, True)


def test_seeing_the_people_is_recorded_and_seeing_the_institution_is_not(client, viewers, home, staff):
    signed_in(client, viewers["worker"]).get(page_of(home))
    assert not AuditEvent.objects.filter(verb="institution.members").exists()
    signed_in(client, viewers["keeper"]).get(page_of(home))
    event = AuditEvent.objects.get(verb="institution.members")
    assert event.subject == f"institution:{home.pk}"
    assert f"membership:{staff.pk}" in event.seen
    assert len(event.seen) == 2


def test_search_finds_former_names_kinds_regions_and_inactive_ones(client, viewers, home, office):
    client = signed_in(client, viewers["worker"])
    InstitutionFactory(lksa=True, name="LKSA Tutup", is_active=False)

    def found(**query):
        return client.get(LIST, query).content.decode()

    assert "LKSA Umpama" in found(q="kenangan panti")
    assert "LKSA Umpama" not in found(q="tidak ada")
    assert "LKSA Umpama" in found(jenis=Kind.LKSA, wilayah="14.01")
    assert "LKSA Umpama" not in found(jenis=Kind.LKS)
    assert "LKSA Umpama" not in found(wilayah="14.02")
    assert "LKSA Umpama" in found(wilayah="14")
    assert "LKSA Tutup" not in found(q="LKSA")
    assert "LKSA Tutup" in found(status="nonaktif")
    assert "LKSA Umpama" in found(wilayah="bukan wilayah", jenis="bukan jenis", q="Umpama")


def test_pages_walk_by_key_there_and_back(client, viewers):
    for number in range(60):
        InstitutionFactory(name=f"Halaman {number:02}", kind=Kind.LKS)
    InstitutionFactory(name="Halaman 24", kind=Kind.LKS, region=region("14.02"))  # the same name on the border
    client = signed_in(client, viewers["worker"])

    def names(url):
        page = client.get(url).context["page"]
        return [row.name for row in page.rows], page

    first, page = names(f"{LIST}?q=Halaman")
    assert (len(first), page.previous, page.total) == (25, "", 61)
    second, page = names(LIST + page.next)
    third, last = names(LIST + page.next)
    assert [*first, *second, *third] == sorted(["Halaman 24", *(f"Halaman {n:02}" for n in range(60))])
    assert last.next == ""
    back, page = names(LIST + last.previous)
    assert back == second
    again, page = names(LIST + page.previous)
    assert (again, page.previous) == (first, "")
    assert names(f"{LIST}?q=Halaman&sesudah=bukan-kunci")[0] == first


def test_the_list_runs_the_same_queries_whatever_its_length(client, viewers, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    InstitutionFactory(lksa=True)
    client = signed_in(client, viewers["worker"])
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
    for _number in range(30):
        InstitutionFactory(lksa=True)
    with django_assert_num_queries(8):
        client.get(LIST)


def test_the_page_runs_the_same_queries_whatever_it_holds(client, viewers, home, django_assert_max_num_queries):
    client = signed_in(client, viewers["keeper"])
    client.get(page_of(home))
    with django_assert_max_num_queries(30) as before:
        client.get(page_of(home))
    for _number in range(5):
        MembershipFactory(institution=home, role=Role.LKSA_STAFF)
        CertificateFactory(institution=home)
        home.coverage.add(region(f"14.0{_number + 1}"))
    with django_assert_max_num_queries(30) as after:
        client.get(page_of(home))
    assert len(after) == len(before)


def form_data(**changes):
    data = {
        "kind": Kind.LKSA,
        "name": "LKSA Baru",
        "region": "14.01",
        "address": "",
        "phone": "",
        "email": "",
        "target_groups": ["CHILDREN"],
        "faith": "",
        "places": "12",
        "licence_number": "IZIN-9",
        "licence_valid_from": "2026-01-01",
        "licence_valid_until": "2029-01-01",
    }
    return {**data, **changes}


def test_a_keeper_registers_and_changes_an_institution(client, viewers):
    client = signed_in(client, viewers["keeper"])
    client.post(reverse("institutions:create"), form_data())
    made = Institution.objects.get(name="LKSA Baru")
    assert (made.places, made.region_id, made.target_groups) == (12, "14.01", ["CHILDREN"])
    seen_at = client.get(edit_of(made)).context["form"]["seen_at"].value()
    changed = form_data(name="LKSA Berganti", is_active="on", former_names="", seen_at=seen_at, coverage=["14.01"])
    response = client.post(edit_of(made), changed)
    assert response["Location"] == page_of(made)
    made.refresh_from_db()
    assert (made.name, made.former_names, made.kind) == ("LKSA Berganti", ["LKSA Baru"], Kind.LKSA)
    assert list(made.coverage.values_list("pk", flat=True)) == ["14.01"]


def test_what_a_service_refuses_stands_at_its_field(client, viewers):
    client = signed_in(client, viewers["keeper"])
    response = client.post(reverse("institutions:create"), form_data(kind=Kind.LKS))
    assert "Lembaga jenis ini tidak mengasuh di asrama." in response.context["form"].errors["places"]
    response = client.post(reverse("institutions:create"), form_data(region="14.02"))
    assert "region" in response.context["form"].errors
    assert not Institution.objects.filter(name="LKSA Baru").exists()


def test_a_stale_form_shows_both_versions_and_saves_the_second_time(client, viewers, home):
    client = signed_in(client, viewers["keeper"])
    seen_at = client.get(edit_of(home)).context["form"]["seen_at"].value()
    Institution.objects.get(pk=home.pk).save()  # somebody else saved meanwhile
    data = form_data(name="LKSA Umpama", phone="0761-22", is_active="on", former_names="", seen_at=seen_at)
    response = client.post(edit_of(home), data)
    assert response.status_code == 200
    assert ("Telepon", "0761-22", "kosong", "phone") in [one[:4] for one in response.context["differences"]]
    data["seen_at"] = response.context["form"]["seen_at"].value()
    assert client.post(edit_of(home), data)["Location"] == page_of(home)
    assert Institution.objects.get(pk=home.pk).phone == "0761-22"


def test_an_expired_licence_is_said_aloud(client, viewers, home):
    Institution.objects.filter(pk=home.pk).update(licence_valid_until=timezone.localdate() - timedelta(days=3))
    shown = signed_in(client, viewers["worker"]).get(page_of(home)).content.decode()
    assert "Izin operasional tidak berlaku." in shown
    assert "Lewat 3 hari" in shown


def test_a_home_administrator_registers_nothing(client):
    admin = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.ADMINISTRATOR)
    assert signed_in(client, admin.user).get(reverse("institutions:create")).status_code == 403
