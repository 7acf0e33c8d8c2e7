"""The page of a person's tokens: made after proving who one is, shown once, taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from atensi.tokens.models import ApiToken
from atensi.tokens.services import make_token, revoke_token
from tests.cases.rules import refused
from tests.institutions.factories import MandateFactory, MembershipFactory, actor_of, deputy_of

pytestmark = pytest.mark.django_db
ADDRESS = "tokens:list"


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def signed_in(member) -> Client:
    """Somebody who has just typed their password."""
    member.user.set_password("contoh-atensi-2026")
    member.user.save()
    client = Client()
    client.force_login(member.user)
    client.post(reverse("account_reauthenticate"), {"password": "contoh-atensi-2026"})
    return client


def test_a_token_is_shown_once_and_kept_as_a_hash(member, signed_in):
    page = signed_in.post(reverse(ADDRESS), {"name": "Aplikasi desa (rekaan)", "days": "30"})
    token = ApiToken.objects.get()
    secret = page.context["secret"]
    assert secret.startswith("atensi_") and secret in page.content.decode()
    assert (token.membership, token.user) == (member, member.user)
    assert secret not in (token.digest, token.token_key)
    assert secret not in signed_in.get(reverse(ADDRESS)).content.decode()
    told = Client().get(reverse("api:me"), headers={"Authorization": f"Bearer {secret}"}).json()
    assert told["person"]["id"] == member.user_id
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_the_page_asks_for_the_password_again(member):
    member.user.set_password("contoh-atensi-2026")
    member.user.save()
    client = Client()
    client.force_login(member.user)
    for answer in (client.get(reverse(ADDRESS)), client.post(reverse(ADDRESS), {"name": "x", "days": "1"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


@pytest.mark.rule("token_lives_too_long")
@pytest.mark.parametrize("days", [0, 366])
def test_a_token_does_not_live_for_ever(member, days, signed_in):
    with refused("token_lives_too_long"):
        make_token(name="Rekaan", days=days, by=actor_of(member))
    assert signed_in.post(reverse(ADDRESS), {"name": "x", "days": str(days)}).status_code == 422


def test_a_revoked_token_is_gone_and_told_in_the_trail(member, signed_in):
    token, _secret = make_token(name="Rekaan", days=30, by=actor_of(member))
    assert signed_in.post(reverse("tokens:revoke", args=[token.pk])).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
    verbs = AuditEvent.objects.filter(subject=f"apitoken:{token.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["apitoken.make", "apitoken.revoke"]
    assert "Rekaan" not in signed_in.get(reverse(ADDRESS)).content.decode()


def test_anothers_token_is_not_found_and_not_revoked(member, signed_in):
    other = MembershipFactory()
    token, _secret = make_token(name="Rekaan", days=30, by=actor_of(other))
    assert signed_in.post(reverse("tokens:revoke", args=[token.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        revoke_token(token=token, by=actor_of(member))


def test_a_mandate_and_no_membership_make_no_token():
    with pytest.raises(NotAllowed):
        make_token(name="Rekaan", days=30, by=deputy_of(MandateFactory()))
