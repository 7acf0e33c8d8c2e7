import pytest
from allauth.account import app_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from atensi.accounts.invitations import send_password_link
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
NEXT = reverse("institutions:list")
PASSWORD = "sandi-umpama-panjang"


@pytest.fixture
def user():
    cache.clear()
    person = UserFactory()
    person.set_password(PASSWORD)
    person.save()
    return person


def attempt(client, user, password):
    return client.post(LOGIN, {"login": user.username, "password": password, "next": NEXT})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_signs_in_by_name_or_email(client, user):
    attempt(client, user, PASSWORD)
    assert is_signed_in(client)
    client.logout()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": NEXT})
    assert is_signed_in(client)


def test_after_five_wrong_passwords_even_the_right_one_waits(client, user):
    for _number in range(5):
        assert "tidak cocok" in attempt(client, user, "salah").content.decode()
    response = attempt(client, user, PASSWORD)
    assert "Terlalu banyak percobaan masuk." in response.content.decode()
    assert not is_signed_in(client)


def test_the_count_is_kept_in_redis_and_held_against_the_name_not_the_browser(client, user):
    for _number in range(5):
        attempt(client, user, "salah")
    other = Client()
    assert "Terlalu banyak percobaan masuk." in attempt(other, user, PASSWORD).content.decode()
    cache.clear()
    attempt(other, user, PASSWORD)
    assert is_signed_in(other)


def test_the_limits_are_ours_and_not_left_to_a_default():
    limits = app_settings.RATE_LIMITS
    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    assert limits["reset_password"] == "20/m/ip,5/m/key"


def test_a_closed_account_gets_no_password_mail(rf, user, mailoutbox):
    user.is_active = False
    user.save()
    assert send_password_link(rf.get("/"), user) is False
    assert mailoutbox == []
