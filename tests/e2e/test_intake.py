"""A field social worker logs a report on a phone, with and without a script; the pages of intake are for everyone."""

from contextlib import contextmanager

import pytest

from cases.models import CaseResponse
from institutions.states import Role
from tests.cases.factories import code
from tests.cases.intake import DISTRICT, case_of, logged, report, worker_at
from tests.institutions.factories import MembershipFactory, region
from tests.ui.test_browser import PASSWORD, SIZES, complaints

pytestmark = pytest.mark.browser
CREATE = "/kasus/respon/baru/"


@pytest.fixture
def worker(live_site):
    region(DISTRICT)
    for name in ("MALTREATED", "VIOLENCE", "EMERGENCY", "HIV"):
        code("AMPK", name)
    membership = worker_at()
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership


@contextmanager
def signed_in(browser, live_site, person, size=(360, 800), **options):
    """A page of `person`, signed in."""
    width, height = size
    with browser.new_context(base_url=live_site, viewport={"width": width, "height": height}, **options) as context:
        page = context.new_page()
        page.goto("/akun/masuk/?next=/bantuan/")
        page.fill("#id_login", person.username)
        page.fill("#id_password", PASSWORD)
        page.click("form.form button")
        page.wait_for_url("**/bantuan/")
        yield page


def fill(page):
    """What a worker types in the field for a child called Sarri Rekaan."""
    page.goto(CREATE)
    page.check("input[name=channel][value=VILLAGE]")
    page.select_option("select[name=region]", DISTRICT)
    page.fill("[name=place]", "Dusun Rekaan")
    page.fill("[name=what_happened]", "Anak ditinggal sendiri.")
    page.check("input[name=triage][value=HIGH]")
    page.fill("[name=name]", "Sarri Rekaan")
    page.check("input[name=sex][value=FEMALE]")
    page.fill("[name=born_3]", "9")
    page.check("input[name=categories][value=MALTREATED]")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_report_is_logged_on_a_phone(browser, live_site, worker, script):
    with signed_in(browser, live_site, worker.user, java_script_enabled=script) as page:
        fill(page)
        with page.expect_navigation():  # the draft is kept first
            page.click(".bar button")
        assert "Catat kontak pertama" in page.inner_text("main")
    assert CaseResponse.objects.get().beneficiary.name == "Sarri Rekaan"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_likely_duplicate_stops_the_saving_and_can_be_joined(browser, live_site, worker, script):
    case = case_of(
        worker, child__name="Sari Rekaan", child__sex="FEMALE", child__birth_date=None, child__birth_precision="UNKNOWN"
    )
    with signed_in(browser, live_site, worker.user, java_script_enabled=script) as page:
        fill(page)
        if script:
            page.wait_for_selector("#mirip >> text=Mungkin anak yang sama")
        page.press("[name=place]", "Enter")
        page.wait_for_selector("text=Belum disimpan")
        with page.expect_navigation():
            page.click("text=Sambung ke kasus ini")
    assert CaseResponse.objects.get().case == case


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_pages_of_intake_are_accessible_and_never_scroll_sideways(browser, live_site, worker, size, theme):
    response = logged(worker, report=report("HIV"))
    MembershipFactory(user=worker.user, role=Role.SUPERVISOR, institution=worker.institution)
    pages = [CREATE, "/kasus/", "/kasus/?tab=kantor", "/kasus/respon/", f"/kasus/respon/{response.pk}/"]
    pages.append(f"/kasus/{response.case_id}/anak/")
    with signed_in(browser, live_site, worker.user, size, color_scheme=theme) as page:
        assert [one for address in pages for one in complaints(page, address, size[0])] == []
