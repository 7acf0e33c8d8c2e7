"""The pages of referrals and decisions in a real browser: readable by everyone, at phone and desk size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from referrals.models import Referral
from referrals.services.decisions import sign_decision
from referrals.states import DecisionOutcome, ReferralKind, Term
from tests.institutions.factories import actor_of

from .scenes import in_days, scene

pytestmark = pytest.mark.browser
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def signed_in(browser, address, user, width):
    """A context in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address, locale="id-ID")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}
    context.add_cookies([cookie])
    return context


@pytest.fixture
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


def pages_of(the):
    """Who opens what: each page once, with something on it."""
    waiting, service, emergency = the.ask(), the.ask_service(), the.ask_admission()
    other = scene(the.worker)
    decision = sign_decision(
        referral=other.ask(),
        by=actor_of(the.decider),
        outcome=DecisionOutcome.APPROVED,
        considerations="Pertimbangan rekaan.",
        starts_on=timezone.localdate(),
        ends_on=in_days(100),
        term=Term.SHORT,
        reasons={"not_accredited": "Menunggu visitasi (rekaan).", "shorter_than_asked": "Bibi siap (rekaan)."},
    )
    new = f"/rujukan/baru/?kasus={other.case.pk}"
    assert Referral.objects.filter(kind=ReferralKind.ADMISSION, case=other.case).exists()
    return [
        (the.sentra_staff, "/rujukan/masuk/"),
        (the.sentra_staff, f"/rujukan/{service.pk}/"),
        (the.home_staff, f"/rujukan/{emergency.pk}/"),
        (the.worker, "/rujukan/terkirim/"),
        (the.worker, new),
        (the.worker, f"{new}&jenis=CARE_DECISION"),
        (the.worker, f"{new}&jenis=CARE_DECISION&bentuk=SENTRA"),
        (the.worker, f"{new}&jenis=SERVICE"),
        (the.worker, f"{new}&jenis=ADMISSION"),
        (the.decider, "/rujukan/keputusan/"),
        (the.decider, f"/rujukan/{waiting.pk}/keputusan/"),
        (the.decider, f"/rujukan/keputusan/{decision.pk}/"),
        (the.worker, f"/periksa/{decision.document.verification_code}/"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_never_scroll_sideways(browser, live_site, width, _own_files):
    complaints = []
    for membership, address in pages_of(scene()):
        context = signed_in(browser, live_site, membership.user, width)
        page = context.new_page()
        blocked = []
        page.on("console", lambda line, blocked=blocked: blocked.append(line.text))
        assert page.goto(address).status == 200, address
        found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
        complaints += [f"{address}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found]
        complaints += [f"{address}: {line}" for line in blocked]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            complaints.append(f"{address}: scrolls sideways")
        context.close()
    assert complaints == []


def test_a_phone_shows_only_the_fields_of_the_chosen_answer(browser, live_site):
    the = scene()
    referral = the.ask_service()
    context = signed_in(browser, live_site, the.sentra_staff.user, 360)
    page = context.new_page()
    page.goto(f"/rujukan/{referral.pk}/")
    assert not page.is_visible("[name=reason]")
    page.check("[value=DECLINE]")
    assert page.is_visible("[name=reason]")
    assert not page.is_visible("[name=to_institution]")
    page.check("[value=REDIRECT]")
    assert page.is_visible("[name=to_institution]")
    context.close()
