"""What every answer says to the browser about safety."""

import pytest
from django.urls import reverse

from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(MembershipFactory().user)
    return client.get(reverse("help"))


def test_no_inline_script_or_style_is_allowed(page):
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy


def test_personal_page_is_kept_in_no_cache(page):
    assert page.headers["Cache-Control"] == "no-store"


def test_page_cannot_be_framed_or_opened_by_others(page):
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["X-Frame-Options"] == "DENY"


def test_device_sensors_are_off(page):
    for sensor in ("camera", "microphone", "geolocation"):
        assert f"{sensor}=()" in page.headers["Permissions-Policy"]


def test_page_carries_no_inline_style_or_script(page):
    html = page.content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert "<script>" not in html
