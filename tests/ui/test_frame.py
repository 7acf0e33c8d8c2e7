"""The frame around every page."""

import re

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.shortcuts import render
from django.template import engines
from django.urls import reverse

from atensi.navigation import ENTRIES, Frame
from institutions.states import Role
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_anonymous_page_shows_sign_in_header_and_no_navigation(client):
    html = client.get(reverse("help")).content.decode()
    assert reverse("account_login") in html
    assert '<nav class="nav"' not in html


def test_signed_in_page_shows_person_membership_and_sign_out_as_post(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    html = client.get(reverse("help")).content.decode()
    assert str(membership.user) in html
    assert str(membership.institution) in html
    assert f'<form method="post" action="{reverse("account_logout")}">' in html


def test_message_is_drawn_by_its_kind(rf):
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}
    request._messages = FallbackStorage(request)
    messages.success(request, "Layanan tercatat.")
    messages.error(request, "Gagal <mengirim>.")
    html = render(request, "help.html", {"guides": []}).content.decode()
    assert '<p class="toast">' in html
    assert '<div class="notice stop">' in html
    assert "Gagal &lt;mengirim&gt;." in html


def test_others_are_offered_and_the_acting_one_is_not(rf, monkeypatch):
    acting, other = MembershipFactory(), MembershipFactory()
    monkeypatch.setattr("atensi.navigation.url_of", lambda name: f"/{name}/")
    request = rf.get("/")
    request.memberships, request.membership = [acting, other], acting
    assert Frame(request).others == [other]


def test_navigation_has_at_most_five_entries_for_every_role():
    for role in Role:
        entries = [entry for entry in ENTRIES if role in entry.roles]
        assert 1 <= len(entries) <= 5, role


def test_navigation_marks_the_longest_address_as_current(rf, monkeypatch):
    addresses = {"home": "/", "cases:list": "/kasus/", "cases:response_create": "/kasus/catat/"}
    monkeypatch.setattr("atensi.navigation.url_of", lambda name: addresses.get(name, ""))
    request = rf.get("/kasus/catat/ulang/")
    request.membership = MembershipFactory.build(role=Role.FIELD_SOCIAL_WORKER)
    assert [link.url for link in Frame(request).nav if link.current] == ["/kasus/catat/"]


def test_navigation_shows_how_much_waits(rf, monkeypatch):
    monkeypatch.setattr("atensi.navigation.url_of", lambda name: f"/{name}/")
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {"cases:list": lambda request: 5})
    request = rf.get("/")
    request.membership, request.actor = MembershipFactory.build(role=Role.FIELD_SOCIAL_WORKER), None
    assert {link.count for link in Frame(request).nav} == {0, 5}


def test_role_without_cases_has_no_search_box(rf, monkeypatch):
    monkeypatch.setattr("atensi.navigation.url_of", lambda name: f"/{name}/")
    request = rf.get("/")
    request.membership = MembershipFactory.build(role=Role.ADMINISTRATOR)
    assert Frame(request).search_url == ""


def test_form_key_is_kept_when_the_form_comes_back(rf):
    tag = engines["django"].from_string("{% form_id %}")
    key = "6eefd9c1-892b-45c4-9727-cfcf6e04e24a"
    assert f'value="{key}"' in tag.render({}, rf.post("/", {"form_id": key}))
    assert tag.render({}, rf.get("/")) != tag.render({}, rf.get("/"))


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "atensi" / "static" / "icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    pages = [page.read_text() for page in (settings.BASE_DIR / "templates").rglob("*.html")]
    named = {name for page in pages for name in re.findall(r'(?:{% icon |icon=)"([\w-]+)"', page)}
    assert named <= drawn
    assert {entry.icon for entry in ENTRIES} <= drawn


def test_page_is_indonesian_whatever_the_phone_speaks(client):
    response = client.get(reverse("help"), headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="id">' in response.content.decode()


def test_papers_of_a_case_are_with_the_cases_where_their_room_has_no_entry(rf, monkeypatch):
    addresses = {"home": "/", "cases:list": "/kasus/", "referrals:inbox": "/rujukan/masuk/"}
    addresses["referrals:review_list"] = "/rujukan/tinjauan/"
    monkeypatch.setattr("atensi.navigation.url_of", lambda name: addresses.get(name, ""))
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    request = rf.get("/rujukan/baru/")
    current = {}
    for role in (Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR):
        request.membership = MembershipFactory.build(role=role)
        current[role] = [link.url for link in Frame(request).nav if link.current]
    assert current == {Role.FIELD_SOCIAL_WORKER: ["/kasus/"], Role.SUPERVISOR: ["/rujukan/masuk/"]}


@pytest.mark.parametrize(("path", "marked"), [("/pengasuh/kasus/7/proses/", "/kasus/"), ("/pengasuh/7/", "/lembaga/")])
def test_a_page_of_a_case_is_with_the_cases_whatever_its_room(rf, monkeypatch, path, marked):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    request = rf.get(path)
    request.membership = MembershipFactory.build(role=Role.FIELD_SOCIAL_WORKER)
    assert [link.url for link in Frame(request).nav if link.current] == [marked]
