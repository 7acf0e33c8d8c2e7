"""The frame around every page."""

import pytest
from django.urls import reverse

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
