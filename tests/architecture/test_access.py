"""design.md 3, default deny: every URL has a name, every name a line in the access table, every line a URL."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from atensi.access import ACCESS, PUBLIC, SIGNED_IN, may_open
from institutions.states import Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import MembershipFactory

# Named before it is there: signing in leads to it.
COMING = {"home"} - {name for name in get_resolver().reverse_dict if isinstance(name, str)}
SAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": UUID(int=1), "path": "x"}


def patterns(resolver=None, namespace: str = "") -> list[tuple[str | None, URLPattern]]:
    """(full name, pattern) of every URL."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            found.append((f"{namespace}{entry.name}" if entry.name else None, entry))
    return found


def address(name: str) -> str:
    """A URL of `name`, with arguments made up."""
    for full, pattern in patterns():
        if full == name:
            made_up = {
                key: SAMPLES.get(type(converter).__name__.removesuffix("Converter").lower(), "x")
                for key, converter in pattern.pattern.converters.items()
            }
            try:
                return reverse(name, kwargs=made_up)
            except NoReverseMatch:
                return reverse(name, kwargs=dict.fromkeys(pattern.pattern.regex.groupindex, "x"))
    raise AssertionError(name)


NAMES = sorted({name for name, _pattern in patterns() if name})


def test_every_url_has_a_name():
    assert [str(pattern.pattern) for name, pattern in patterns() if name is None] == []


def test_every_url_has_a_line():
    assert [name for name in NAMES if name not in ACCESS] == []


def test_every_line_has_a_url():
    assert sorted(set(ACCESS) - set(NAMES) - COMING) == []


def test_a_line_is_public_signed_in_or_a_set_of_roles():
    for name, allowed in ACCESS.items():
        assert allowed in (PUBLIC, SIGNED_IN) or (allowed and set(allowed) <= set(Role)), name


@pytest.mark.parametrize("allowed", [None, SIGNED_IN, frozenset({Role.SUPERVISOR})])
def test_a_stranger_may_open_only_what_is_public(monkeypatch, allowed):
    monkeypatch.setitem(ACCESS, "sample", allowed)

    assert not may_open("sample", "", signed_in=False)


def test_a_url_without_a_line_is_closed_to_everyone():
    assert not any(may_open("no-line", role, signed_in=True) for role in [*Role, ""])


def test_roles_open_what_names_them(monkeypatch):
    monkeypatch.setitem(ACCESS, "sample", frozenset({Role.SUPERVISOR}))

    assert may_open("sample", Role.SUPERVISOR, signed_in=True)
    assert not may_open("sample", Role.LKSA_STAFF, signed_in=True)
    assert not may_open("sample", "", signed_in=True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ACCESS.get(name) != PUBLIC])
def test_a_stranger_is_sent_to_sign_in(client, name):
    for method in (client.get, client.post):
        response = method(address(name))

        if name.startswith("api:"):  # a program is told, not sent to a page
            assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer"), name
            continue
        assert response.status_code in (302, 405), (name, response.status_code)
        if response.status_code == 302:
            assert response.headers["Location"].startswith(reverse("account_login")), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if ACCESS.get(name) not in (PUBLIC, SIGNED_IN)])
def test_a_person_without_a_fitting_role_is_refused(client, name):
    others = [role for role in Role if role not in ACCESS[name]]
    people = [UserFactory(), *(MembershipFactory(role=role).user for role in others[:1])]

    for user in people:
        client.force_login(user)
        assert client.get(address(name)).status_code == 403, name
        assert client.post(address(name)).status_code == 403, name
