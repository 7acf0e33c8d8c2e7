"""What a person at a telephone sees of it: typing, reloading, a broken line, an ended session, two tabs."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from atensi.drafts.models import Draft
from cases.models import FamilyMember
from cases.states import Stage
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.e2e.screen import PHONE, complaints
from tests.referrals.test_browser import signed_in

pytestmark = pytest.mark.browser
NOTE = "textarea[name=note]"


@pytest.fixture
def case(live_site):
    return CaseFactory(stage=Stage.ASSESSMENT)


@pytest.fixture
def page(browser, live_site, case):
    """The form for a new member of the family, open on a telephone."""
    with signed_in(browser, live_site, case.worker, PHONE[0]) as context:
        page = context.new_page()
        page.goto(reverse("cases:family_add", args=[case.pk]))
        page.fill("input[name=name]", "Sari Rekaan")
        page.select_option("select[name=relation]", "AUNT_UNCLE")
        yield page


def line(page):
    return page.locator("[data-draft]")


def test_typing_is_kept_survives_a_reload_and_can_be_thrown_away(page):
    page.fill(NOTE, "Tinggal dekat sekolah 🙂")
    expect(line(page)).to_contain_text("Draf tersimpan")
    page.reload()
    expect(page.locator(NOTE)).to_have_value("Tinggal dekat sekolah 🙂")
    page.click("button[form=buang-draf]")
    expect(page.locator(NOTE)).to_have_value("")
    assert not Draft.objects.exists()


def test_on_a_broken_line_nothing_leaves_the_page(page, case):
    page.fill(NOTE, "Ditulis tanpa sinyal")
    page.context.set_offline(True)
    page.click(".bar button.btn")
    expect(line(page)).to_contain_text("Belum terkirim")
    expect(page.locator(NOTE)).to_have_value("Ditulis tanpa sinyal")
    page.context.set_offline(False)
    page.click(".bar button.btn")
    page.wait_for_url("**/keluarga/")
    assert FamilyMember.objects.filter(note="Ditulis tanpa sinyal").count() == 1
    assert not Draft.objects.exists()


def test_two_clicks_at_once_make_one(page):
    page.locator(".bar button.btn").dblclick()
    page.wait_for_url("**/keluarga/")
    assert FamilyMember.objects.filter(name="Sari Rekaan").count() == 1


def test_an_ended_session_leads_to_the_sign_in_and_keeps_the_words(page, case):
    page.fill(NOTE, "Sebelum sesi berakhir")
    kept = [one for one in page.context.cookies() if one["name"] != settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.click(".bar button.btn")
    page.wait_for_url("**/akun/masuk/**")
    expect(page.locator("#kabar")).to_contain_text("Tulisan Anda tersimpan")
    assert "Sebelum sesi berakhir" in Draft.objects.get(owner=case.worker).content


def test_the_pages_are_for_everybody(page, case):
    page.fill(NOTE, "Tinggal dekat sekolah")
    expect(line(page)).to_contain_text("Draf tersimpan")
    page.reload()
    assert complaints(page) == []
    member = FamilyMemberFactory(beneficiary=case.beneficiary)
    page.goto(reverse("cases:family_edit", args=[case.pk, member.pk]))
    page.fill(NOTE, "Punya saya")
    FamilyMember.objects.filter(pk=member.pk).update(note="Punya rekan")
    page.click(".bar button.btn")
    expect(page.locator("#beda")).to_be_visible()
    assert complaints(page) == []
