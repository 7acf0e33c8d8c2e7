import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.models import AuditEvent
from institutions.models import Membership
from institutions.states import Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
LIST = reverse("institutions:person_list")


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def worker(admin):
    return MembershipFactory(institution=admin.institution, user__name="Pekerja Rekaan")


def url(name, person):
    return reverse(f"institutions:{name}", args=[person.pk])


def data(**changes):
    given = {
        "name": "Baru Rekaan",
        "username": "baru",
        "email": "baru@contoh.invalid",
        "phone": "",
        "role": Role.FIELD_SOCIAL_WORKER,
        "valid_from": timezone.localdate().isoformat(),
        "valid_until": "",
        "str_number": "STR-1",
        "str_valid_until": "2030-01-01",
    }
    return {**given, **changes}


def test_people_are_listed_and_shown_to_those_who_keep_their_office(client, admin, worker):
    client.force_login(admin.user)
    assert "Pekerja Rekaan" in client.get(LIST).content.decode()
    assert "Pekerja Rekaan" in client.get(url("person_detail", worker.user)).content.decode()


def test_another_offices_administrator_finds_nobody(client, worker):
    office = InstitutionFactory(region=region("14.02"))
    client.force_login(MembershipFactory(institution=office, role=Role.ADMINISTRATOR).user)
    assert "Pekerja Rekaan" not in client.get(LIST).content.decode()
    for name in ("person_detail", "person_edit", "person_deactivate"):
        assert client.get(url(name, worker.user)).status_code == 404
    for name in ("person_activate", "person_password_link"):
        assert client.post(url(name, worker.user)).status_code == 404
    assert client.get(reverse("institutions:membership_end", args=[worker.pk])).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_other_roles_see_no_list_of_people(client, admin, worker, role):
    client.force_login(MembershipFactory(institution=admin.institution, role=role).user)
    assert client.get(LIST).status_code == 403
    assert client.get(url("person_detail", worker.user)).status_code == 403


def test_a_former_administrator_is_refused(client, admin, worker):
    former = MembershipFactory(institution=admin.institution, role=Role.ADMINISTRATOR, ended=True)
    client.force_login(former.user)
    assert client.get(LIST).status_code == 403
    assert client.get(url("person_detail", worker.user)).status_code == 403


def test_roles_at_other_offices_are_not_shown(client, admin, worker):
    elsewhere = InstitutionFactory(region=region("14.02"), name="Dinas Sosial Jauh")
    MembershipFactory(user=worker.user, institution=elsewhere)
    client.force_login(admin.user)
    shown = client.get(url("person_detail", worker.user)).content.decode()
    assert "Dinas Sosial Jauh" not in shown
    assert url("person_deactivate", worker.user) not in shown
    assert client.get(url("person_deactivate", worker.user)).status_code == 403
    assert client.get(url("person_edit", worker.user)).status_code == 403


def test_list_and_page_are_recorded_with_whom_they_showed(client, admin, worker):
    client.force_login(admin.user)
    client.get(LIST, {"q": "Pekerja"})
    event = AuditEvent.objects.get(verb="person.list")
    assert (event.user_id, event.seen) == (admin.user_id, [f"user:{worker.user_id}"])
    client.get(url("person_detail", worker.user))
    assert AuditEvent.objects.get(verb="person.view").subject == f"user:{worker.user_id}"


def test_the_list_tells_apart_who_works_who_left_and_whose_account_is_closed(client, admin):
    for name, facts in (("Hadir", {}), ("Pergi", {"ended": True}), ("Tutup", {"user__is_active": False})):
        MembershipFactory(institution=admin.institution, user__name=f"{name} Umpama", **facts)
    client.force_login(admin.user)
    for status, name in (("", "Hadir"), ("selesai", "Pergi"), ("nonaktif", "Tutup")):
        rows = client.get(LIST, {"status": status, "q": "Umpama"}).context["page"].rows
        assert [row.name for row in rows] == [f"{name} Umpama"]


def test_names_do_not_stand_in_addresses_or_titles(client, admin):
    for number in range(30):
        MembershipFactory(institution=admin.institution, user__name=f"Banyak Rekaan {number:02}")
    client.force_login(admin.user)
    page = client.get(LIST)
    assert "Rekaan" not in page.context["page"].next
    assert "Rekaan" not in re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)[1]


def test_list_and_page_run_the_same_queries_whatever_their_length(client, admin, worker, django_assert_num_queries):
    client.force_login(admin.user)
    client.get(LIST)
    for _round in range(2):
        with django_assert_num_queries(9):
            client.get(LIST)
        with django_assert_num_queries(10):
            client.get(url("person_detail", worker.user))
        for _number in range(5):
            MembershipFactory(institution=admin.institution)
            home = InstitutionFactory(lksa=True)
            MembershipFactory(user=worker.user, institution=home, role=Role.LKSA_STAFF)


def test_a_new_person_gets_a_mail_sets_a_password_and_signs_in(client, admin):
    client.force_login(admin.user)
    response = client.post(reverse("institutions:person_create"), data())
    person = User.objects.get(username="baru")
    assert response["Location"] == url("person_detail", person)
    assert person.memberships.get().str_number == "STR-1"
    [letter] = mail.outbox
    assert letter.to == ["baru@contoh.invalid"]
    link = re.search(r"https?://[^/\s]+(/\S+)", letter.body)[1]
    client.logout()
    form = client.get(link, follow=True)
    chosen = {"password1": "sandi-umpama-panjang", "password2": "sandi-umpama-panjang"}
    client.post(form.request["PATH_INFO"], chosen)
    assert client.login(username="baru", password="sandi-umpama-panjang")


def test_an_account_stands_even_when_the_mail_does_not_get_out(client, admin, settings):
    settings.EMAIL_BACKEND = "tests.institutions.broken_mail.Backend"
    client.force_login(admin.user)
    response = client.post(reverse("institutions:person_create"), data(), follow=True)
    assert "Surel tidak terkirim." in response.content.decode()
    assert User.objects.filter(username="baru").exists()


def test_a_person_for_a_kept_home_and_for_no_other(client, admin):
    client.force_login(admin.user)
    create = reverse("institutions:person_create")
    home = InstitutionFactory(lksa=True)
    client.post(f"{create}?lembaga={home.pk}", data(role=Role.LKSA_STAFF))
    assert User.objects.get(username="baru").memberships.get().institution == home
    far = InstitutionFactory(lksa=True, region=region("14.02"))
    assert client.get(f"{create}?lembaga={far.pk}").status_code == 403
    assert client.get(f"{create}?lembaga=999999999").status_code == 404


def test_what_is_wrong_stands_at_its_field(client, admin, worker):
    client.force_login(admin.user)
    wrong = data(username=worker.user.username, email="bukan surel", valid_until="2001-01-01")
    errors = client.post(reverse("institutions:person_create"), wrong).context["form"].errors
    assert {"email", "valid_until"} <= errors.keys()
    errors = client.post(reverse("institutions:person_create"), data(username=worker.user.username)).context["form"]
    assert errors.errors["username"] == ["Nama pengguna ini sudah dipakai."]
    assert mail.outbox == []


def test_a_role_for_an_existing_account(client, admin):
    person = MembershipFactory(institution=InstitutionFactory(region=region("14.02"))).user
    client.force_login(admin.user)
    create = reverse("institutions:membership_create", args=[admin.institution_id])
    response = client.post(create, data(login=person.email.upper(), role=Role.SUPERVISOR))
    assert response["Location"] == url("person_detail", person)
    assert Membership.objects.filter(user=person, institution=admin.institution, role=Role.SUPERVISOR).exists()
    response = client.post(create, data(login="tidak-ada"))
    assert "login" in response.context["form"].errors


def test_closing_and_opening_an_account(client, admin, worker):
    client.force_login(admin.user)
    client.post(url("person_deactivate", worker.user), {"reason": "pensiun"})
    assert not User.objects.get(pk=worker.user_id).is_active
    assert AuditEvent.objects.get(verb="person.deactivate").reason == "pensiun"
    assert client.post(url("person_password_link", worker.user)).status_code == 409
    client.post(url("person_activate", worker.user))
    assert User.objects.get(pk=worker.user_id).is_active


def test_a_person_is_corrected_and_the_mail_sent_again(client, admin, worker):
    client.force_login(admin.user)
    corrected = {"name": "Nama Benar Rekaan", "email": "benar@contoh.invalid", "phone": "0811"}
    client.post(url("person_edit", worker.user), corrected)
    client.post(url("person_password_link", worker.user))
    assert [letter.to for letter in mail.outbox] == [["benar@contoh.invalid"]]
    User.objects.filter(pk=worker.user_id).update(last_login=timezone.now())
    client.post(url("person_edit", worker.user), {**corrected, "email": "lain@contoh.invalid"})
    assert User.objects.get(pk=worker.user_id).email == "benar@contoh.invalid"


def test_ending_a_role(client, admin, worker):
    client.force_login(admin.user)
    end = reverse("institutions:membership_end", args=[worker.pk])
    assert client.get(end).status_code == 200
    client.post(end, {"last_day": timezone.localdate().isoformat(), "reason": "pindah tugas"})
    assert not Membership.objects.get(pk=worker.pk).is_current()
    response = client.post(end, {"last_day": timezone.localdate().isoformat(), "reason": "lagi"})
    assert "Keanggotaan ini sudah berakhir." in response.content.decode()
