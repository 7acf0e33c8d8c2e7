"""Signing in, passwords and the second factor: allauth's views on our pages, in our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "kata sandi contoh 9"


@pytest.fixture
def user():
    person = UserFactory()
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in(client, user):
    """A client that has just given its password twice, so that no page asks for it again."""
    answer = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def text_of(response) -> str:
    html = re.sub(r"<(script|style|template|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Setiap anak punya jalan pulang."),
        ("account_signup", "Pendaftaran tidak dibuka"),
        ("account_inactive", "Akun tidak aktif"),
        ("account_reset_password", "Lupa kata sandi"),
        ("account_reset_password_done", "Periksa surel Anda"),
        ("account_reset_password_from_key_done", "Kata sandi sudah diganti"),
    ],
)
def test_page_opens_without_signing_in(client, name, words):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert words in text_of(response)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_logout", "Keluar dari ATENSI di perangkat ini?"),
        ("account_change_password", "Kata sandi sekarang"),
        ("account_reauthenticate", "Pastikan ini Anda"),
        ("mfa_index", "Pasang aplikasi kode"),
        ("mfa_activate_totp", "Pindai gambar ini"),
        ("mfa_list_webauthn", "Belum ada kunci sandi"),
        ("mfa_add_webauthn", "Nama kunci"),
    ],
)
def test_page_opens_after_signing_in(signed_in, name, words):
    response = signed_in.get(reverse(name))
    assert response.status_code == 200
    assert words in text_of(response)


def test_nobody_signs_up(client):
    fields = {"username": "baru", "email": "baru@contoh.invalid", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(reverse("account_signup"), fields)
    assert "Pendaftaran tidak dibuka" in text_of(response)
    assert not type(UserFactory.build()).objects.filter(username="baru").exists()


def test_wrong_password_is_said_in_our_words_and_in_the_title(client, user):
    response = client.post(reverse("account_login"), {"login": user.username, "password": "keliru"})
    assert "tidak cocok" in text_of(response)
    assert "<title>Galat: Masuk" in response.content.decode()


def test_sign_in_is_limited_in_rate_and_the_page_is_ours(client, user):
    answers = [
        client.post(reverse("account_login"), {"login": user.username, "password": f"keliru{n}"}) for n in range(40)
    ]
    refused = [
        answer for answer in answers if answer.status_code == 429 or "Terlalu banyak percobaan" in text_of(answer)
    ]
    assert refused
    assert "Terlalu banyak percobaan" in text_of(refused[-1])


def test_signing_in_by_address_works_as_by_name(client, user):
    assert client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302


def test_sign_out_needs_a_post(signed_in):
    signed_in.get(reverse("account_logout"))
    assert "_auth_user_id" in signed_in.session
    signed_in.post(reverse("account_logout"))
    assert "_auth_user_id" not in signed_in.session


def test_forgotten_password_is_replaced_by_the_link_in_the_mail(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = mail.outbox[-1]
    assert letter.subject == "[ATENSI] Kata sandi baru"
    link = re.search(r"http://[^/]+(/\S+)", letter.body)[1]
    page = client.get(link, follow=True)
    assert "Buat kata sandi baru" in text_of(page)
    fields = {"password1": "kalimat lain 27", "password2": "kalimat lain 27"}
    done = client.post(page.redirect_chain[-1][0], fields, follow=True)
    assert "Kata sandi sudah diganti" in text_of(done)
    assert mail.outbox[-1].subject == "[ATENSI] Kata sandi diganti"
    user.refresh_from_db()
    assert user.check_password("kalimat lain 27")


def test_unknown_address_gets_the_same_page_and_names_no_account(client):
    answer = client.post(reverse("account_reset_password"), {"email": "tidak@contoh.invalid"}, follow=True)
    assert "Periksa surel Anda" in text_of(answer)


def test_used_up_link_offers_a_new_one(client):
    url = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "abc-def"})
    assert "Minta tautan baru" in text_of(client.get(url))


def test_changing_the_password_says_so(signed_in, user):
    fields = {"oldpassword": PASSWORD, "password1": "kalimat lain 27", "password2": "kalimat lain 27"}
    response = signed_in.post(reverse("account_change_password"), fields)
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password("kalimat lain 27")


def test_second_factor_is_set_up_used_and_taken_off(signed_in, user, client):
    page = signed_in.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    wrong = signed_in.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Kode tidak cocok" in text_of(wrong)
    signed_in.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    codes = signed_in.get(reverse("mfa_view_recovery_codes"))
    assert "10 dari 10 kode belum terpakai" in text_of(codes)
    assert signed_in.get(reverse("mfa_download_recovery_codes")).status_code == 200
    assert "Lihat kode" in text_of(signed_in.get(reverse("mfa_index")))
    assert "tidak berlaku lagi" in text_of(signed_in.get(reverse("mfa_generate_recovery_codes")))
    assert "Kode" in text_of(signed_in.get(reverse("mfa_reauthenticate")))
    assert "Lepas aplikasi kode" in text_of(signed_in.get(reverse("mfa_deactivate_totp")))
    signed_in.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user, type="totp").exists()


def test_sign_in_asks_the_code_once_the_factor_is_set(client, user):
    TOTP.activate(user, generate_totp_secret())
    codes = RecoveryCodes.activate(user).get_unused_codes()
    page = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert "Masuk dua langkah" in text_of(page)
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_pages_about_a_key_open(signed_in, user, monkeypatch):
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.begin_authentication", lambda person: {"challenge": "x"})
    data = {"name": "Ponsel contoh", "credential": {}}
    key = Authenticator.objects.create(user=user, type="webauthn", data=data)
    assert "Ponsel contoh" in text_of(signed_in.get(reverse("mfa_list_webauthn")))
    assert "Ubah nama kunci" in text_of(signed_in.get(reverse("mfa_edit_webauthn", args=[key.pk])))
    assert "Ponsel contoh" in text_of(signed_in.get(reverse("mfa_remove_webauthn", args=[key.pk])))
    assert "Pakai kunci sandi" in text_of(signed_in.get(reverse("mfa_reauthenticate_webauthn")))


def test_addresses_wait_for_no_confirmation(signed_in, user):
    EmailAddress.objects.create(user=user, email=user.email, verified=False)
    assert signed_in.get(reverse("mfa_activate_totp")).status_code == 200
