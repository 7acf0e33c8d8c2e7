"""A call is taken with nothing but a keyboard: sign-in, first page, form, and what stands after it."""

import pytest

from cases.models import IncomingReport
from cases.states import Urgency
from tests.cases.intake import DISTRICT
from tests.e2e.screen import DESK, PASSWORD, Screen
from tests.e2e.test_desk import STORY, people  # noqa: F401  (a fixture)
from tests.institutions.factories import region

pytestmark = pytest.mark.browser
MOST_TABS = 60
NAME = """() => { const one = document.activeElement;
  const label = one.labels && one.labels[0];
  return [label ? label.innerText : '', one.innerText || '', one.ariaLabel || ''].join(' ') }"""


def tab_to(page, name: str) -> None:
    """Press Tab until what has the focus says `name`."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME):
            return
    raise AssertionError(f"no {MOST_TABS} tabs lead to {name!r} on {page.url}")


def test_a_call_is_taken_by_keyboard(browser, live_site, people):  # noqa: F811
    screen = Screen(browser, live_site, DESK)
    page = screen.page
    page.goto("/akun/masuk/")
    page.locator("#id_login").focus()
    page.keyboard.type("operator")
    tab_to(page, "Kata sandi")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Catat laporan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Ya, dalam bahaya")
    page.keyboard.press("Space")
    tab_to(page, "Apa yang diceritakan?")
    page.keyboard.type(STORY)
    tab_to(page, "Kabupaten/kota tempat anak")
    page.keyboard.type(str(region(DISTRICT[:5])))
    page.wait_for_selector(f"#id_district option[value='{DISTRICT}']", state="attached")
    tab_to(page, "Simpan dan teruskan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    screen.look()
    screen.close()
    report = IncomingReport.objects.get()
    assert (report.problem, report.urgency) == (STORY, Urgency.DANGER)
